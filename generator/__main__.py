"""`python -m generator` is `byline`."""

from generator.cli import program

if __name__ == "__main__":
    program()
