"""The plan, the order and the words for it: pure functions over what is here and what is there."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.deploy.goal import Goal, Parcel, finished, underway
from generator.deploy.headers import AN_HOUR, FOR_EVER, SHORT, cache_control, content_type
from generator.deploy.host import UNKNOWN, Found
from generator.deploy.order import batches, is_named_by_content, turn
from generator.deploy.pieces import Pieces, kind_of, told
from generator.deploy.plan import Plan, arrived, asked, meanwhile, plan
from generator.deploy.tally import sized
from generator.engine.ledger import Account
from generator.engine.manifest import read_manifest

ONE, TWO = "1" * 32, "2" * 32


def goal(**files: str) -> Goal:
    return Goal(site="s", parcels={path: Parcel(path, "", digest) for path, digest in files.items()})


CASES = [
    # title . what is to be . what is listed . what is found . new . changed . gone . in the way
    ("nothing anywhere", {}, {}, {}, "", "", "", ""),
    ("the first", {"a": ONE}, {}, {}, "a", "", "", ""),
    ("the same", {"a": ONE}, {"a": ONE}, {}, "", "", "", ""),
    ("other bytes", {"a": ONE}, {"a": TWO}, {}, "", "a", "", ""),
    ("one less", {}, {"a": ONE}, {}, "", "", "a", ""),
    ("a stranger in the way", {"a": ONE}, {}, {"a": Found.OTHER}, "", "", "", "a"),
    ("a stranger with the same bytes", {"a": ONE}, {}, {"a": Found.SAME}, "", "", "", ""),
    ("interrupted, and it is there", {"a": ONE}, {"a": UNKNOWN}, {"a": Found.SAME}, "", "", "", ""),
    ("interrupted, and it is not there", {"a": ONE}, {"a": UNKNOWN}, {}, "a", "", "", ""),
    ("interrupted, and the old one is there", {"a": ONE}, {"a": UNKNOWN}, {"a": Found.OTHER}, "", "a", "", ""),
    ("interrupted, and not wanted any more", {}, {"a": UNKNOWN}, {}, "", "", "a", ""),
]


@pytest.mark.parametrize(
    ("wanted", "listed", "found", "new", "changed", "gone", "way"),
    [row[1:] for row in CASES],
    ids=[row[0] for row in CASES],
)
def test_what_must_be_done(
    wanted: dict[str, str], listed: dict[str, str], found: dict[str, Found], new: str, changed: str, gone: str, way: str
) -> None:
    made = plan(goal(**wanted), listed, found)
    assert [parcel.path for parcel in made.new] == new.split()
    assert [parcel.path for parcel in made.changed] == changed.split()
    assert list(made.gone) == gone.split()
    assert list(made.in_the_way) == way.split()


def test_only_what_is_not_known_is_looked_at() -> None:
    wanted = goal(known=ONE, other=ONE, new=ONE, doubtful=ONE)
    listed = {"known": ONE, "other": TWO, "doubtful": UNKNOWN, "gone": ONE}
    assert sorted(parcel.path for parcel in asked(wanted, listed)) == ["doubtful", "new"]


@pytest.mark.parametrize(
    ("new", "gone", "first"),
    [
        ("a/index.html", "a", "a"),
        ("a", "a/index.html", "a/index.html"),
        ("a/b/c", "a/b", "a/b"),
        ("ab/c", "a", ""),
        ("a/b", "a/c", ""),
    ],
)
def test_what_stands_where_a_folder_is_to_be_goes_first(new: str, gone: str, first: str) -> None:
    made = plan(goal(**{new: ONE}), {gone: ONE}, {})
    assert list(made.obstacles) == ([first] if first else [])


paths = st.sampled_from(["a.html", "b/index.html", "c.css", "d/e.html", "feed.xml", "f.0123456789.css"])
listings = st.dictionaries(paths, st.sampled_from([ONE, TWO]))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(before=listings, wanted=listings, now=listings, data=st.data())
def test_a_deploy_that_was_cut_short_anywhere_is_made_good_by_the_next(
    before: dict[str, str], wanted: dict[str, str], now: dict[str, str], data: st.DataObject
) -> None:
    """Whatever part of a plan was carried out, the plan after it ends with the target as it is to be."""
    first = plan(goal(**wanted), before, {})
    there, listed = dict(before), read_manifest(underway("s", meanwhile(first))).paths
    for parcel in data.draw(st.permutations(first.sent))[: data.draw(st.integers(0, len(first.sent)))]:
        there[parcel.path] = parcel.digest
    if data.draw(st.booleans()):
        there.update({parcel.path: parcel.digest for parcel in first.sent})
        listed = read_manifest(underway("s", arrived(first, goal(**wanted)))).paths
        for path in first.gone[: data.draw(st.integers(0, len(first.gone)))]:
            del there[path]
    assert there.keys() <= listed.keys(), "everything that Byline put there is known to be its own"
    known = {path: digest for path, digest in listed.items() if digest != UNKNOWN}
    assert known.items() <= there.items(), "what is said to be there is there"
    target = goal(**now)
    found = {
        parcel.path: Found.SAME if there[parcel.path] == parcel.digest else Found.OTHER
        for parcel in asked(target, listed)
        if parcel.path in there
    }
    second = plan(target, listed, found)
    assert second.in_the_way == ()
    for parcel in second.sent:
        there[parcel.path] = parcel.digest
    for path in second.gone:
        there.pop(path, None)
    assert there == now


TURNS = [
    ("static/broadsheet.a8cd8832bb.css", 0),
    ("static/search.a8cd8832bb.xml", 0),
    ("media/map.svg", 0),
    ("media/map.svg.gz", 0),
    ("index.html", 1),
    ("a/index.html.br", 1),
    ("404.html", 1),
    ("feed.xml", 2),
    ("tags/a/feed.json", 2),
    ("sitemap-2.xml.gz", 2),
    ("robots.txt", 2),
    ("pagefind/pagefind-entry.json", 2),
    ("pagefind/fragment/en_1234567.pf_fragment", 0),
    ("llms.txt", 2),
    ("_redirects", 2),
]


@pytest.mark.parametrize(("path", "place"), TURNS)
def test_the_turn_of_a_file(path: str, place: int) -> None:
    assert turn(path) == place


def test_the_order_of_a_deploy() -> None:
    wanted = goal(**{path: ONE for path, _turn in TURNS}, **{"new/index.html": ONE, "media/new.svg": ONE})
    listed = {path: TWO for path, _turn in TURNS}
    found = batches(plan(wanted, listed, {}))
    assert [batch.name for batch in found] == ["assets", "assets", "pages", "pages", "feeds and sitemaps"]
    assert [parcel.path for parcel in found[0].parcels] == ["media/new.svg"]
    assert [parcel.path for parcel in found[2].parcels] == ["new/index.html"]
    assert sum(len(batch.parcels) for batch in found) == len(wanted.parcels)


HEADERS = [
    ("index.html", "text/html; charset=utf-8", SHORT),
    ("a/feed.xml", "application/atom+xml; charset=utf-8", SHORT),
    ("feed.json", "application/feed+json; charset=utf-8", SHORT),
    ("sitemap.xml", "application/xml; charset=utf-8", SHORT),
    ("static/a.0123456789.css", "text/css; charset=utf-8", FOR_EVER),
    ("static/a.0123456789.woff2", "font/woff2", FOR_EVER),
    ("media/map.svg", "image/svg+xml; charset=utf-8", AN_HOUR),
    ("media/Map.PNG", "image/png", AN_HOUR),
    ("media/2024.12345678.12.csv", "text/csv; charset=utf-8", AN_HOUR),
    ("CNAME", "application/octet-stream", AN_HOUR),
]


@pytest.mark.parametrize(("path", "kind", "keep"), HEADERS)
def test_what_readers_are_told_of_a_file(path: str, kind: str, keep: str) -> None:
    assert (content_type(path), cache_control(path)) == (kind, keep)
    assert is_named_by_content(path) is (keep == FOR_EVER)


KINDS = [
    ("a/index.html", Account({"article": ""}, "", "content/articles/a.md"), "article"),
    ("a/index.html", Account({"redirect": ""}, "", "content/articles/a.md"), "old address"),
    ("about/index.html", Account({}, "", "content/pages/about.md"), "page"),
    ("tags/a/index.html", Account({}, "", ""), "listing"),
    ("a/index.html", None, "article"),
    ("page/2/index.html", None, "listing"),
    ("index.html", None, "listing"),
    ("feed.xml", None, "feed"),
    ("media/a.svg", None, "file"),
]


@pytest.mark.parametrize(("path", "account", "kind"), KINDS)
def test_what_an_editor_calls_a_file(path: str, account: Account | None, kind: str) -> None:
    assert kind_of(path, account) == kind


def test_a_plan_in_words() -> None:
    found = [
        Pieces(kind="article", changed=3, new=1),
        Pieces(kind="listing", changed=41),
        Pieces(kind="old address", new=2),
        Pieces(kind="page", gone=1200),
    ]
    assert told(found) == "3 articles changed, 1 new, 41 listings changed, 2 old addresses new, 1,200 pages gone"
    assert told([]) == "nothing"


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (2_500_000, "2.5 MB"), (3 * 10**9, "3.0 GB")]
)
def test_sizes_in_words(number: int, words: str) -> None:
    assert sized(number) == words


def test_the_name_of_a_release_is_of_its_files() -> None:
    assert goal(a=ONE, b=TWO).release == goal(b=TWO, a=ONE).release != goal(a=ONE, b=ONE).release
    assert goal(a=ONE).manifest == finished("s", {"a": ONE})


def test_an_empty_plan_is_empty() -> None:
    assert Plan(new=(), changed=(), gone=(), in_the_way=(), obstacles=(), before={}).is_empty
