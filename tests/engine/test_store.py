"""What is put comes back, or is known to be lost."""

import errno
import os
import pickle

import pytest

from generator.engine import store as module
from generator.engine.digest import digest_bytes
from generator.engine.files import Files
from generator.engine.store import MANY, Lost, Store
from generator.errors import Fault


@pytest.fixture
def store(tmp_path):
    return Store(f"{tmp_path}/store", Files())


def again(store):
    """The same store, as another process would see it."""
    return Store(store.folder, Files())


def packs(store):
    return sorted(os.listdir(store.folder))


def test_what_is_put_comes_back(store):
    keys = {store.put(data): data for data in (b"", b"one", b"two" * 10000)}
    assert len(keys) == 3
    assert all(store.get(key) == data for key, data in keys.items())
    assert all(again(store).get(key) == data for key, data in keys.items())
    assert len(packs(store)) == 1


def test_what_another_process_puts_later_is_found(store):
    first = store.put(b"one")
    reader = again(store)
    assert reader.get(first) == b"one"
    second = store.put(b"two")
    assert reader.get(second) == b"two"
    assert store.put(b"three")
    assert store.get(second) == b"two"


def test_a_child_process_writes_to_a_pack_of_its_own(store, in_child):
    store.put(b"one")
    in_child(lambda: store.put(b"two"))
    assert len(packs(store)) == 2
    assert again(store).get(digest_bytes(b"two")) == b"two"


def in_line(store, data, line="one"):
    with store.together(line):
        store.put(data)


def test_workers_of_one_line_add_to_one_pack(store, in_child):
    for data in (b"one", b"two", b"three" * 1000):
        assert in_child(lambda data=data: in_line(store, data)) == 0
    assert len(packs(store)) == 1
    assert {again(store).get(digest_bytes(data)) for data in (b"one", b"two")} == {b"one", b"two"}
    in_child(lambda: in_line(store, b"four", "another"))
    in_child(lambda: in_line(again(store), b"five"))
    assert len(packs(store)) == 3


def test_where_the_one_before_was_cut_short_the_next_of_a_line_goes_on_behind_it(store, in_child):
    in_child(lambda: in_line(store, b"one" * 100))
    os.truncate(f"{store.folder}/{packs(store)[0]}", 50)

    def check():
        with store.together("one"):
            key, spot = store.put_down(b"two")
        assert store.pick_up(key, spot) == b"two"
        assert len(packs(store)) == 1

    assert in_child(check) == 0


def test_a_child_of_a_worker_is_not_in_its_line(store, in_child):
    def work():
        in_line(store, b"one")
        child = os.fork()
        if not child:
            store.put(b"two")
            os._exit(0)
        os.waitpid(child, 0)
        store.put(b"three")

    assert in_child(work) == 0
    assert len(packs(store)) == 2
    assert [again(store).get(digest_bytes(data)) for data in (b"one", b"two", b"three")] == [b"one", b"two", b"three"]


def test_a_pack_that_somebody_cut_is_left_for_another_by_a_worker_of_a_line_as_well(store, in_child):
    def work():
        in_line(store, b"one" * 100)
        os.truncate(f"{store.folder}/{packs(store)[0]}", 50)
        store.put(b"two")
        assert len(packs(store)) == 2

    assert in_child(work) == 0
    assert again(store).get(digest_bytes(b"two")) == b"two"


def test_a_store_that_crossed_to_another_process_is_the_same(store):
    key = store.put(b"one")
    assert pickle.loads(pickle.dumps(store)).get(key) == b"one"


@pytest.mark.parametrize("damage", ["delete", "empty", "cut", "change", "head", "folder"])
def test_damage_is_a_loss_that_putting_again_mends(store, damage):
    kept = store.put(b"other content")
    key = store.put(b"some content")
    path = f"{store.folder}/{packs(store)[0]}"
    match damage:
        case "delete":
            os.unlink(path)
        case "empty":
            os.truncate(path, 0)
        case "cut":
            os.truncate(path, os.path.getsize(path) - 5)
        case "change":
            with open(path, "r+b") as file:
                file.seek(-3, os.SEEK_END)
                file.write(b"X")
        case "head":
            with open(path, "r+b") as file:
                file.seek(-len(b"some content") - 2, os.SEEK_END)
                file.write(b"\xff")
        case "folder":
            os.unlink(path)
            os.rmdir(store.folder)
    with pytest.raises(Lost) as lost:
        again(store).get(key)
    assert lost.value.key == key
    if damage in ("cut", "change", "head"):
        assert again(store).get(kept) == b"other content"
    for other in (again(store), store):
        assert other.put(b"some content") == key
        assert other.get(key) == b"some content"
        assert again(store).get(key) == b"some content"


@pytest.mark.parametrize("key", ["", "..", "../../secret", "0" * 31, "0" * 33, "G" * 32, "0" * 32])
def test_what_is_no_key_is_lost_and_opens_nothing(store, key):
    store.put(b"one")
    with pytest.raises(Lost):
        store.get(key)


def several(store, count):
    """Contents, each in a pack of its own."""
    return [again(store).put(bytes([number]) * 50) for number in range(count)]


def test_few_packs_are_left_alone(store):
    several(store, MANY)
    assert store.sweep(set()) == 0
    assert len(packs(store)) == MANY


def test_many_packs_are_joined_and_hold_what_lives(store):
    keys = several(store, MANY + 4)
    assert store.sweep(set(keys[:5])) == MANY + 4
    assert len(packs(store)) == 1
    for view in (store, again(store)):
        assert [view.get(key) for key in keys[:5]] == [bytes([number]) * 50 for number in range(5)]
        for key in keys[5:]:
            with pytest.raises(Lost):
                view.get(key)


def test_a_large_pack_that_lives_is_not_written_again(store, monkeypatch):
    monkeypatch.setattr(module, "SMALL", 100)
    large = store.put(b"x" * 1000)
    (name,) = packs(store)
    keys = several(store, MANY + 1)
    assert store.sweep({large, *keys}) == MANY + 1
    assert name in packs(store)
    assert len(packs(store)) == 2
    assert again(store).get(large) == b"x" * 1000
    assert [again(store).get(key) for key in keys] == [bytes([number]) * 50 for number in range(MANY + 1)]


def test_sweeping_nothing(store):
    assert store.sweep(set()) == 0


def test_killed_while_writing_a_content_is_whole_or_lost(tmp_path, rig, dies, in_child):
    data = b"x" * 5000
    for at in range(1, 5):
        folder = f"{tmp_path}/{at}"
        in_child(lambda at=at, folder=folder: Store(folder, rig(at, dies)).put(data))
        try:
            assert Store(folder, Files()).get(digest_bytes(data)) == data
        except Lost:
            assert at <= 3  # create, make folder, append
        assert Store(folder, Files()).put(data)


def test_killed_while_joining_loses_nothing(tmp_path, rig, dies, in_child):
    for at in range(1, 12):
        store = Store(f"{tmp_path}/{at}", Files())
        keys = several(store, MANY + 2)
        in_child(lambda at=at, store=store, keys=keys: Store(store.folder, rig(at, dies)).sweep(set(keys)))
        assert [again(store).get(key) for key in keys] == [bytes([number]) * 50 for number in range(MANY + 2)]


def test_what_is_put_together_is_written_at_one_go_and_comes_back(tmp_path, rig, monkeypatch):
    monkeypatch.setattr(module, "GATHERED", 500)
    hand = rig()
    store = Store(f"{tmp_path}/store", hand)
    before = store.put(b"before")
    with store.together():
        few = dict(store.put_down(bytes([number])) for number in range(10))
        assert [verb for verb, _ in hand.done].count("append") == 1
        many = dict(store.put_down(b"x" * number) for number in range(20, 40))
    assert 2 < [verb for verb, _ in hand.done].count("append") < 8
    after = store.put(b"after")
    assert len(packs(store)) == 1
    view = again(store)
    for key, spot in {**few, **many}.items():
        assert view.pick_up(key, spot) == view.get(key)
    assert [view.get(key) for key in (before, after)] == [b"before", b"after"]
    assert {view.get(key) for key in few} == {bytes([number]) for number in range(10)}


def test_what_waits_to_be_written_can_be_read(store):
    with store.together():
        first, spot = store.put_down(b"one")
        assert store.pick_up(first, spot) == b"one"
        second = store.put(b"two")
        assert store.load().keys() == {first, second}
        assert store.get(store.put(b"three")) == b"three"
    assert again(store).get(second) == b"two"


def full():
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_failing_disk_is_told_at_the_end_and_leaves_the_store_of_use(tmp_path, rig):
    store = Store(f"{tmp_path}/store", rig(4, full))  # create, make folder, append; and the next append fails
    store.put(b"before")
    with pytest.raises(Fault, match="No space left"), store.together():
        lost = store.put(b"one")
    kept = store.put(b"two")
    assert again(store).get(kept) == b"two"
    with pytest.raises(Lost):
        again(store).get(lost)


def test_a_pack_that_is_deleted_meanwhile_loses_what_was_in_it_alone(store):
    with store.together():
        store.put(b"one")
        store.load()
        os.unlink(f"{store.folder}/{packs(store)[0]}")
        key, spot = store.put_down(b"two")
    with pytest.raises(Lost):
        again(store).get(digest_bytes(b"one"))
    assert again(store).get(key) == store.pick_up(key, spot) == b"two"
