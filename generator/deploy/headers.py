"""A path to what readers are told of the file: its type, and how long they may keep it; pure."""

from generator.deploy.order import is_named_by_content, turn

_TEXTS = {
    "html": "text/html",
    "htm": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "mjs": "text/javascript",
    "json": "application/json",
    "xml": "application/xml",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "svg": "image/svg+xml",
    "vtt": "text/vtt",
    "ics": "text/calendar",
    "geojson": "application/geo+json",
    "webmanifest": "application/manifest+json",
}
"""Endings of files that are text, in UTF-8, to their types; RFC 9512 and IANA's registry of media types."""

_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/vnd.microsoft.icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "pdf": "application/pdf",
    "epub": "application/epub+zip",
    "zip": "application/zip",
    "gz": "application/gzip",
    "wasm": "application/wasm",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_FEEDS = {"feed.xml": "application/atom+xml", "feed.json": "application/feed+json"}

FOR_EVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=60"
AN_HOUR = "public, max-age=3600"


def _ending(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2].lower()


def is_text(path: str) -> bool:
    """Whether a file is text, which compresses well."""
    return _ending(path) in _TEXTS


def content_type(path: str) -> str:
    """The media type, with a charset where it is text."""
    ending = _ending(path)
    kind = _FEEDS.get(path.rpartition("/")[2]) or _TEXTS.get(ending)
    return f"{kind}; charset=utf-8" if kind else _TYPES.get(ending, "application/octet-stream")


def cache_control(path: str) -> str:
    """For ever where the name changes with the bytes; a minute for pages and what points to them; else an hour."""
    if is_named_by_content(path):
        return FOR_EVER
    return SHORT if turn(path) else AN_HOUR


def headers(path: str, *, encoding: str = "") -> dict[str, str]:
    """What a store of objects sends readers along with the file."""
    told = {"Content-Type": content_type(path), "Cache-Control": cache_control(path)}
    return {**told, "Content-Encoding": encoding} if encoding else told
