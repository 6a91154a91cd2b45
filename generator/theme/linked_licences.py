"""A picture's licence as an editor writes it to the properties that name it; Creative Commons is known by its name."""

import re
from typing import Any

_CC = re.compile(r"CC[ -](BY(?:-NC)?(?:-(?:SA|ND))?)[ -](\d\.\d)(?: ([A-Z]{2,4}))?\Z", re.IGNORECASE)
_ZERO = re.compile(r"CC0(?:[ -](1\.0))?\Z", re.IGNORECASE)


def licence(written: str) -> dict[str, Any]:
    """`license` as an address where it is one or stands for one; else `copyrightNotice`."""
    written = written.strip()
    if not written:
        return {}
    if written.startswith(("https://", "http://")):
        return {"license": written}
    if _ZERO.match(written):
        return {"license": "https://creativecommons.org/publicdomain/zero/1.0/"}
    known = _CC.match(written)
    if known is None:
        return {"copyrightNotice": written}
    ported = f"{known[3].lower()}/" if known[3] and known[3].lower() not in ("intl", "int") else ""
    return {"license": f"https://creativecommons.org/licenses/{known[1].lower()}/{known[2]}/{ported}"}
