"""What is to stand on a target and what stands there to what must be done; pure."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from generator.deploy.goal import Goal, Parcel
from generator.deploy.host import UNKNOWN, Found


class Plan(Struct, frozen=True, kw_only=True):
    """What a deploy has to do."""

    new: tuple[Parcel, ...]
    changed: tuple[Parcel, ...]
    gone: tuple[str, ...]
    in_the_way: tuple[str, ...]
    """Where a file is to go, and something stands that Byline did not put there."""
    obstacles: tuple[str, ...]
    """Those of `gone` that must go first: a file where a folder is to be, or the other way round."""
    before: Mapping[str, str]
    """What Byline had put there: path to digest."""

    @property
    def is_empty(self) -> bool:
        """Whether the target is already what it should be."""
        return not (self.new or self.changed or self.gone)

    @property
    def sent(self) -> tuple[Parcel, ...]:
        """Every file that travels."""
        return (*self.new, *self.changed)

    @property
    def size(self) -> int:
        """Bytes to send."""
        return sum(parcel.size for parcel in self.sent)


def asked(goal: Goal, before: Mapping[str, str]) -> list[Parcel]:
    """The files of which one must look what stands in their place: new ones, and those nobody is sure of."""
    return [parcel for path, parcel in goal.parcels.items() if before.get(path, UNKNOWN) == UNKNOWN]


def plan(goal: Goal, before: Mapping[str, str], found: Mapping[str, Found]) -> Plan:
    """What must be done; `before` is what the target's manifest lists, `found` what stands where that is not enough."""
    new: list[Parcel] = []
    changed: list[Parcel] = []
    in_the_way: list[str] = []
    for path, parcel in sorted(goal.parcels.items()):
        known, here = before.get(path), found.get(path)
        if known == parcel.digest or here is Found.SAME:
            continue
        if known is None and here is Found.OTHER:
            in_the_way.append(path)
        elif known is None or (known == UNKNOWN and here is None):
            new.append(parcel)
        else:
            changed.append(parcel)
    gone = sorted(before.keys() - goal.parcels.keys())
    return Plan(
        new=tuple(new),
        changed=tuple(changed),
        gone=tuple(gone),
        in_the_way=tuple(in_the_way),
        obstacles=_obstacles(gone, [parcel.path for parcel in new]),
        before=before,
    )


def _obstacles(gone: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    files = set(new)
    folders = {above for path in new for above in _above(path)}
    return tuple(path for path in gone if path in folders or not files.isdisjoint(_above(path)))


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]


def meanwhile(plan: Plan) -> dict[str, str]:
    """What may stand there while the plan is carried out; whatever it touches is unknown."""
    touched = {parcel.path for parcel in plan.sent} | set(plan.gone)
    return {**plan.before, **dict.fromkeys(touched, UNKNOWN)}


def arrived(plan: Plan, goal: Goal) -> dict[str, str]:
    """What may stand there when everything has been sent and nothing deleted."""
    return {**dict.fromkeys(plan.gone, UNKNOWN), **{path: parcel.digest for path, parcel in goal.parcels.items()}}
