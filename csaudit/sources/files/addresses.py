"""Exports that lie elsewhere, on the web or in the buckets of a cloud: fetched once, like pipes."""

from __future__ import annotations

import os
import re
import shlex
from base64 import b64encode
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from csaudit.errors import DataError
from csaudit.sources.files.bounds import read_bounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obstore.auth.boto3 import Boto3CredentialProvider
    from obstore.store import ObjectStore

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_WEB: Final = frozenset({"http", "https"})
_CLOUDS: Final = frozenset({"s3", "s3a", "gs", "az", "adl", "azure", "abfs", "abfss"})
_PATIENCE: Final = 60
"""Seconds that a server may stay silent."""
_WILD: Final = re.compile(r"[*?\[]")
_REFUSALS: Final = {
    401: "it asks for a login",
    403: "it may not be read",
    404: "there is nothing",
    410: "it is gone",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where an export lies that is no file of this machine."""

    url: str
    scheme: str

    @property
    def name(self) -> str:
        """The address as it may be shown: logins, and keys behind a `?`, are nobody's business."""
        if self.scheme not in _WEB:
            return self.url
        parts = urlsplit(self.url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))

    def content(self, most: int) -> bytes:
        """All that lies there.

        Raises:
            DataError: nothing does, it may not be read, it is more than `most` bytes, the package
                for clouds is missing, or csaudit knows no way there.

        """
        if self.scheme in _WEB:
            return self._from_the_web(most)
        if self.scheme not in _CLOUDS:
            raise self._unknown()
        folder, _, file = self.url.rpartition("/")
        from_there = f"{self.url} could not be fetched"
        with self._store(folder) as store:
            import obstore

            try:
                return read_bounded(self.name, obstore.open_reader(store, file), most)
            except FileNotFoundError:
                raise DataError(f"{self.url}: there is nothing.") from None
            except PermissionError:
                raise DataError(f"{self.url} may not be read: permission denied.") from None
            except obstore.exceptions.BaseError as error:
                raise DataError(f"{from_there}: {_first_line(error)}.") from None

    def matching(self) -> list[str]:
        """The addresses that a wildcard matches in a cloud, by name; else the address itself.

        Raises:
            DataError: nothing matches, or as `content`.

        """
        wild = _WILD.search(self.url)
        if self.scheme not in _CLOUDS or wild is None:
            return [self.url]
        folder = self.url[: wild.start()].rpartition("/")[0]
        pattern = self.url[len(folder) + 1 :]
        with self._store(folder) as store:
            paths = [one["path"] for page in store.list() for one in page]
        found = sorted(f"{folder}/{path}" for path in paths if _fits(path, pattern))
        if not found:
            raise DataError(f"nothing matches {self.url}.")
        return found

    def _from_the_web(self, most: int) -> bytes:
        from urllib.request import Request, urlopen

        parts = urlsplit(self.url)
        login, _, host = parts.netloc.rpartition("@")
        plain = parts._replace(netloc=host, path=quote(parts.path, safe="/%~:@!$&'()*+,;="))
        headers = {"User-Agent": "csaudit"}
        if login:
            headers["Authorization"] = f"Basic {b64encode(unquote(login).encode()).decode()}"
        try:
            request = Request(urlunsplit(plain), headers=headers)  # noqa: S310 - http or https
            with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 - as above
                if answer.headers.get_content_type() == "text/html":
                    raise DataError(
                        f"{self.name} answers with a web page, not an export; it may ask for a "
                        "login.",
                        self._piped("curl -fsSL -H 'Authorization: Bearer …' {}"),
                    )
                return read_bounded(self.name, answer, most)
        except HTTPError as error:
            error.close()
            why = _REFUSALS.get(error.code, error.reason)
            raise DataError(f"{self.name}: {why} (HTTP {error.code}).") from None
        except (URLError, HTTPException, OSError, ValueError) as error:
            raise DataError(f"{self.name} could not be fetched: {_first_line(error)}.") from None

    @contextmanager
    def _store(self, folder: str) -> Iterator[ObjectStore]:
        """The bucket, with the keys that the cloud's own tools find."""
        try:
            from obstore.exceptions import BaseError
            from obstore.store import from_url
        except ModuleNotFoundError:
            raise DataError(
                f"{self.url} lies in a cloud; that needs the extra `cloud`.",
                "pip install 'csaudit[cloud]'",
            ) from None
        patience: Any = {
            "timeout": timedelta(seconds=_PATIENCE),
            "allow_http": os.environ.get("AWS_ALLOW_HTTP", "").lower() in {"true", "1"},
        }
        tries: Any = {"max_retries": 2, "retry_timeout": timedelta(seconds=_PATIENCE)}
        try:
            yield from_url(
                f"{folder}/",
                client_options=patience,
                retry_config=tries,
                credential_provider=self._keys(),
            )
        except (BaseError, ValueError) as error:
            raise DataError(f"{self.url} could not be fetched: {_first_line(error)}.") from None

    def _keys(self) -> Boto3CredentialProvider | None:
        """The keys of AWS's own tools where none stand in the environment, which go first."""
        named = {"AWS_ACCESS_KEY_ID", "AWS_SKIP_SIGNATURE"} & os.environ.keys()
        if named or self.scheme not in {"s3", "s3a"}:
            return None
        try:
            from obstore.auth.boto3 import Boto3CredentialProvider

            return Boto3CredentialProvider()
        except ModuleNotFoundError:
            return None
        except ValueError:
            raise DataError(
                f"{self.url} could not be fetched: no keys to the bucket were found.",
                "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE; of a public "
                "bucket  AWS_SKIP_SIGNATURE=true",
            ) from None

    def _unknown(self) -> DataError:
        if self.scheme == "file":
            return DataError(
                f"{self.url} is a file of this machine.",
                f"name it by its path:  {shlex.quote(unquote(urlsplit(self.url).path))}",
            )
        known = "https, s3, gs and az"
        return DataError(
            f"{self.url} is an address of a kind that csaudit does not fetch; it knows {known}.",
            self._piped("curl -fsSL {}")
            if self.scheme in {"ftp", "ftps", "sftp"}
            else f"fetch {shlex.quote(self.url)} to a file, and name that",
        )

    def _piped(self, fetch: str) -> str:
        return f"pipe it in:  {fetch.format(shlex.quote(self.url))} | csaudit check -"


def address_of(path: str) -> Address | None:
    """The address that a path is, if it is one and no file has that name."""
    found = _SCHEME.match(path)
    return None if found is None or Path(path).exists() else Address(path, found[1].lower())


def _fits(path: str, pattern: str) -> bool:
    """A `*` stays within its folder, `**` does not."""
    return fnmatchcase(path, pattern) and ("**" in pattern or path.count("/") == pattern.count("/"))


def _first_line(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return (str(reason).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
