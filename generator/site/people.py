"""Author files and guests to the names above and below a piece."""

from collections.abc import Mapping

from generator.model import Byline, Credit, Html, Link, Person, Picture, Profile, email_digest
from generator.names import initials


def person(profile: Profile, *, url: str, photo: Picture | None, bio: Html, count: int) -> Person:
    """An author in full, in no particular piece."""
    return Person(
        id=profile.id,
        name=profile.name,
        role=profile.role,
        url=url,
        photo=photo,
        initials=initials(profile.name),
        bio=bio,
        links=tuple(Link(label, address) for label, address in profile.links),
        website=profile.url,
        expertise=profile.expertise,
        location=profile.location,
        organization=profile.organization,
        fediverse=profile.fediverse,
        lang=profile.lang,
        count=count,
        extra=profile.extra,
    )


def guest(credit: Credit, *, photo: Picture | None) -> Person:
    """A guest author, who has no page."""
    return Person(
        name=credit.name,
        role=credit.role,
        photo=photo,
        initials=initials(credit.name),
        bio=credit.bio,
        website=credit.url,
    )


def byline(whole: Person) -> Byline:
    """What a listing shows of an author."""
    return Byline(
        id=whole.id, name=whole.name, role=whole.role, url=whole.url, photo=whole.photo, initials=whole.initials
    )


def reply_keys(names: tuple[Credit, ...], profiles: Mapping[str, Profile]) -> tuple[str, ...]:
    """By what an author's own reply is known: ids, and digests of e-mail addresses; sorted."""
    keys = set()
    for credit in names:
        profile = profiles.get(credit.id)
        keys.add(credit.id)
        email = profile.email if profile else credit.email
        if email:
            keys.add(email_digest(email))
    keys.discard("")
    return tuple(sorted(keys))
