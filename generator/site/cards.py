"""Pieces to their cards, and to all that their pages need."""

from functools import lru_cache
from zoneinfo import ZoneInfo

from generator.model import Byline, Card, Html, Person, Picture, Piece, Plate
from generator.settings import Settings
from generator.site.authorship import Authorship
from generator.site.finder import Finder
from generator.site.inventory import Stock, remark_ids
from generator.site.language import Say, direction
from generator.site.library import Filed
from generator.site.people import byline, reply_keys
from generator.site.targets import Base
from generator.site.terms import Terms
from generator.site.urls import Urls


class Cards:
    """Makes the cards of one publication's pieces."""

    def __init__(
        self, settings: Settings, *, urls: Urls, tags: Terms, authorship: Authorship, finder: Finder, say: Say
    ) -> None:
        self._settings = settings
        self._zone = ZoneInfo(settings.timezone)
        self._urls = urls
        self._tags = tags
        self._authorship = authorship
        self._finder = finder
        self._say = lru_cache(maxsize=None)(say)
        self._publication = (Byline(name=settings.publisher.name or settings.title, url=urls.to("/")),)
        self._names: dict[tuple[Byline, ...], tuple[Byline, ...]] = {}
        """Each by itself: many pieces are by the same, and their cards then hold the very same names."""
        self._words: dict[str, str] = {}
        """Kinds and languages, likewise."""

    def filed(self, piece: Piece, held: Stock) -> Filed:
        """A piece with its card and what its references lead to; what leads nowhere is told."""
        address = self._urls.article(piece.slug, piece.date)
        base = Base(piece.path, address)
        self._authorship.check(piece)
        self._finder.pieces(piece, base)
        persons = self._authorship.of(piece, base)
        sidecar = held.sidecars.get(piece.path)
        status = piece.comments or self._settings.comments.status
        lang = piece.lang or self._settings.language
        card = Card(
            url=self._urls.to(address),
            slug=_anew(piece.slug),
            title=Html(_anew(piece.title.html)),
            kind=self._words.setdefault(piece.kind, piece.kind),
            kind_label=self._settings.kinds.get(piece.kind) or self._say(lang, f"kind.{piece.kind}"),
            date=piece.date.astimezone(self._zone),
            updated=piece.updated.astimezone(self._zone) if piece.updated else None,
            authors=self._named(persons),
            tags=self._tags.of(piece.tags),
            summary=Html(_anew(piece.summary.html)),
            image=self._picture(piece.image, base) if piece.image else None,
            words=piece.words,
            minutes=piece.minutes,
            comments=0 if status == "hidden" else len(remark_ids(piece, sidecar)),
            lang=self._words.setdefault(lang, lang),
            dir=direction(lang),
            featured=piece.featured,
            series=piece.series,
        )
        return Filed(
            piece=piece,
            card=card,
            persons=persons,
            address=address,
            sidecar=sidecar,
            comments=status,
            links=self._finder.links(piece.refs, base),
            reply_keys=reply_keys(piece.credits, held.profiles),
        )

    def _named(self, persons: tuple[Person, ...]) -> tuple[Byline, ...]:
        names = tuple(byline(whole) for whole in persons) or self._publication
        return self._names.setdefault(names, names)

    def _picture(self, plate: Plate, base: Base) -> Picture:
        answer = self._finder.picture(plate.src, plate.mark, base)
        return Picture(
            url=answer.url,
            alt=plate.alt,
            width=answer.width,
            height=answer.height,
            caption=plate.caption,
            credit=plate.credit,
            license=plate.license,
            srcset=answer.srcset,
        )


def _anew(text: str) -> str:
    """The same text once more, beside those of other cards and not among all that was read of its piece: workers who
    look at many cards come to hold a copy of every page of memory that one lies on.
    """
    return (text + " ")[:-1]
