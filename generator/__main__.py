"""`python -m generator` is `byline`."""

from generator.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
