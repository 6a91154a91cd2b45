"""Ways for Byline to be a little wrong: each patches its code so that one dependency is overlooked."""

import os
from collections.abc import Callable
from datetime import timedelta
from os.path import lexists
from types import ModuleType
from typing import Any

import pytest
from msgspec import msgpack
from msgspec.structs import replace

from generator.build import edited, ready, retouch, site, start
from generator.engine import output, publish, store
from generator.engine.digest import digest_bytes
from generator.engine.ledger import Ledger
from generator.engine.output import Fresh
from generator.model import Job, Page, Piece
from generator.source import intake, scan
from generator.source.scan import Scan
from generator.theme import asked, assets, bind, environment, mentions, study
from generator.theme.bind import Binder
from tests.proof.bench import NOW

Patch = pytest.MonkeyPatch
Harm = Callable[[Patch], None]


def forgets(name: str) -> Harm:
    """A page's fingerprint says nothing of one name."""

    def harm(patch: Patch) -> None:
        real = Binder.bind

        def bind(self: Binder, page: Page) -> Job:
            job = real(self, page)
            parts = "".join(f"{key} {digest}\n" for key, digest in sorted(job.digests.items()) if key != name)
            return replace(job, fingerprint=digest_bytes(f"{job.maker} {job.template}\n{parts}".encode()))

        patch.setattr(Binder, "bind", bind)

    harm.__name__ = f"forgets {name}"
    return harm


def blind(name: str, blank: Callable[[Any], Any]) -> Harm:
    """A page's fingerprint is that of a page which holds something else under a name."""

    def harm(patch: Patch) -> None:
        real = Binder.bind
        values: list[object] = []  # keeps them alive, for they are remembered by identity

        def bind(self: Binder, page: Page) -> Job:
            if page.names.get(name) is None:
                return real(self, page)
            values.append(blanked := blank(page.names[name]))
            told = real(self, replace(page, names={**page.names, name: blanked}))
            return replace(real(self, page), fingerprint=told.fingerprint, parts=told.parts, prints=told.prints)

        patch.setattr(Binder, "bind", bind)

    return harm


def without(name: str, **fields: Any) -> Harm:
    """A page does not depend on some fields of what it holds under a name."""
    return blind(name, lambda value: replace(value, **fields))


def listing_without(**fields: Any) -> Harm:
    """A listing does not depend on some fields of its cards."""
    return blind("listing", lambda cards: tuple(replace(card, **fields) for card in cards))


def listing_unordered(patch: Patch) -> None:
    """A listing does not depend on its order."""
    blind("listing", lambda cards: tuple(sorted(cards, key=lambda card: card.slug)))(patch)


def card_without(**fields: Any) -> Harm:
    """An article's page does not depend on some fields of its card."""
    return blind("article", lambda kept: replace(kept, card=replace(kept.card, **fields)))


def feed_without_texts(patch: Patch) -> None:
    """A feed depends on cards only, whatever it shows."""
    blind("feed", lambda feed: replace(feed, entries=tuple(getattr(entry, "card", entry) for entry in feed.entries)))(
        patch
    )


def edition_without(**fields: Any) -> Harm:
    """The edition does not depend on some settings."""

    def harm(patch: Patch) -> None:
        real = ready.edition_of
        patch.setattr(ready, "edition_of", lambda theme, settings: real(theme, replace(settings, **fields)))

    return harm


def unread(drop: Callable[[str], bool]) -> Harm:
    """The digest of a page's templates leaves some of them out."""

    def harm(patch: Patch) -> None:
        real = study._studied

        def studied(theme: Any, key: str, **given: Any) -> Any:
            found = real(theme, key, **given)
            reads = {
                name: replace(
                    read,
                    digest=digest_bytes(
                        repr([theme.templates[each].text for each in read.templates if not drop(each)]).encode()
                    ),
                )
                for name, read in found.reads.items()
            }
            return replace(found, reads=reads)

        patch.setattr(study, "_studied", studied)

    return harm


def edition_without_plugins(patch: Patch) -> None:
    """The edition does not depend on plugins."""
    real = site.bound

    def bound(surveyed: Any, **rest: Any) -> Any:
        plugins = replace(surveyed.settled.plugins, digest="")
        return real(replace(surveyed, settled=replace(surveyed.settled, plugins=plugins)), **rest)

    patch.setattr(site, "bound", bound)


def shortcut_without(
    *, roles: tuple[str, ...] = (), flags: tuple[str, ...] = (), **settled: Callable[[Any], Any]
) -> Harm:
    """The shortcut for an unchanged project overlooks files of some roles, flags of the moment, or what is settled."""

    def harm(patch: Patch) -> None:
        real = start.token

        def token(request: Any, found: Any, scanned: Scan) -> str:
            seen = Scan(tuple(source for source in scanned.sources if source.role not in roles), scanned.problems)
            moment = replace(request.moment, **dict.fromkeys(flags, False))
            blank = {name: change(getattr(found, name)) for name, change in settled.items()}
            return real(replace(request, moment=moment), replace(found, **blank), seen)

        patch.setattr(start, "token", token)

    return harm


def no_until(patch: Patch) -> None:
    """The shortcut does not know when the site changes by itself."""
    real = site.remember
    patch.setattr(site, "remember", lambda *given, since, until: real(*given, since=since, until=None))


def no_since(patch: Patch) -> None:
    """The shortcut does not know since when the site is as it is."""
    real = site.remember
    early = NOW - timedelta(days=10_000)
    patch.setattr(site, "remember", lambda *given, since, until: real(*given, since=early, until=until))


def hint_without(*names: str) -> Harm:
    """Files are taken for unchanged without a look at some of what `stat` tells."""

    def harm(patch: Patch) -> None:
        kept = [name for name in ("st_mtime_ns", "st_ctime_ns", "st_size", "st_ino") if name not in names]
        patch.setattr(scan, "hint_of", lambda stat, now: " ".join(str(getattr(stat, name)) for name in kept))

    return harm


def reading_without(field: str) -> Harm:
    """What is known of a file does not depend on one thing of how it was read."""

    def key(data: bytes) -> str:
        told = msgpack.decode(data)
        del told[field]
        return digest_bytes(msgpack.encode(told))

    def harm(patch: Patch) -> None:
        patch.setattr(intake, "digest_bytes", key)

    harm.__name__ = f"reading without {field}"
    return harm


def named_templates_only(patch: Patch) -> None:
    """A template that is chosen while rendering is none that a page depends on."""
    real = study._studied

    def studied(theme: Any, key: str, **given: Any) -> Any:
        found = real(theme, key, **given)
        reads = {name: replace(read, digest=_digest_of(theme, name)) for name, read in found.reads.items()}
        return replace(found, reads=reads)

    def _digest_of(theme: Any, name: str) -> str:
        text: str = theme.templates[name].text
        return digest_bytes(text.encode())

    patch.setattr(study, "_studied", studied)


def named_assets_only(patch: Patch) -> None:
    """An asset whose name is worked out while rendering is none that a page depends on."""
    real = bind._assets

    def told(theme: Any, read: Any) -> str:
        return real(theme, read if read.assets is not None else replace(read, assets=frozenset()))

    patch.setattr(bind, "_assets", told)


def one_study(patch: Patch) -> None:
    """What is known of a theme does not depend on the theme."""
    patch.setattr(study, "digest_bytes", lambda data: "the same")


def one_code(patch: Patch) -> None:
    """What a template was compiled to does not depend on the template."""
    patch.setattr(environment, "digest_bytes", lambda data: "the same")


def deaf_mentions(word: str) -> Harm:
    """Trimming believes that no template asks for a word."""

    def harm(patch: Patch) -> None:
        real = mentions.mentions

        def told(*given: Any, **more: Any) -> Any:
            found = real(*given, **more)
            return found - {word} if found is not None else None

        patch.setattr(mentions, "mentions", told)

    return harm


def deaf_asked(word: str) -> Harm:
    """Trimming believes that no template asks a neighbour's card for a word."""

    def harm(patch: Patch) -> None:
        real = asked.asked
        patch.setattr(
            asked,
            "asked",
            lambda *given, **more: {name: words - {word} for name, words in real(*given, **more).items()},
        )

    return harm


def fewer_names(name: str) -> Harm:
    """A page is not handed a name that its templates read."""

    def harm(patch: Patch) -> None:
        real = study._studied

        def studied(theme: Any, key: str, **given: Any) -> Any:
            found = real(theme, key, **given)
            return replace(
                found, reads={each: replace(read, names=read.names - {name}) for each, read in found.reads.items()}
            )

        patch.setattr(study, "_studied", studied)

    return harm


def blind_fresh(look: Callable[[str, str], bool]) -> Harm:
    """Claims on the output hold as long as `look(place, hint)` thinks so."""

    def harm(patch: Patch) -> None:
        def fresh(claims: Any, found: Any) -> Fresh:
            held = {path: claim for path, claim in claims.items() if look(f"{found.folder}/{path}", claim.hint)}
            return Fresh(claims=held, renewed=(), strangers=())

        patch.setattr(site, "fresh", fresh)
        patch.setattr(start, "_found", lambda claims, aside: fresh(claims, aside.asked.output))

    return harm


def same_size(place: str, hint: str) -> bool:
    if not lexists(place):
        return False
    stat = os.lstat(place)
    return not hint or hint.split()[::2] == [str(stat.st_mtime_ns), str(stat.st_size)]


def late_withdrawal(patch: Patch) -> None:
    """Claims are withdrawn only when new ones are made, and what lies in the output is not looked at again."""
    patch.setattr(Ledger, "withdraw", lambda self, paths: None)
    patch.setattr(output, "holds", lambda place, digest: True)


def no_building(patch: Patch) -> None:
    """The manifest does not say what a build is about to place."""
    real = publish._declare

    def declare(manifest: Any, **rest: Any) -> None:
        if manifest.state == "finished":
            real(manifest, **rest)
        else:
            rest["files"].make_folder(rest["output"].folder)

    patch.setattr(publish, "_declare", declare)


def unclaimed(patch: Patch) -> None:
    """A new output comes without a manifest."""

    def found(_building: Any, *, output: Any, stage: Any, files: Any) -> None:
        files.rename(f"{stage.folder}/new", output.folder)

    patch.setattr(publish, "_found", found)


def believing_store(patch: Patch) -> None:
    """What lies in the store is believed, whatever it is."""

    def pick_up(self: store.Store, key: str, spot: store.Spot) -> bytes:
        data = self._read(spot)
        if data is None:
            raise store.Lost(key)
        return data

    patch.setattr(store.Store, "pick_up", pick_up)


def no_sweep(patch: Patch) -> None:
    """What no page makes any more stays in the output."""
    patch.setattr(publish, "_remove", lambda *given: None)


def sheet_named_alone(patch: Patch) -> None:
    """A stylesheet's name does not depend on the files it names."""
    patch.setattr(assets, "_digest_of", lambda name, raw, refers: raw[name])


def one_version(patch: Patch) -> None:
    """A ledger is trusted whatever version kept it."""
    patch.setattr(start, "versions", lambda: "byline 0.0.1")


def output_unseen(patch: Patch) -> None:
    """The shortcut does not look at the output."""
    patch.setattr(start, "holds", lambda *given: True)


def result_kept(patch: Patch) -> None:
    """The shortcut remembers the last finished build while another one publishes."""
    for place in (site, retouch):
        patch.setattr(place, "forget", lambda ledger: None)


def retouching(place: ModuleType, name: str, answer: Any) -> Harm:
    """Where one text was edited, one look at what may follow from it is not taken."""

    def harm(patch: Patch) -> None:
        patch.setattr(place, name, answer)

    return harm


def only_pieces(old: Any, new: Any) -> bool:
    return isinstance(old, Piece) and isinstance(new, Piece)


def whatever_it_refers_to(old: Any, new: Any) -> bool:
    return only_pieces(old, new) and REALLY_ALIKE(replace(old, refs=()), replace(new, refs=()))


REALLY_ALIKE = edited._is_alike
