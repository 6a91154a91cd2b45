"""What speaks against a deploy: of the output on this side, and of the target on the other; pure."""

from collections.abc import Collection, Iterator

from msgspec import Struct

from generator.build.current import Current
from generator.deploy.host import There
from generator.deploy.plan import Plan

MOST_GONE = 100
MOST_GONE_OF_ALL = 0.2
_NAMED = 3


class Refusal(Struct, frozen=True, kw_only=True):
    """A reason not to deploy."""

    message: str
    hint: str
    may_be_overruled: bool = False
    """Whether `--yes`, after reading the plan, is enough."""


def against_output(current: Current) -> Iterator[Refusal]:
    """What speaks against sending an output folder."""
    manifest = current.output.manifest
    build = "run byline build"
    if manifest is None:
        yield Refusal(message="there is no site here", hint=build)
        return
    if manifest.state != "finished":
        yield Refusal(message="the last build was not finished", hint=build)
    if manifest.drafts:
        yield Refusal(message="built with drafts", hint=f"{build} without --drafts")
    if manifest.future:
        yield Refusal(message="built with scheduled pieces", hint=f"{build} without --future")
    if manifest.site != current.settings.url:
        message = f"built for {manifest.site}, while the site is {current.settings.url}"
        yield Refusal(message=message, hint=f"{build} without --url")
    if not any(path.endswith(".html") for path in manifest.paths):
        yield Refusal(message="the site is empty", hint=build)
    elsewise = manifest.state != "finished" or manifest.drafts or manifest.future
    if current.behind and not elsewise and manifest.site == current.settings.url:
        message = f"older than the content: a build would change {_listed(current.behind)}"
        yield Refusal(message=message, hint=build)


def against_target(
    plan: Plan, there: There, *, site: str, seen: Collection[str], place: str, name: str
) -> Iterator[Refusal]:
    """What speaks against deploying to a target; `seen` is how this side last left it."""
    if there.manifest is not None and there.manifest.site != site:
        known = there.id in seen
        move = "if the site has moved, read byline deploy --plan, then add --yes"
        yield Refusal(
            message=f"{place} holds another site, {there.manifest.site or 'which does not say its address'}",
            hint=move if known else f"look at deploy.{name}, or empty the target",
            may_be_overruled=known,
        )
    if seen and there.id not in seen:
        yield Refusal(
            message=f"somebody else deployed to {place} since this side last did",
            hint="get their changes and build; or read byline deploy --plan, then add --yes",
            may_be_overruled=True,
        )
    elif not seen and there.manifest is not None and there.manifest.state != "finished":
        yield Refusal(
            message=f"a deploy to {place} from elsewhere is under way, or was interrupted",
            hint="wait for it; or read byline deploy --plan, then add --yes",
            may_be_overruled=True,
        )
    if plan.in_the_way:
        yield Refusal(
            message=f"{place} has files that Byline did not put there, where files of the site must go: "
            f"{_listed(plan.in_the_way)}",
            hint="move them away; what belongs in the site goes into content/root/",
        )
    if len(plan.gone) > MOST_GONE or len(plan.gone) > MOST_GONE_OF_ALL * len(plan.before):
        yield Refusal(
            message=f"{len(plan.gone):,} of {len(plan.before):,} files would be deleted from {place}",
            hint="read byline deploy --plan, then add --yes",
            may_be_overruled=True,
        )


def _listed(paths: Collection[str]) -> str:
    few = list(paths)[:_NAMED]
    more = f" and {len(paths) - _NAMED:,} more" if len(paths) > _NAMED else ""
    return ", ".join(few) + more
