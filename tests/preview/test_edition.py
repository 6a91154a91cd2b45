"""What answers at an address: only what was built, under the address that it has."""

import pytest

from generator.preview.edition import Edition, Leaf, decoded, edition_after, find

LEAVES = {
    path: Leaf(f"{number:032x}")
    for number, path in enumerate(
        ["index.html", "one/index.html", "数人头/index.html", "media/a b.png", "404.html", ".well-known/security.txt"]
    )
}
SITE = Edition(number=1, prefix="", leaves=LEAVES, moves={"was/index.html": "one/index.html"})
UNDER = Edition(number=1, prefix="/press", leaves=LEAVES)


@pytest.mark.parametrize(
    ("edition", "target", "path", "leads"),
    [
        (SITE, b"/", "index.html", ""),
        (SITE, b"/index.html", "index.html", ""),
        (SITE, b"/one/", "one/index.html", ""),
        (SITE, b"/one", "", "/one/"),
        (SITE, b"/%6fne/", "one/index.html", ""),
        (SITE, "/数人头/".encode(), "数人头/index.html", ""),
        (SITE, b"/%E6%95%B0%E4%BA%BA%E5%A4%B4", "", "/%E6%95%B0%E4%BA%BA%E5%A4%B4/"),
        (SITE, b"/media/a%20b.png", "media/a b.png", ""),
        (SITE, b"/was/", "", "/one/"),
        (SITE, b"/was", "", "/one/"),
        (SITE, b"/.well-known/security.txt", ".well-known/security.txt", ""),
        (SITE, b"/two/", "", ""),
        (SITE, b"//one/", "", ""),
        (SITE, b"/one//", "", ""),
        (SITE, b"/ONE/", "", ""),
        (SITE, b"/one%2findex.html", "", ""),
        (SITE, b"/./one/", "", ""),
        (UNDER, b"/", "", "/press/"),
        (UNDER, b"/press", "", "/press/"),
        (UNDER, b"/press/", "index.html", ""),
        (UNDER, b"/press/one", "", "/press/one/"),
        (UNDER, b"/one/", "", ""),
        (UNDER, b"/pressone/", "", ""),
    ],
)
def test_what_is_at_an_address(edition: Edition, target: bytes, path: str, leads: str) -> None:
    found = find(edition, target)
    assert (found.path, found.leads) == (path, leads)


@pytest.mark.parametrize(
    "target",
    [b"/%zz", b"/%", b"/%00", b"/a%5cb", b"/\\a", b"/%ff", b"/%c0%ae/", b"/.git/config", b"/a/../b", b"a", b""],
)
def test_what_is_no_address(target: bytes) -> None:
    assert decoded(target) is None


def test_a_decomposed_spelling_is_the_same_address() -> None:
    edition = Edition(number=1, prefix="", leaves={"fünf/index.html": Leaf("0" * 32)})
    assert find(edition, b"/fu%CC%88nf/").path == "fünf/index.html"


def test_an_edition_is_the_last_one_if_nothing_changed() -> None:
    assert edition_after(SITE, dict(LEAVES), moved={}, prefix="") is SITE


def test_moves_lead_on_to_where_a_piece_lies_now() -> None:
    a, b, c = ({f"{name}/index.html": Leaf("1" * 32)} for name in "abc")
    first = edition_after(None, a, moved={}, prefix="")
    second = edition_after(first, b, moved={"a/index.html": "b/index.html"}, prefix="")
    third = edition_after(second, c, moved={"b/index.html": "c/index.html"}, prefix="")
    assert find(third, b"/a/").leads == "/c/"
    back = edition_after(third, {**a, **c}, moved={}, prefix="")
    assert find(back, b"/a/").path == "a/index.html"
    assert find(back, b"/b/").leads == "/c/"


def test_a_copied_file_that_changed_bears_the_number_of_its_edition() -> None:
    first = edition_after(None, {"a.png": Leaf("1" * 32, copied=True)}, moved={}, prefix="")
    second = edition_after(first, {"a.png": Leaf("2" * 32, copied=True)}, moved={}, prefix="")
    assert (dict(first.changed), dict(second.changed)) == ({}, {"a.png": 2})
