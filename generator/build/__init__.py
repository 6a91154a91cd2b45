"""A project's folder to its site: the only room where source, site and theme meet."""
