"""What is put comes back, or is known to be lost."""

import os

import pytest

from generator.engine.digest import digest_bytes
from generator.engine.files import Files
from generator.engine.store import Lost, Store


@pytest.fixture
def store(tmp_path):
    return Store(f"{tmp_path}/store", Files())


def test_what_is_put_comes_back(store):
    keys = {store.put(data): data for data in (b"", b"one", b"two" * 10000)}
    assert len(keys) == 3
    assert all(store.get(key) == data for key, data in keys.items())


def test_the_same_content_is_written_once(tmp_path, rig):
    hand = rig()
    store = Store(f"{tmp_path}/store", hand)
    key = store.put(b"one")
    done = len(hand.done)
    assert store.put(b"one") == key
    assert len(hand.done) == done


def test_a_content_is_never_seen_half_written(tmp_path):
    folder = f"{tmp_path}/store"
    key = digest_bytes(b"some content")

    class Watching(Files):
        def before(self, verb, path):
            assert not os.path.exists(f"{folder}/{key[:2]}/{key[2:]}")

    assert Store(folder, Watching()).put(b"some content") == key


@pytest.mark.parametrize("damage", ["delete", "empty", "cut", "change", "folder"])
def test_damage_is_a_loss_that_putting_again_mends(store, damage):
    key = store.put(b"some content")
    path = f"{store.folder}/{key[:2]}/{key[2:]}"
    match damage:
        case "delete":
            os.unlink(path)
        case "empty":
            os.truncate(path, 0)
        case "cut":
            os.truncate(path, 5)
        case "change":
            with open(path, "r+b") as file:
                file.write(b"S")
        case "folder":
            os.unlink(path)
            os.rmdir(os.path.dirname(path))
    with pytest.raises(Lost) as lost:
        store.get(key)
    assert lost.value.key == key
    assert store.put(b"some content") == key
    assert store.get(key) == b"some content"


@pytest.mark.parametrize("key", ["", "..", "../../secret", "0" * 31, "0" * 33, "G" * 32, "0" * 32])
def test_what_is_no_key_is_lost_and_opens_nothing(store, key):
    with pytest.raises(Lost):
        store.get(key)


def test_sweep_leaves_what_lives(store):
    keys = [store.put(bytes([number])) for number in range(20)]
    with open(f"{store.folder}/{keys[0][:2]}/{keys[0][2:]}.4711", "wb") as draft:
        draft.write(b"of a killed writer")
    assert store.sweep(set(keys[:5])) == 16
    assert [store.get(key) for key in keys[:5]] == [bytes([number]) for number in range(5)]
    for key in keys[5:]:
        with pytest.raises(Lost):
            store.get(key)
    assert store.sweep(set(keys[:5])) == 0


def test_sweeping_nothing(store):
    assert store.sweep(set()) == 0


def test_killed_while_writing_a_content_is_whole_or_lost(tmp_path, rig, dies, in_child):
    data = b"x" * 5000
    for at in range(1, 6):
        folder = f"{tmp_path}/{at}"
        in_child(lambda at=at, folder=folder: Store(folder, rig(at, dies)).put(data))
        try:
            assert Store(folder, Files()).get(digest_bytes(data)) == data
        except Lost:
            assert at <= 4
        assert Store(folder, Files()).put(data)
