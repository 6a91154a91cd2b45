"""What was noted is remembered by the next build; a ledger that cannot be trusted is empty, never a traceback."""

import os
import random
import sqlite3

import pytest

from generator.engine.files import Files, Hint
from generator.engine.ledger import Account, Claim, Ledger, SourceRow
from generator.errors import Fault


@pytest.fixture
def path(tmp_path):
    return f"{tmp_path}/.byline/ledger.sqlite"


@pytest.fixture
def opened(path):
    """Opens the ledger, again and again; closes all at the end."""
    ledgers = []

    def open_ledger(versions="1", files=None):
        ledgers.append(Ledger(path, versions=versions, files=files or Files()))
        return ledgers[-1]

    yield open_ledger
    for ledger in ledgers:
        ledger.close()


ROWS = [SourceRow(f"content/{number}.md", Hint(f"{number} 2 3 4"), f"d{number}", "r") for number in range(600)]
RECORDS = {row.path: os.urandom(50) for row in ROWS}
CLAIMS = [Claim(f"{number}/index.html", f"f{number}", f"d{number}", Hint("1 2 3 4")) for number in range(600)]
ACCOUNTS = {claim.path: Account({"page": "1", "site": "2"}, "new", "content/x.md") for claim in CLAIMS}


def fill(ledger):
    ledger.put_sources(ROWS, records=RECORDS)
    ledger.claim(CLAIMS, accounts=ACCOUNTS)
    ledger.put_note("built", b"\0\1")


def test_what_was_noted_is_remembered(opened):
    ledger = opened()
    fill(ledger)
    ledger.close()
    again = opened()
    assert again.sources() == {row.path: row for row in ROWS}
    assert again.records() == RECORDS
    assert again.records([ROWS[3].path, "no such path"]) == {ROWS[3].path: RECORDS[ROWS[3].path]}
    assert again.records([row.path for row in ROWS[:550]]) == {row.path: RECORDS[row.path] for row in ROWS[:550]}
    assert again.records([]) == {}
    assert again.pages() == {claim.path: claim for claim in CLAIMS}
    assert again.accounts() == ACCOUNTS
    assert again.accounts(["3/index.html"]) == {"3/index.html": ACCOUNTS["3/index.html"]}
    assert again.note("built") == b"\0\1"
    assert again.note("unheard of") is None


def test_a_file_that_was_only_touched_keeps_its_record(opened):
    ledger = opened()
    fill(ledger)
    touched = SourceRow(ROWS[0].path, Hint("9 9 9 9"), "d0", "r")
    ledger.put_sources([touched], records={})
    ledger.claim([Claim("0/index.html", "f0", "d0", Hint("9 9 9 9"))], accounts={})
    assert ledger.sources()[touched.path] == touched
    assert ledger.records([touched.path]) == {touched.path: RECORDS[touched.path]}
    assert ledger.accounts(["0/index.html"]) == {"0/index.html": ACCOUNTS["0/index.html"]}


def forget_and_fail(ledger):
    with ledger.together():
        ledger.withdraw(claim.path for claim in CLAIMS)
        raise KeyError


def test_forgetting(opened):
    ledger = opened()
    fill(ledger)
    ledger.drop_sources([ROWS[0].path])
    ledger.withdraw(["0/index.html", "never claimed"])
    ledger.put_note("built", None)
    again = opened()
    assert ROWS[0].path not in again.sources()
    assert again.records([ROWS[0].path]) == {}
    assert "0/index.html" not in again.pages()
    assert again.accounts(["0/index.html"]) == {}
    assert again.note("built") is None
    assert len(again.pages()) == 599


def test_another_version_begins_anew(opened, path):
    fill(opened("1"))
    assert opened("2").sources() == {}
    assert opened("2").pages() == {}
    assert not os.path.exists(f"{path}.aside")
    fill(opened("2"))
    assert opened("2").note("built") == b"\0\1"


def test_together_is_one_commit_or_none(opened, rig):
    hand = rig()
    ledger = opened(files=hand)
    before = len(hand.done)
    with ledger.together():
        fill(ledger)
        assert ledger.pages(), "what was written can be read before the end"
    assert [verb for verb, _ in hand.done[before:]].count("commit") == 2  # one of them proves the file
    with pytest.raises(KeyError):
        forget_and_fail(ledger)
    assert len(opened().pages()) == len(ledger.pages()) == 600


# ---------------------------------------------------------------- damage


def cut(path, size):
    os.truncate(path, size)


def foreign(path, _size):
    os.unlink(path)
    with sqlite3.connect(path) as strange:
        strange.execute("CREATE TABLE mine (x)")
        strange.execute("INSERT INTO mine VALUES (1)")
    strange.close()


def retyped(path, _size):
    with sqlite3.connect(path) as strange:
        for table in ("sources", "pages"):
            strange.execute(f"UPDATE {table} SET digest = x'ff' WHERE rowid = 3")
        strange.execute("UPDATE records SET data = 7 WHERE rowid = 3")
    strange.close()


def other_tables(path, _size):
    with sqlite3.connect(path) as strange:
        for table in ("sources", "records", "pages", "accounts", "notes"):
            strange.execute(f"DROP TABLE {table}")
            strange.execute(f"CREATE TABLE {table} (x)")
    strange.close()


def garbage(path, _size):
    with open(path, "wb") as file:
        file.write(os.urandom(9000))


CUTS = [(cut, size) for size in (0, 1, 99, 4096, 9000, 40000)]


@pytest.mark.parametrize(("damage", "size"), [*CUTS, (garbage, 0), (foreign, 0), (retyped, 0), (other_tables, 0)])
def test_what_cannot_be_trusted_is_empty(opened, path, damage, size):
    ledger = opened()
    fill(ledger)
    ledger.close()
    damage(path, size)
    again = opened()
    assert again.sources() in ({}, {row.path: row for row in ROWS})
    assert again.pages() in ({}, {claim.path: claim for claim in CLAIMS})
    assert again.records().items() <= RECORDS.items()
    assert again.accounts().items() <= ACCOUNTS.items()
    fill(again)
    last = opened()
    assert (last.sources(), last.records()) == ({row.path: row for row in ROWS}, RECORDS)
    assert (last.pages(), last.accounts()) == ({claim.path: claim for claim in CLAIMS}, ACCOUNTS)


@pytest.mark.parametrize("method", ["claim", "withdraw", "put_sources", "put_note", "together"])
def test_damage_found_while_writing(opened, path, method):
    ledger = opened()
    fill(ledger)
    ledger.close()
    with open(path, "r+b") as file:  # all but the schema and the mark of the version
        file.seek(4096 * 3)
        file.write(b"\xff" * (os.path.getsize(path) - 4096 * 3))
    again = opened()
    if method == "claim":
        again.claim(CLAIMS, accounts=ACCOUNTS)
    elif method == "withdraw":
        again.withdraw(ACCOUNTS)
    elif method == "put_sources":
        again.put_sources(ROWS, records=RECORDS)
    elif method == "put_note":
        again.put_note("built", b"2")
    else:
        with again.together():
            fill(again)
    assert opened().pages() in ({}, {claim.path: claim for claim in CLAIMS})
    fill(again)
    assert opened().records() == RECORDS


def test_no_flipped_byte_changes_a_record(opened, path):
    ledger = opened()
    fill(ledger)
    ledger.close()
    with open(path, "rb") as file:
        whole = file.read()
    chance = random.Random(7)
    lost = 0
    for _ in range(60):
        place = chance.randrange(len(whole))
        with open(path, "wb") as file:
            file.write(whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :])
        ledger = opened()
        records, accounts, note = ledger.records(), ledger.accounts(), ledger.note("built")
        ledger.close()
        assert records.items() <= RECORDS.items()
        assert accounts.items() <= ACCOUNTS.items()
        assert note in (None, b"\0\1")
        lost += len(records) < len(RECORDS)
        for tail in ("-journal", ".aside"):
            if os.path.exists(path + tail):
                os.unlink(path + tail)
    assert lost > 5, "the bytes flipped were those of records"


def test_the_unfinished_work_of_a_damaged_ledger_is_not_done_to_a_new_one(opened, path, in_child, dies):
    fill(opened())

    def leave_work_unfinished():
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("UPDATE records SET data = x'00'")
        dies()

    assert in_child(leave_work_unfinished) == -9
    assert os.path.getsize(f"{path}-journal") > 4096
    with open(path, "wb") as file:
        file.write(b"garbage" * 1000)
    ledger = opened()
    assert ledger.pages() == {}
    fill(ledger)
    assert opened().records() == RECORDS


def test_what_is_set_aside_is_kept(opened, path):
    fill(opened())
    foreign(path, 0)
    assert opened().pages() == {}
    with sqlite3.connect(f"{path}.aside") as strange:
        assert strange.execute("SELECT x FROM mine").fetchall() == [(1,)]
    strange.close()


# ---------------------------------------------------------------- killed, or no room


def test_killed_while_committing_all_or_nothing_is_remembered(opened, path, rig, dies, in_child):
    fill(opened())
    new = [Claim(claim.path, "new", claim.digest, claim.hint) for claim in CLAIMS]
    for at in range(1, 9):
        code = in_child(lambda at=at: Ledger(path, versions="1", files=rig(at, dies)).claim(new, accounts=ACCOUNTS))
        pages = opened().pages()
        assert {claim.fingerprint for claim in pages.values()} == {"new"} or pages == {c.path: c for c in CLAIMS}
        if code == 0:
            break
    else:
        pytest.fail("it never came to its end")


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_that_cannot_be_written_is_a_fault(tmp_path, opened, path, mode, in_child, nobody):
    fill(opened())
    folder = os.path.dirname(path)
    for above in (tmp_path, *tmp_path.parents[:3]):
        os.chmod(above, 0o755)
    os.chmod(folder, mode)

    def write():
        nobody()
        Ledger(path, versions="1", files=Files()).put_note("built", b"2")

    assert in_child(write) == Fault.exit_code
    os.chmod(folder, 0o755)
    assert opened().note("built") == b"\0\1"


def test_no_room_is_a_fault_in_a_sentence(opened, monkeypatch):
    ledger = opened()
    ledger._database._connection.execute("PRAGMA max_page_count = 20")
    with pytest.raises(Fault, match=r"ledger.sqlite: database or disk is full"):
        fill(ledger)
    assert ledger.pages() == {}


def test_a_folder_in_its_place_is_a_fault(path):
    os.makedirs(path)
    with pytest.raises(Fault, match=r"ledger.sqlite: unable to open database file"):
        Ledger(path, versions="1", files=Files())
