"""Python's collector of reference cycles, kept from walking values that live as long as a build."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Collect no cycles inside: a build makes millions of frozen values and hardly a cycle, and looking takes long."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def spare_what_is_here(*, clear: bool) -> None:
    """Have the collector never walk what there is now, which lives long; what is let go of is freed all the same.

    With `clear`, cycles among what was spared before are collected first.
    """
    if clear:
        gc.unfreeze()
        gc.collect()
    gc.freeze()


def leave(*values: object) -> None:
    """Leave large values to the collector, which frees them when it next walks what is old: to take them apart takes
    long, and a program that is about to end need not.
    """
    left: list[object] = [*values]
    left.append(left)
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()  # all there is counts as old from here on
