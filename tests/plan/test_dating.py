"""What dates a record: the instant at which it begins, each record by its own cells."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

import csaudit
from csaudit.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from csaudit.audit.report import Result

SURVEYS = """
    id,sent_at,answered_at,nps
    a,2026-01-30T10:00Z,2026-02-02T10:00Z,10
    b,,2026-02-03T10:00Z,10
    c,when,2026-01-30T10:00Z,10
    d,,then,10
    e,,,10
    f,2026-02-20T10:00Z,2026-03-05T10:00Z,hm
    g,,2026-03-06T10:00Z,0
    """

UNDATED = """
    id,nps
    a,10
    """


def audited(folder: Path, rows: str, standard: str, **options: Any) -> list[Result]:  # noqa: ANN401
    surveys, file = folder / "surveys.csv", folder / "standards.yaml"
    surveys.write_text(dedent(rows).lstrip(), encoding="utf-8")
    file.write_text(
        f"version: 1\ntimezone: UTC\nstandards:\n  - {{id: n, statement: N., {standard}}}\n",
        encoding="utf-8",
    )
    return list(csaudit.check({"surveys": surveys}, file, **options).results)


def test_a_survey_is_dated_by_when_it_was_sent_else_by_when_it_was_answered(tmp_path: Path) -> None:
    whole, *months = audited(
        tmp_path, SURVEYS, "metric: net_promoter_score, every: month", as_of="2026-03-07T00:00Z"
    )
    assert [(str(month.period and month.period.start), month.n) for month in months] == [
        ("2026-01-01", 1),
        ("2026-02-01", 1),
        ("2026-03-01", 1),
    ]
    assert whole.unreadable_by == {"sent_at": 1, "answered_at": 1, "nps": 1}
    assert whole.n == 4  # the one without any date is judged, and belongs to no month


def test_what_happened_after_the_audit_instant_had_not_been_answered(tmp_path: Path) -> None:
    (whole,) = audited(tmp_path, SURVEYS, "metric: net_promoter_score", as_of="2026-03-01T00:00Z")
    assert whole.outside_period == 1  # g began with its answer
    assert whole.not_applicable_by == {"no answer": 1}  # f was sent, and not answered yet
    assert whole.unreadable_by == {"sent_at": 1, "answered_at": 1}


@pytest.mark.parametrize(
    ("standard", "options"),
    [
        ("metric: net_promoter_score, target: 30, judge: {each: month}", {}),
        ("metric: net_promoter_score, target: 30", {"since": "2026-01-01"}),
        ("metric: net_promoter_score, target: [{from: 2026-01-01, is: 30}]", {}),
    ],
)
def test_where_the_date_matters_a_record_without_one_is_unreadable(
    tmp_path: Path, standard: str, options: dict[str, str]
) -> None:
    whole = audited(tmp_path, SURVEYS, standard, **options)[0]
    assert whole.unreadable_by == {"sent_at": 2, "answered_at": 1, "nps": 1}


@pytest.mark.parametrize(
    "standard",
    [
        "metric: net_promoter_score, target: 30, judge: {each: month}",
        "metric: net_promoter_score, target: [{from: 2026-01-01, is: 30}]",
    ],
)
def test_without_any_date_nothing_is_judged_by_periods(tmp_path: Path, standard: str) -> None:
    also = f"{standard}, every: day}}\n  - {{id: m, statement: M., metric: survey_response_rate"
    found = audited(tmp_path, UNDATED, also, as_of="2026-02-01T00:00Z")
    assert [(result.id, result.reason) for result in found] == [
        ("n", "column_missing"),
        ("m", "too_few"),
    ]


def test_without_any_date_nobody_knows_what_lies_in_a_period(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no sent_at or answered_at"):
        audited(tmp_path, UNDATED, "metric: net_promoter_score", since="2026-01-01")
