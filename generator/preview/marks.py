"""What the preview shows and readers would not get, to the word that marks it."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from generator.model import Job, Known, Piece, Standing
from generator.site.moment import Moment, appears, why_hidden


def marks(jobs: Iterable[Job], known: Mapping[str, Known], moment: Moment) -> dict[str, str]:
    """Paths of pages to their marks."""
    if not moment.drafts and not moment.future:
        return {}
    readers = replace(moment, drafts=False, future=False)
    hidden = {
        path: _mark(text, readers)
        for path, text in known.items()
        if isinstance(text, Piece | Standing) and why_hidden(text, readers)
    }
    return {job.path: hidden[job.source] for job in jobs if job.maker == "template" and job.source in hidden}


def _mark(text: Piece | Standing, moment: Moment) -> str:
    if text.draft or isinstance(text, Standing):
        return "Draft"
    return f"Scheduled for {moment.told(appears(text))}"
