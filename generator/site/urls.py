"""A publication's settings to the addresses of its pages, and an address to the file that answers it."""

import re
from datetime import datetime
from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo

from generator.settings import Settings

_SAFE = "/-._~!$&'()*+,;=:@"
_PLAIN = re.compile(r"[A-Za-z0-9/._-]*\Z")


class Urls:
    """The addresses of one publication: root-relative, percent-encoded, with the prefix of its `url`."""

    def __init__(self, settings: Settings) -> None:
        self._prefix = settings.prefix
        self._permalink = settings.permalink
        self._zone = ZoneInfo(settings.timezone)
        parts = urlsplit(settings.url)
        self._origin = f"{parts.scheme}://{parts.netloc}"

    def to(self, address: str) -> str:
        """The root-relative URL of a decoded address such as `/tags/nato/`."""
        whole = self._prefix + address
        return whole if _PLAIN.match(whole) else quote(whole, safe=_SAFE)

    def absolute(self, url: str) -> str:
        """The absolute form of a root-relative URL."""
        return self._origin + url if url.startswith("/") else url

    def article(self, slug: str, date: datetime) -> str:
        """The decoded address of an article; `date` is an instant, the permalink takes it in the site's time zone."""
        if self._permalink == "/{slug}/":
            return f"/{slug}/"
        local = date.astimezone(self._zone)
        return self._permalink.format(slug=slug, year=f"{local:%Y}", month=f"{local:%m}", day=f"{local:%d}")

    def home(self, number: int = 1) -> str:
        """The decoded address of a page of the front page's list, from 1."""
        return _numbered("/", number)

    def tag(self, slug: str, number: int = 1) -> str:
        """The decoded address of a page of a tag, from 1."""
        return _numbered(f"/tags/{slug}/", number)

    def author(self, author: str, number: int = 1) -> str:
        """The decoded address of a page of an author, from 1."""
        return _numbered(f"/authors/{author}/", number)

    def year(self, year: int) -> str:
        """The decoded address of a year of the archive."""
        return f"/archive/{year}/"

    def decoded(self, url: str) -> str:
        """The decoded address of a root-relative URL, with or without the prefix; one outside it as it is."""
        address = normalize("NFC", unquote(url) if "%" in url else url)
        if not self._prefix:
            return address
        if address == self._prefix:
            return "/"
        return address.removeprefix(self._prefix) if address.startswith(self._prefix + "/") else address


def file_of(address: str) -> str:
    """The file, below the output folder, that answers a decoded address."""
    path = address.lstrip("/")
    return path + "index.html" if not path or path.endswith("/") else path


def folded(path: str) -> str:
    """What two paths share that one file system or another takes for the same."""
    return normalize("NFC", path).casefold()


def _numbered(first: str, number: int) -> str:
    return first if number == 1 else f"{first}page/{number}/"
