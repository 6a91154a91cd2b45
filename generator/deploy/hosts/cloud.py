"""A bucket of a store of objects: S3 and its kin, Google's, Azure's; each file is replaced whole, with its headers."""

import configparser
import gzip
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from generator.deploy.goal import Parcel
from generator.deploy.headers import headers, is_text
from generator.deploy.host import Earlier, Expect, Found, Sent, There
from generator.deploy.hosts.remote import somebody_else
from generator.deploy.secrets import secrets_in, without_secrets
from generator.engine.digest import digest_bytes
from generator.engine.files import Files, read
from generator.engine.manifest import NAME, read_manifest
from generator.errors import Fault, Usage
from generator.settings import Target

if TYPE_CHECKING:
    from obstore.store import ObjectStore, RetryConfig

_AT_ONCE = 16
"""Requests under way at any time."""

_MARK = "byline"
"""The name under which an object tells how it is listed in the manifest."""

_SAID = 300

_RETRIES: "RetryConfig" = {"max_retries": 4, "retry_timeout": timedelta(seconds=60)}
"""How long a request is tried again before it counts as failed."""

T = TypeVar("T")
R = TypeVar("R")


class Cloud:
    """A bucket that readers look into while it is written."""

    keeps = False
    at_once = False

    def __init__(
        self, store: "ObjectStore", *, place: str, encoding: str, secrets: Sequence[str], files: Files
    ) -> None:
        self.place = place
        self._store, self._encoding, self._secrets, self._files = store, encoding, tuple(secrets), files
        self._declared = ""
        self._expect: Expect = lambda _known_as: None

    def dress(self, path: str, digest: str) -> str:
        """Bytes and headers together: where either changes, the object is sent again."""
        told = headers(path, encoding=self._encoding_of(path))
        return digest_bytes(f"{digest} {sorted(told.items())}".encode())

    def standing(self) -> There:
        data = self._get(NAME)
        return There(digest_bytes(data), read_manifest(data)) if data is not None else There("", None)

    def compare(self, parcels: Sequence[Parcel]) -> dict[str, Found]:
        if not parcels:
            return {}
        with self._told("look into"):
            listed = {meta["path"] for batch in self._store.list() for meta in batch}
        met = [parcel for parcel in parcels if parcel.path in listed]
        marks = self._each(lambda parcel: self._mark(parcel.path), met)
        return {
            parcel.path: Found.SAME if mark == parcel.digest else Found.OTHER
            for parcel, mark in zip(met, marks, strict=True)
        }

    def fetch(self, paths: Collection[str], folder: str) -> None:
        def fetch(path: str) -> None:
            data = self._get(path)
            if data is not None:
                self._files.write(f"{folder}/{path}", data)

        list(self._each(fetch, paths))

    def begin(self, there: There, *, release: str, manifest: bytes, expect: Expect) -> None:
        self._expect = expect
        if self.standing().id != there.id:
            raise somebody_else(self.place)
        self._declare(manifest)

    def send(self, parcels: Sequence[Parcel], sent: Sent) -> None:
        for parcel in self._each(self._send, parcels):
            sent(parcel)

    def declare(self, manifest: bytes) -> None:
        if self.standing().id != self._declared:
            raise somebody_else(self.place)
        self._declare(manifest)

    def delete(self, paths: Sequence[str]) -> None:
        def delete(path: str) -> None:
            self._files.before("delete", path)
            with self._told("delete from"):
                try:
                    self._store.delete(path)
                except FileNotFoundError:
                    return

        list(self._each(delete, paths))

    def finish(self, manifest: bytes, *, words: str) -> None:
        self.declare(manifest)

    def earlier(self) -> Earlier | None:
        return None

    def put_back(self, earlier: Earlier, *, expect: Expect) -> None:
        raise Fault(f"{self.place} keeps no releases")

    def close(self) -> None:
        pass

    # ------------------------------------------------------------ how

    def _encoding_of(self, path: str) -> str:
        return self._encoding if self._encoding and is_text(path) else ""

    def _declare(self, manifest: bytes) -> None:
        self._expect(digest_bytes(manifest))
        told = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
        self._put(NAME, manifest, told)
        self._declared = digest_bytes(manifest)

    def _send(self, parcel: Parcel) -> Parcel:
        data, encoding = read(parcel.file), self._encoding_of(parcel.path)
        body = gzip.compress(data, 9, mtime=0) if encoding else data
        self._put(parcel.path, body, {**headers(parcel.path, encoding=encoding), _MARK: parcel.digest})
        return parcel

    def _put(self, path: str, data: bytes, told: Mapping[str, str]) -> None:
        self._files.before("put", path)
        with self._told("write to"):
            self._store.put(path, data, attributes=dict(told), use_multipart=False)

    def _get(self, path: str) -> bytes | None:
        """An object's bytes as they were before they were compressed; None where there is none."""
        with self._told("read from"):
            try:
                found = self._store.get(path)
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error) or "ContainerNotFound" in str(error):
                    raise
                return None
            data = bytes(found.bytes())
            return gzip.decompress(data) if found.attributes.get("Content-Encoding") == "gzip" else data

    def _mark(self, path: str) -> str:
        with self._told("look into"):
            try:
                return str(self._store.get(path, options={"head": True}).attributes.get(_MARK, ""))
            except FileNotFoundError:
                return ""

    def _each(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """Do a work for many at once, in order; when one fails, no more are begun, and those under way are ended."""
        todo = iter(items)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            waiting = [pool.submit(work, item) for item in islice(todo, _AT_ONCE)]
            try:
                while waiting:
                    done = waiting.pop(0)
                    yield done.result()
                    waiting += [pool.submit(work, item) for item in islice(todo, 1)]
            finally:
                for future in waiting:
                    future.cancel()

    @contextmanager
    def _told(self, verb: str) -> Iterator[None]:
        """Turn what goes wrong into a Fault, in one line and without secrets."""
        from obstore.exceptions import BaseError

        try:
            yield
        except (BaseError, OSError) as error:
            words = without_secrets(str(error).split("\n\nDebug source")[0], self._secrets)
            raise Fault(f"cannot {verb} {self.place}: {' '.join(words.split())[:_SAID]}") from None


def open_cloud(target: Target, *, files: Files) -> Cloud:
    """The host of a target of kind `s3`, `gs` or `azure`. Raises Usage where the extra is missing."""
    try:
        from obstore.exceptions import BaseError
        from obstore.store import AzureStore, GCSStore, S3Store
    except ImportError as error:
        raise Usage(
            f"deploy.{target.name} is of kind {target.kind}, which needs more than Byline brings; "
            "install it with: pip install 'byline[cloud]'"
        ) from error
    option = {key: str(value) for key, value in target.options.items()}
    bucket, prefix = option["bucket"], option.get("prefix", "").strip("/") or None
    keys = _own_keys() if target.kind == "s3" else {}
    endpoint = {"endpoint": option["endpoint"]} if "endpoint" in option else {}
    region = {"region": option["region"]} if "region" in option else {}
    client = {"client_options": {"allow_http": True}} if option.get("endpoint", "").startswith("http://") else {}
    secrets = (*secrets_in(os.environ), *keys.values())
    try:
        store: ObjectStore
        if target.kind == "s3":
            store = S3Store(bucket, prefix=prefix, **endpoint, **region, **keys, **client, retry_config=_RETRIES)  # type: ignore[arg-type]
        elif target.kind == "gs":
            base = {"config": {"base_url": option["endpoint"]}} if endpoint else {}
            store = GCSStore(bucket, prefix=prefix, **base, **client, retry_config=_RETRIES)  # type: ignore[arg-type]
        else:
            store = AzureStore(bucket, prefix=prefix, **endpoint, **client, retry_config=_RETRIES)  # type: ignore[arg-type]
    except (BaseError, ValueError) as error:
        words = without_secrets(str(error).split("\n\nDebug source")[0], secrets)
        raise Fault(f"cannot open deploy.{target.name}: {' '.join(words.split())[:_SAID]}") from None
    place = f"{target.kind}://{bucket}{f'/{prefix}' if prefix else ''}" + (
        f" at {option['endpoint']}" if endpoint else ""
    )
    return Cloud(store, place=place, encoding=option.get("compress", ""), secrets=secrets, files=files)


def _own_keys() -> dict[str, str]:
    """The keys in the file that Amazon's own tools keep them in, unless the environment has some."""
    if any(name in os.environ for name in ("AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE")):
        return {}
    if any(name.startswith("AWS_CONTAINER_CREDENTIALS") for name in os.environ):
        return {}
    place = os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or os.path.expanduser("~/.aws/credentials")
    found = configparser.ConfigParser(interpolation=None)
    try:
        found.read(place, encoding="utf-8")
        section = found[os.environ.get("AWS_PROFILE", "default")]
    except (configparser.Error, KeyError, UnicodeDecodeError):
        return {}
    names = {
        "aws_access_key_id": "access_key_id",
        "aws_secret_access_key": "secret_access_key",
        "aws_session_token": "session_token",
    }
    return {ours: section[theirs] for theirs, ours in names.items() if theirs in section}
