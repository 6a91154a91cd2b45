"""What is left to the collector lives until it walks what is old."""

import gc
import weakref

from generator.engine.collector import collector_at_rest, leave


class Value:
    pass


def test_what_is_left_is_freed_when_the_collector_walks_what_is_old():
    value = Value()
    watched = weakref.ref(value)
    with collector_at_rest():
        leave(value, [value])
        del value
    gc.collect(0)
    gc.collect(1)
    assert watched() is not None
    gc.collect()
    assert watched() is None


def test_nothing_that_was_spared_before_is_walked_after_something_was_left():
    gc.freeze()
    try:
        count = gc.get_freeze_count()
        leave(Value())
        assert gc.get_freeze_count() >= count > 0
    finally:
        gc.unfreeze()
