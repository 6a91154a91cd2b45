"""An index is the same for the same records, and is made anew only when one of them has changed."""

import gzip
import json
from collections.abc import Callable

import pytest

from generator.search.steady import steady
from tests.press import SITE, Press

pytest.importorskip("pagefind")

Make = Callable[[str], Press]

FILES = (
    "".join(
        f"-- content/articles/p{number}.md --\n---\ntitle: Piece {number}\ndate: {2000 + number}-01-01\n"
        f"lang: {('en', 'fr', 'zh')[number % 3]}\nauthor: {{name: Author {number % 7}}}\n"
        f"tags: [T{number % 5}, U{number % 4}]\n"
        f"summary: In short.\n---\nText of {number}.\n"
        for number in range(24)
    )
    + "-- content/articles/draft.md --\n---\ntitle: Draft\ndate: 2000-01-01\ndraft: true\n---\nXylophone.\n"
)


@pytest.fixture
def site(press: Make) -> Press:
    made = press(FILES)
    made.write("content/site.yaml", SITE.replace("plain", "broadsheet") + "search: true\n")
    made.built()
    return made


def index(site: Press) -> dict[str, bytes]:
    return {path: data for path, data in site.files().items() if path.startswith("pagefind/")}


def test_two_clean_builds_have_the_same_index(site: Press) -> None:
    before = index(site)
    assert sum(path.endswith(".pf_filter") for path in before) == 12
    assert sum(path.endswith(".pf_fragment") for path in before) == 24
    site.built(clean=True)
    assert index(site) == before


def test_it_is_made_again_only_when_a_record_changed(site: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    import generator.search.pagefind as maker

    made: list[int] = []
    real = maker.index

    def counted(records: tuple[object, ...], *given: object, **named: object) -> dict[str, bytes]:
        made.append(len(records))
        return real(records, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(maker, "index", counted)
    before = index(site)
    site.edit("content/articles/draft.md", "Xylophone", "Another")
    site.edit("content/site.yaml", "title: Press", "title: Presse")
    site.built()
    site.build(drafts=True)
    assert made == []
    assert index(site) == before
    site.edit("content/articles/p3.md", "Text of 3", "Words of 3")
    site.build(drafts=True)
    assert made == [24]
    site.edit("content/articles/p3.md", "Words of 3", "Text of 3")
    site.built()
    assert index(site) == before


def test_an_index_that_is_lost_is_made_again(site: Press) -> None:
    before = site.files()
    for path in (site.folder / ".byline/index").iterdir():
        path.unlink()
    (site.output / "pagefind/pagefind.js").unlink()
    site.built()
    assert site.files() == before


def test_without_the_setting_there_is_none(site: Press) -> None:
    site.edit("content/site.yaml", "search: true\n", "")
    report = site.built()
    assert report.removed > 24
    assert not [path for path in site.files() if path.startswith(("pagefind", "search"))]
    assert "/search/" not in site.page("p1/")


def test_files_of_another_form_are_left_as_they_are() -> None:
    files = {
        "pagefind-entry.json": b"{}",
        "filter/en_1.pf_filter": gzip.compress(b"something else"),
        "a.pf_index": b"x",
    }
    assert steady(files) == files
    assert steady({"pagefind-entry.json": json.dumps({"languages": 1}).encode()})["pagefind-entry.json"]


def test_a_file_of_the_publication_in_its_place_is_told(site: Press) -> None:
    from generator.errors import Stop

    site.write("content/root/pagefind/pagefind.js", "mine")
    with pytest.raises(Stop, match="the search index goes here"):
        site.build()


def test_a_theme_without_a_search_page_is_told(press: Make) -> None:
    from generator.errors import Stop

    site = press(FILES)
    site.write("content/site.yaml", SITE + "search: true\n")
    with pytest.raises(Stop, match=r"the theme has no 'search\.html'"):
        site.build()
