from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from csaudit.audit.records_asked import EVERY_ONE, MISSED, Wanted
from csaudit.cli.options import Listed
from csaudit.cli.tickets import _which
from csaudit.errors import UsageError

if TYPE_CHECKING:
    from tests.cli.running import Csaudit


def asked(**flags: object) -> Listed:
    return Listed(files=["x.csv"], **flags)  # type: ignore[arg-type]  # the flags of each case


def test_without_flags_the_misses_are_listed() -> None:
    assert _which(asked()) == _which(asked(missed=True)) == MISSED
    assert _which(asked(all=True)) == EVERY_ONE


def test_what_falls_due_is_listed_alone_or_with_the_misses() -> None:
    soon = timedelta(hours=8)
    assert _which(asked(due_within="8h")) == Wanted(verdicts=frozenset(), due_within=soon)
    both = _which(asked(due_within="8h", missed=True))
    assert both == Wanted(verdicts=MISSED.verdicts, due_within=soon)


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        ({"all": True, "missed": True}, "--all lists every record, --missed only some"),
        ({"all": True, "due_within": "8h"}, "--all lists every record, --due-within only some"),
        ({"due_within": "8"}, r"--due-within: 8 has no unit.\n  write:  --due-within 8h"),
        ({"due_within": "soon"}, "--due-within: soon is not a duration"),
        ({"due_within": ""}, "--due-within:"),
    ],
)
def test_flags_that_make_no_sense_are_refused(flags: dict[str, object], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        _which(asked(**flags))


STANDARDS = """
version: 1
timezone: UTC
standards:
  - {id: a, statement: A., metric: first_response_time, within: 1h}
"""
TICKETS = """id,created_at,first_response_at
=1+1,2026-10-05T09:00:00Z,2026-10-05T11:00:00Z
7,2026-10-05T09:00:00Z,2026-10-05T11:00:00Z
"""


def test_an_id_that_csv_changes_is_told_and_json_has_it_as_it_is(csaudit: Csaudit) -> None:
    (csaudit.folder / "tickets.csv").write_text(TICKETS, encoding="utf-8")
    (csaudit.folder / "standards.yaml").write_text(STANDARDS, encoding="utf-8")
    done = csaudit("tickets", "tickets.csv", "-f", "csv")
    assert "'=1+1" in done.out
    assert "1 id begins like a formula" in done.err
    done = csaudit("tickets", "tickets.csv", "-f", "json")
    assert '"record_id":"=1+1"' in done.out
    assert "formula" not in done.err
