from __future__ import annotations

from datetime import timedelta

import pytest

from csaudit.audit.listing import EVERY_ONE, MISSED, Wanted
from csaudit.cli.options import Listed
from csaudit.cli.tickets import _which
from csaudit.errors import UsageError


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
