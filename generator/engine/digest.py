"""Values in, short names for them out: equal digests mean that nobody could tell the values apart."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from types import NoneType, UnionType
from typing import Literal, Union, get_args, get_origin

from msgspec import Struct, msgpack, structs

from generator.engine.generations import Generations

SIZE = 16
"""Bytes of a digest; it is shown as twice as many hexadecimal digits."""

_DIGITS = 2 * SIZE

_RECENT = 1024
"""Values met lately: what every page holds stays, and what one holds goes."""

_SHORT = 32
"""Tuples of no more shared Structs than this are seldom met twice, and sooner digested than remembered."""

_LASTING = (tuple, NoneType, Mapping)
"""What is not a Struct and sooner remembered than digested again."""

_LARGEST = 2**63
_SCALARS = (str, int, float, bool, bytes, NoneType, datetime)


def digest_bytes(data: bytes) -> str:
    """The first half of SHA-256 of the bytes, in hexadecimal digits: processors have instructions for it."""
    return sha256(data).hexdigest()[:_DIGITS]


class Digests:
    """Digests of frozen values. Those of `shared` types are taken once; of others, the ones met lately are remembered.

    A value that is changed after it was digested keeps its old digest: hand it frozen values. The order of a mapping
    counts, since a template can see it; that of a set does not.
    """

    def __init__(self, shared: tuple[type[Struct], ...] = ()) -> None:
        self._shared_types = shared
        self._shared: dict[int, tuple[object, str]] = {}
        self._lately = Generations[tuple[object, str]](_RECENT)

    def of(self, value: object) -> str:
        """The digest of a value: texts, numbers, instants, Structs, and tuples, lists, sets and mappings of such."""
        if type(value) in self._shared_types:
            return self._of_shared(value)
        is_many = type(value) is tuple and bool(value) and type(value[0]) in self._shared_types
        if isinstance(value, tuple) and is_many and len(value) <= _SHORT:
            return self._of_many(value)
        known = self._lately.recall(id(value))
        if known is not None:
            return known[1]
        if isinstance(value, Struct):
            digest = self._of_struct(value)
        elif isinstance(value, tuple) and is_many:
            digest = self._of_many(value)
        else:
            digest = digest_bytes(b"\0" + _encode(self._parts(value)))
            if not isinstance(value, _LASTING):
                return digest
        self._lately.keep(id(value), (value, digest))
        return digest

    def _of_shared(self, value: object) -> str:
        known = self._shared.get(id(value))
        if known is None:
            assert isinstance(value, Struct)
            known = self._shared[id(value)] = (value, self._of_struct(value))
        return known[1]

    def _of_many(self, values: tuple[object, ...]) -> str:
        """Of a tuple that begins with a shared Struct; most such tuples hold nothing else."""
        return digest_bytes(b"\1" + "".join(map(self.of, values)).encode())

    def _of_struct(self, value: Struct) -> str:
        plan = _plan(type(value))
        if plan.whole:
            return digest_bytes(plan.name + _encode(value))
        flat = plan.flat(value) if plan.flat else ()
        parts = [self._parts(getattr(value, name)) for name in plan.parts]
        return digest_bytes(plan.name + _encode((flat, parts)))

    def _parts(self, value: object) -> object:
        """The value as plain lists whose first entry tells what each was, with Structs standing by their digests."""
        kind = type(value)
        if value is None or kind in (str, bool, float, bytes):
            return value
        if isinstance(value, Struct):
            return ["struct", self.of(value)]
        if kind is int:
            assert isinstance(value, int)
            return value if -_LARGEST <= value < _LARGEST else ["int", str(value)]
        if kind is tuple or kind is list:
            assert isinstance(value, tuple | list)
            return [kind.__name__, *map(self._parts, value)]
        if isinstance(value, Mapping):
            return ["map", *([self._parts(key), self._parts(held)] for key, held in value.items())]
        if isinstance(value, AbstractSet):
            return ["set", *sorted(_encode(self._parts(held)) for held in value)]
        return _odd(value)


class _Plan(Struct, frozen=True):
    """How to encode one type of Struct."""

    name: bytes
    whole: bool
    """Its fields say exactly what they hold, so that it can be encoded at one go."""
    flat: Callable[[object], object] | None
    """Takes the fields of which that is true."""
    parts: tuple[str, ...]
    """The others, taken apart value by value."""


@lru_cache(maxsize=256)
def _plan(kind: type[Struct]) -> _Plan:
    fields = structs.fields(kind)
    flat = [field.name for field in fields if _is_flat(field.type, (kind,))]
    parts = tuple(field.name for field in fields if field.name not in flat)
    name = f"{kind.__module__}.{kind.__qualname__}".encode() + b"\0"
    return _Plan(name=name, whole=not parts, flat=attrgetter(*flat) if flat else None, parts=parts)


def _is_flat(annotation: object, above: tuple[object, ...]) -> bool:
    """Whether the annotation leaves no doubt about what a value under it is."""
    if annotation in _SCALARS:
        return True
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return True
    if origin in (Union, UnionType):
        structures = [part for part in inner if _is_struct(part)]
        return len(structures) <= 1 and all(_is_flat(part, above) for part in inner)
    if origin is tuple:
        return all(part is Ellipsis or _is_flat(part, above) for part in inner)
    if origin is list or origin is dict:
        return all(_is_flat(part, above) for part in inner)
    if isinstance(annotation, type) and issubclass(annotation, Struct):
        if annotation in above:
            return True
        return all(_is_flat(field.type, (*above, annotation)) for field in structs.fields(annotation))
    return False


def _is_struct(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Struct)


def _odd(value: object) -> object:
    if isinstance(value, datetime):
        return ["instant", value.isoformat(), str(value.tzinfo), value.fold]
    if isinstance(value, date | time):
        return [type(value).__name__, value.isoformat()]
    if isinstance(value, str):
        return [f"{type(value).__module__}.{type(value).__qualname__}", str(value)]
    raise TypeError(f"a {type(value).__name__} cannot be digested")


def _plain(value: object) -> object:
    """What a Struct's subclass may hold where its parent's field says otherwise."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, AbstractSet):
        return sorted(_encode(held) for held in value)
    raise TypeError(f"a {type(value).__name__} cannot be digested")


_encode = msgpack.Encoder(enc_hook=_plain).encode
