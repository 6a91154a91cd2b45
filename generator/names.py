"""A person's name to the letters that stand for it."""

from functools import lru_cache


@lru_cache(maxsize=1024)
def initials(name: str) -> str:
    """One or two letters that stand for a name where there is no portrait."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    if not words:
        return name.strip()[:1]
    first, last = words[0][0], words[-1][0] if len(words) > 1 else ""
    if not first.isascii() and first.upper() == first.lower():
        return first  # scripts without capitals: one character says it
    return (first + last).upper()
