"""A small theme on disk, and the values that pages hold."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from generator.engine.files import Files
from generator.engine.store import Store
from generator.model import (
    Byline,
    Card,
    Content,
    Html,
    Job,
    KeptArticle,
    KeptComments,
    Label,
    PageView,
    Person,
    Remark,
    SiteView,
)
from generator.settings import Settings
from generator.theme.offered import OFFERED
from generator.theme.press import Press, make_press
from generator.theme.templates import Theme, load_theme

MANIFEST = "name: NAME\nbyline: 1\n"
"""Of any theme: `write_theme` puts its name in."""
DAY = datetime(2024, 5, 17, 7, 30, tzinfo=UTC)

Write = Callable[..., Path]
MakeTheme = Callable[..., Theme]


@pytest.fixture
def write_theme(tmp_path: Path) -> Write:
    """Write `{file: text}` as the theme `name` below `themes/`; the page templates it lacks are there, empty."""

    def write(files: Mapping[str, str], *, name: str = "small", whole: bool = True) -> Path:
        folder = tmp_path / "themes" / name
        pages = {f"templates/{kind}.html": "" for kind in OFFERED} if whole else {}
        for path, text in {"theme.yaml": MANIFEST, **pages, **files}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text.replace("NAME", name), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def make_theme(write_theme: Write, tmp_path: Path) -> MakeTheme:
    """Write a theme and load it."""

    def make(files: Mapping[str, str], *, name: str = "small") -> Theme:
        write_theme(files, name=name)
        return load_theme(name, [tmp_path / "themes"])

    return make


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / "store"), Files())


@pytest.fixture
def settings() -> Settings:
    return Settings(
        title="The Review", url="https://example.org/press/", prefix="/press", language="en", timezone="Europe/Paris"
    )


@pytest.fixture
def make_small_press(make_theme: MakeTheme, settings: Settings, store: Store) -> Callable[[Mapping[str, str]], Press]:
    """A press with a theme of the given templates (names below `templates/`)."""

    def make(templates: Mapping[str, str]) -> Press:
        theme = make_theme({f"templates/{name}": text for name, text in templates.items()})
        return make_press(theme, settings, store)

    return make


@pytest.fixture
def job() -> Callable[..., Job]:
    """A template page that holds the given names."""

    def make(template: str, *, source: str = "content/articles/a.md", **held: Any) -> Job:
        return Job(
            path="a/index.html",
            maker="template",
            template=template,
            held=held,
            fingerprint="",
            source=source,
        )

    return make


@pytest.fixture
def page() -> Callable[..., PageView]:
    def make(*, lang: str = "en", kind: str = "article") -> PageView:
        return PageView(
            url="/press/a/",
            canonical="https://example.org/press/a/",
            title="A",
            kind=kind,
            lang=lang,
            dir="ltr",
        )

    return make


@pytest.fixture
def site() -> SiteView:
    return SiteView(
        title="The Review",
        url="https://example.org/press/",
        home="/press/",
        language="en",
        publisher={"policies": {"corrections": "/c/"}},
        extra={"list": [1, {"deep": "x"}]},
    )


@pytest.fixture
def card() -> Callable[..., Card]:
    def make(slug: str = "a", **changed: Any) -> Card:
        values: dict[str, Any] = {
            "url": f"/press/{slug}/",
            "slug": slug,
            "title": Html(f"Title of <em>{slug}</em> &amp; more"),
            "kind": "analysis",
            "kind_label": "Analysis",
            "date": DAY,
            "authors": (Byline(id="li", name="Li <Wei>", url="/press/authors/li/"),),
            "tags": (Label("C++", "c-plus-plus", "/press/tags/c-plus-plus/"),),
            "summary": Html("In <em>short</em>."),
            "lang": "en",
            "dir": "ltr",
        }
        return Card(**{**values, **changed})

    return make


@pytest.fixture
def kept(store: Store, card: Callable[..., Card]) -> Callable[..., KeptArticle]:
    """An article whose text lies in the store."""

    def make(html: str = "<p>Text</p>", slug: str = "a", **changed: Any) -> KeptArticle:
        key = store.put(msgspec.msgpack.encode(Content(html=html)))
        values: dict[str, Any] = {"card": card(slug), "authors": (Person(id="li", name="Li"),), "content": key}
        return KeptArticle(**{**values, **changed})

    return make


@pytest.fixture
def remark() -> Callable[..., Remark]:
    def make(name: str, *, reply_to: str = "", minute: int = 0, **changed: Any) -> Remark:
        values: dict[str, Any] = {
            "id": name,
            "author": f"Reader {name}",
            "date": DAY.replace(minute=minute),
            "text": Html(f"<p>{name}</p>"),
            "reply_to": reply_to,
        }
        return Remark(**{**values, **changed})

    return make


@pytest.fixture
def kept_comments() -> Callable[..., KeptComments]:
    def make(*groups: list[Remark], authors: tuple[str, ...] = ()) -> KeptComments:
        packed = tuple(msgspec.msgpack.encode(group) for group in groups)
        return KeptComments(status="open", form="mailto:desk@example.org", remarks=packed, authors=authors)

    return make
