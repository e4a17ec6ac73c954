"""Aliases in the place of names, and that no name is left anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

import csaudit
from csaudit.errors import UsageError
from csaudit.plan.pseudonyms import Pseudonyms
from csaudit.reports import formats

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "a secret of some length"  # noqa: S105 - one that is none
PEOPLE = ("Ann Archer", "Bob Baker", "Cid Carter")


def pseudonyms(secret: str = SECRET) -> Pseudonyms:
    return Pseudonyms(frozenset({"agent"}), secret.encode())


def test_an_alias_depends_on_the_name_the_column_and_the_secret() -> None:
    aliases = {
        pseudonyms(secret).alias(column, name)
        for secret in (SECRET, SECRET + "!")
        for column in ("agent", "requester")
        for name in PEOPLE
    }
    assert len(aliases) == 12
    assert pseudonyms().alias("agent", "Ann") == pseudonyms().alias("agent", "Ann")


def test_an_alias_is_the_keyed_hash_of_column_and_name() -> None:
    import base64
    import hashlib

    key = SECRET.encode().ljust(64, b"\0")
    inner, outer = (bytes(one ^ pad for one in key) for pad in (0x36, 0x5C))
    message = b"agent\0Ann Archer"
    digest = hashlib.sha256(outer + hashlib.sha256(inner + message).digest()).digest()
    expected = base64.b32encode(digest[:5]).decode().lower()
    assert pseudonyms().alias("agent", "Ann Archer") == f"agent-{expected}"


def test_only_the_columns_asked_for_have_aliases_and_nobody_stays_nobody() -> None:
    frame = pl.DataFrame({"agent": ["Ann", None, "Ann", "Bob"], "team": ["x", "y", "z", "w"]})
    names = pseudonyms()
    shown = frame.select(names.shown(name, pl.col(name)) for name in frame.columns)
    assert shown["team"].to_list() == ["x", "y", "z", "w"]
    assert shown["agent"].to_list() == [
        names.alias("agent", "Ann"), None, names.alias("agent", "Ann"), names.alias("agent", "Bob"),
    ]  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    rows = [
        f"{n},2026-10-01T09:00:00Z,2026-10-01T1{n % 3}:00:00Z,closed,{PEOPLE[n % 3]}"
        for n in range(90)
    ]
    export, standards = tmp_path / "t.csv", tmp_path / "s.yaml"
    text = "\n".join(["id,created_at,first_response_at,status,agent", *rows, ""])
    export.write_text(text, encoding="utf-8")
    standards.write_text(
        """
version: 1
timezone: UTC
standards:
  - {id: a, metric: first_response_time, within: 2h, target: 50%, by: [agent], min_n: 1}
  - {id: b, metric: first_response_time, within: 2h, target: 5%, judge: {spread: agent}}
  - {id: c, metric: first_response_time, within: 2h, target: 90%, judge: {each: agent}}
  - {id: d, metric: resolution_rate, where: agent = 'Ann Archer', target: 50%}
""",
        encoding="utf-8",
    )
    return export, standards


def test_no_format_tells_a_name_and_conditions_still_mean_the_name(
    files: tuple[Path, Path],
) -> None:
    audit = csaudit.check(*files, pseudonymise="agent", secret=SECRET)
    plain = csaudit.check(*files)
    assert [one.value for one in audit.gating()] == [one.value for one in plain.gating()]
    for name in formats():
        text = audit.render(name)
        assert not any(person in text for person in PEOPLE), name
    names = audit.tickets("all", columns="agent").get_column("agent").unique().to_list()
    assert sorted(names) == sorted(pseudonyms().alias("agent", one) for one in PEOPLE)


@pytest.mark.parametrize(("secret", "told"), [("", "is not set"), ("short", "fewer than 16")])
def test_without_a_good_secret_there_are_no_aliases(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, secret: str, told: str
) -> None:
    monkeypatch.setenv("CSAUDIT_PSEUDONYM_SECRET", secret)
    with pytest.raises(UsageError, match=told):
        csaudit.check(*files, pseudonymise="agent")


def test_a_column_that_is_not_there_is_an_error_and_no_name_is_shown(
    files: tuple[Path, Path],
) -> None:
    with pytest.raises(UsageError, match="--pseudonymise agnet"):
        csaudit.check(*files, pseudonymise="agnet", secret=SECRET)
