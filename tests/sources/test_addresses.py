"""Exports on the web and in buckets, from a server of this test's own."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from csaudit.errors import DataError
from csaudit.sources import Input, open_inputs
from csaudit.sources.files.addresses import address_of
from tests.sources.reading import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

TICKETS: Final = b"id,created_at,status\n1,2026-10-01T09:00:00Z,open\n2,2026-10-02T09:00:00Z,new\n"
MORE: Final = b"id,created_at,status\n3,2026-10-03T09:00:00Z,open\n"
OBJECTS: Final = {
    "/exports/a b.csv": TICKETS,
    "/bucket/day-1.csv": TICKETS,
    "/bucket/day-2.csv": MORE,
    "/bucket/old/day-3.csv": MORE.replace(b"3,", b"4,"),
}
_LOGIN: Final = "Basic YW5uOnAgd2Q="
"""ann and `p wd`."""


class _Server(BaseHTTPRequestHandler):
    """What a web server and an S3 bucket answer, as far as reading goes."""

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""

    def _answer(self, *, body: bool) -> None:
        asked = urlsplit(self.path)
        if "list-type" in parse_qs(asked.query):
            return self._send(200, _listing().encode(), "application/xml", body=body)
        if asked.path == "/login":
            return self._send(200, b"<html>who are you?</html>", "text/html", body=body)
        if asked.path == "/secret.csv" and (
            self.headers["Authorization"] != _LOGIN and asked.query != "key=s3cret"
        ):
            return self._send(401, b"", "text/plain", body=body)
        content = TICKETS if asked.path == "/secret.csv" else OBJECTS.get(unquote(asked.path))
        if content is None:
            return self._send(404, b"", "text/plain", body=body)
        return self._send(200, content, "text/csv", body=body)

    def _send(self, code: int, content: bytes, kind: str, *, body: bool) -> None:
        span = self.headers["Range"]
        whole = len(content)
        if span and code == 200:
            first, _, last = span.removeprefix("bytes=").partition("-")
            end = min(int(last or whole), whole - 1)
            content, code = content[int(first) : end + 1], 206
        self.send_response(code)
        if code == 206:
            self.send_header("Content-Range", f"bytes {first}-{end}/{whole}")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Last-Modified", "Thu, 01 Oct 2026 00:00:00 GMT")
        self.send_header("ETag", '"1"')
        self.end_headers()
        if body:
            self.wfile.write(content)


def _listing() -> str:
    keys = [path.removeprefix("/bucket/") for path in OBJECTS if path.startswith("/bucket/")]
    items = "".join(
        f"<Contents><Key>{key}</Key><LastModified>2026-10-01T00:00:00.000Z</LastModified>"
        f'<ETag>"1"</ETag><Size>{len(OBJECTS["/bucket/" + key])}</Size></Contents>'
        for key in keys
    )
    return f"<ListBucketResult><IsTruncated>false</IsTruncated>{items}</ListBucketResult>"


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def bucket(host: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("AWS_ENDPOINT", f"http://{host}")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")
    return "s3://bucket"


def read(*paths: str, max_size: int | None = None) -> tuple[list[str], tuple[str, ...]]:
    """The ids in the files, and the names under which the files are shown."""
    inputs = [Input("tickets", path) for path in paths]
    (source,) = open_inputs(inputs, {}, timezone="UTC", max_size=max_size)
    return cells(source, "id"), tuple(source.paths)


def test_the_web_is_read_and_no_login_or_key_is_shown(host: str) -> None:
    name = f"http://{host}/secret.csv"
    assert read(f"http://ann:p%20wd@{host}/secret.csv") == (["1", "2"], (name,))
    assert read(f"{name}?key=s3cret") == (["1", "2"], (name,))


@pytest.mark.parametrize("path", ["a b.csv", "a%20b.csv"])
def test_a_blank_in_an_address_is_one(host: str, path: str) -> None:
    assert read(f"http://{host}/exports/{path}")[0] == ["1", "2"]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("gone.csv?key=s3cret", "/gone.csv: there is nothing (HTTP 404)."),
        ("secret.csv?key=s3cre", "/secret.csv: it asks for a login (HTTP 401)."),
        ("login", "/login answers with a web page, not an export; it may ask for a login."),
        ("exports/a b.csv", "/exports/a b.csv holds more than"),
    ],
)
def test_what_is_not_there_or_too_large_is_said(host: str, path: str, sentence: str) -> None:
    with pytest.raises(DataError) as refused:
        read(f"http://{host}/{path}", max_size=20)
    assert f"http://{host}{sentence}" in str(refused.value)
    assert "s3cre" not in str(refused.value)


def test_a_bucket_is_read_also_by_a_wildcard(bucket: str) -> None:
    assert read(f"{bucket}/day-1.csv") == (["1", "2"], (f"{bucket}/day-1.csv",))
    assert read(f"{bucket}/day-*.csv")[0] == ["1", "2", "3"]
    assert read(f"{bucket}/**.csv")[0] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("none.csv", "s3://bucket/none.csv: there is nothing."),
        ("none-*.csv", "nothing matches s3://bucket/none-*.csv."),
        ("day-1.csv", "s3://bucket/day-1.csv holds more than"),
    ],
)
def test_what_a_bucket_does_not_hold_is_said(bucket: str, path: str, sentence: str) -> None:
    with pytest.raises(DataError) as refused:
        read(f"{bucket}/{path}", max_size=20)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        ("sftp://host/t.csv", "curl -fsSL sftp://host/t.csv | csaudit check -"),
        ("hdfs://host/t.csv", "fetch hdfs://host/t.csv to a file, and name that"),
        ("file:///srv/a%20b.csv", "name it by its path:  '/srv/a b.csv'"),
    ],
)
def test_other_addresses_are_refused_by_name(path: str, remedy: str) -> None:
    address = address_of(path)
    assert address is not None
    with pytest.raises(DataError) as refused:
        address.content(1)
    assert path in refused.value.message
    assert remedy in (refused.value.remedy or "")
