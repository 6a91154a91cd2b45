"""The publication's settings: the text of site.yaml to checked, frozen values."""

from generator.settings.addresses import (
    UnusableError,
    email_address,
    fediverse_handle,
    language_tag,
    link_address,
    permalink_pattern,
    site_address,
    time_zone,
)
from generator.settings.load import load_settings
from generator.settings.values import (
    FORM_FIELDS,
    KINDS,
    CardSettings,
    CommentSettings,
    Feeds,
    MenuEntry,
    PictureSettings,
    Publisher,
    Reading,
    Settings,
    Target,
    reading_of,
)

__all__ = [
    "FORM_FIELDS",
    "KINDS",
    "CardSettings",
    "CommentSettings",
    "Feeds",
    "MenuEntry",
    "PictureSettings",
    "Publisher",
    "Reading",
    "Settings",
    "Target",
    "UnusableError",
    "email_address",
    "fediverse_handle",
    "language_tag",
    "link_address",
    "load_settings",
    "permalink_pattern",
    "reading_of",
    "site_address",
    "time_zone",
]
