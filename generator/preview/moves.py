"""The pages of two editions to where those of the first that are gone lie in the second."""

from collections.abc import Mapping

from generator.model import Job, KeptArticle, KeptText


def moves(before: Mapping[str, Job], after: Mapping[str, Job]) -> dict[str, str]:
    """Paths that are gone, to those of the same piece: made from the same file, or with the same text or title."""
    gone = [job for path, job in before.items() if path not in after and job.maker == "template" and job.source]
    if not gone:
        return {}
    new = [job for path, job in after.items() if path not in before and job.maker == "template" and job.source]
    found = {}
    for job in gone:
        heir = _heir(job, new)
        if heir:
            found[job.path] = heir.path
    return found


def _heir(gone: Job, new: list[Job]) -> Job | None:
    kin = [job for job in new if job.template == gone.template]
    for same in (_source, _text, _title):
        mine = same(gone)
        heir = next((job for job in kin if mine and same(job) == mine), None)
        if heir:
            return heir
    return None


def _source(job: Job) -> str:
    return job.source


def _text(job: Job) -> str:
    kept = _kept(job)
    return kept.content if kept else ""


def _title(job: Job) -> str:
    kept = _kept(job)
    return str(kept.card.title if isinstance(kept, KeptArticle) else kept.title) if kept else ""


def _kept(job: Job) -> KeptArticle | KeptText | None:
    held = job.held.get("article") or job.held.get("content")
    return held if isinstance(held, KeptArticle | KeptText) else None
