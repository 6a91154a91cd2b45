"""Comments kept elsewhere to comments kept beside their pieces, with an account of each one."""
