"""A publication's settings to the digest of all that its pages depend on without holding it."""

from msgspec import msgpack

from generator.engine.digest import digest_bytes
from generator.sentences import LANGUAGES, sentences_file
from generator.settings import Settings
from generator.theme.templates import Theme


def edition_of(theme: Theme, settings: Settings) -> str:
    """The digest of all that a page may depend on besides what it holds, its templates and the static files it names.

    The theme's options are not part of it, for a page holds them as `theme`; nor are plugins, nor the versions of
    Byline and its libraries: what was made with others is not remembered at all.
    """
    parts = (
        theme.chain,
        settings.url,
        settings.language,
        settings.timezone,
        sorted(settings.text.items()),
        [sentences_file(language) for language in LANGUAGES],
    )
    return digest_bytes(msgpack.encode(parts))
