"""Settings to addresses, and addresses to files."""

from datetime import UTC, datetime

import pytest

from generator.settings import Settings
from generator.site.urls import Urls, file_of, folded


def urls(*, prefix: str = "", permalink: str = "/{slug}/", timezone: str = "UTC") -> Urls:
    return Urls(
        Settings(
            title="P",
            url=f"https://example.org{prefix}/",
            prefix=prefix,
            language="en",
            timezone=timezone,
            permalink=permalink,
        )
    )


TO = [
    ("plain", "", "/tags/nato/", "/tags/nato/"),
    ("a prefix", "/press", "/tags/nato/", "/press/tags/nato/"),
    ("other scripts", "", "/数人头/", "/%E6%95%B0%E4%BA%BA%E5%A4%B4/"),
    ("what an address may hold as it is", "", "/a b?c#d/(e)!.png", "/a%20b%3Fc%23d/(e)!.png"),
]


@pytest.mark.parametrize(("prefix", "address", "url"), [case[1:] for case in TO], ids=[case[0] for case in TO])
def test_an_address_becomes_a_url_and_back(prefix: str, address: str, url: str) -> None:
    made = urls(prefix=prefix)
    assert made.to(address) == url
    assert made.decoded(url) == address


DECODED = [
    ("without the prefix", "/press", "/tags/", "/tags/"),
    ("the prefix alone", "/press", "/press", "/"),
    ("a word that begins like the prefix", "/press", "/pressure/", "/pressure/"),
    ("NFD", "", "/e%CC%81/", "/é/"),
]


@pytest.mark.parametrize(
    ("prefix", "url", "address"), [case[1:] for case in DECODED], ids=[case[0] for case in DECODED]
)
def test_a_written_url_is_decoded(prefix: str, url: str, address: str) -> None:
    assert urls(prefix=prefix).decoded(url) == address


def test_absolute_addresses() -> None:
    made = urls(prefix="/press")
    assert made.absolute("/press/a/") == "https://example.org/press/a/"
    assert made.absolute("https://example.com/a") == "https://example.com/a"


@pytest.mark.parametrize(
    ("permalink", "timezone", "address"),
    [
        ("/{slug}/", "UTC", "/a/"),
        ("/{year}/{month}/{day}/{slug}/", "UTC", "/2024/12/31/a/"),
        ("/{year}/{slug}/", "Asia/Tokyo", "/2025/a/"),
    ],
)
def test_an_article_s_address_has_its_date_in_the_site_s_time_zone(permalink: str, timezone: str, address: str) -> None:
    instant = datetime(2024, 12, 31, 22, 30, tzinfo=UTC)
    assert urls(permalink=permalink, timezone=timezone).article("a", instant) == address


def test_lists_have_numbered_pages_after_the_first() -> None:
    made = urls()
    assert [made.home(1), made.home(2)] == ["/", "/page/2/"]
    assert [made.tag("nato"), made.tag("nato", 3)] == ["/tags/nato/", "/tags/nato/page/3/"]
    assert [made.author("li"), made.author("li", 2)] == ["/authors/li/", "/authors/li/page/2/"]
    assert made.year(2024) == "/archive/2024/"


@pytest.mark.parametrize(
    ("address", "file"), [("/", "index.html"), ("/a/", "a/index.html"), ("/feed.xml", "feed.xml"), ("/old", "old")]
)
def test_the_file_that_answers_an_address(address: str, file: str) -> None:
    assert file_of(address) == file


def test_paths_that_one_file_system_or_another_takes_for_the_same() -> None:
    assert folded("Stra\u00dfe/E\u0301.html") == folded("STRASSE/\u00e9.html")
    assert folded("a.html") != folded("b.html")
