"""The output folders that a project has published to, so that another publication's is not taken for its own."""

import os

from msgspec import DecodeError, ValidationError, msgpack

from generator.build.request import Request
from generator.engine.ledger import Ledger
from generator.engine.output import Output
from generator.errors import Usage

_KEY = "homes"


def refuse_anothers(output: Output, request: Request, ledger: Ledger, *, site: str) -> None:
    """Raises Usage where a publication at another address lies, unless in the project or published to before."""
    manifest = output.manifest
    if manifest is None or manifest.site in ("", site) or output.folder in _homes(ledger):
        return
    if output.folder.startswith(os.path.join(os.path.realpath(request.project), "")):
        return
    raise Usage(
        f"{output.folder} holds another publication, {manifest.site}, and this one is {site}; "
        "name another folder, or clear it"
    )


def remember_home(output: Output, ledger: Ledger) -> None:
    """Keep that this project publishes there, whatever its address will be."""
    homes = _homes(ledger)
    if output.folder not in homes:
        ledger.put_note(_KEY, msgpack.encode(sorted({*homes, output.folder})))


def _homes(ledger: Ledger) -> frozenset[str]:
    data = ledger.note(_KEY)
    try:
        return msgpack.decode(data, type=frozenset[str]) if data else frozenset()
    except (DecodeError, ValidationError):
        return frozenset()
