"""A date as people write it to an instant in UTC."""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from generator.notation import Fields, Scalar, clip

HINT = "write it as 2024-05-17 or 2024-05-17 09:30"

_DATE = re.compile(
    r"(?P<year>\d{4})(?P<dash>[-/])(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})"
    r"(?:(?:[Tt]|[ \t]+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"(?:[ \t]*(?P<zone>[Zz]|UTC|GMT|(?:UTC|GMT)?(?P<sign>[+\-−])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?))?)?",
    re.ASCII,
)
_EXACT = re.compile(r"[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
"""The form that programs write."""

_FIRST_YEAR, _LAST_YEAR = 1000, 9998


class NotADateError(ValueError):
    """A text that names no instant; its argument says how to write one."""


def instant(text: str, zone: tzinfo) -> datetime:
    """The instant that a date, or a date with a time, names; without a zone of its own it is in `zone`.

    A time that a clock change skips is taken as if the clock had not changed; one that occurs twice is the first.
    Fractions of a second are dropped. Raises NotADateError.
    """
    if _EXACT.fullmatch(text) and not text.startswith("9999"):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass  # and the rest tells what is wrong
    found = _DATE.fullmatch(text.strip())
    if found is None:
        raise NotADateError(HINT)
    year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    hour, minute, second = int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0)
    if reason := _impossible(year, month, day, hour, minute, second):
        raise NotADateError(f"{reason}; {HINT}")
    own = zone if found["zone"] is None else _offset(found["sign"], found["hours"], found["minutes"])
    return datetime(year, month, day, hour, minute, second, tzinfo=own).astimezone(UTC)


def read_instant(fields: Fields, key: str, zone: tzinfo) -> datetime | None:
    """The instant under a key; None where there is none, or none that can be read, which is told."""
    value = fields.scalar(key)
    return instant_of(value, fields, key, zone) if value is not None else None


def instant_of(value: Scalar, fields: Fields, key: str, zone: tzinfo) -> datetime | None:
    try:
        return instant(value.text, zone)
    except NotADateError as error:
        fields.wrong(key, f"is '{clip(value.text)}', which is not a date", hint=str(error))
        return None


def zone_of(name: str) -> tzinfo:
    """The time zone that settings name; they have checked it."""
    return UTC if name in ("UTC", "Etc/UTC", "Z") else ZoneInfo(name)


def _impossible(year: int, month: int, day: int, hour: int, minute: int, second: int) -> str:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return f"years go from {_FIRST_YEAR} to {_LAST_YEAR}"
    if not 1 <= month <= 12:
        return "months go from 1 to 12"
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        return f"that month has {days} days"
    if hour > 23:
        return "hours go from 0 to 23"
    return "minutes and seconds go from 0 to 59" if minute > 59 or second > 59 else ""


def _offset(sign: str | None, hours: str | None, minutes: str | None) -> tzinfo:
    if sign is None or hours is None:
        return UTC
    length = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if length >= timedelta(hours=24) or int(minutes or 0) > 59:
        raise NotADateError(f"a zone is at most 24 hours away; {HINT} +01:00")
    return timezone(length if sign == "+" else -length)
