"""Columns of another table, by ticket_id."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import csaudit

if TYPE_CHECKING:
    from pathlib import Path

    from csaudit.audit.report import Report

TICKETS = """
    id,created_at,branch
    1,2026-01-01T08:00Z,Leeds
    2,2026-01-01T09:00Z,Hull
    3,2026-01-01T10:00Z,Hull
    """
REVIEWS = """
    id,ticket_id,reviewed_at,accurate
    a,1,2026-01-02T08:00Z,no
    b,1,2026-01-03T08:00Z,yes
    c,2,2026-01-02T08:00Z,no
    d,9,2026-01-02T08:00Z,yes
    """
SURVEYS = """
    id,ticket_id,answered_at,nps
    x,1,2026-01-02T08:00Z,10
    y,2,2026-01-02T08:00Z,0
    z,,2026-01-02T08:00Z,10
    """


def audited(folder: Path, standards: str) -> Report:
    tables = {}
    for name, text in {"tickets": TICKETS, "reviews": REVIEWS, "surveys": SURVEYS}.items():
        tables[name] = folder / f"{name}.csv"
        tables[name].write_text(dedent(text).lstrip(), encoding="utf-8")
    file = folder / "standards.yaml"
    file.write_text("version: 1\n" + dedent(standards).lstrip(), encoding="utf-8")
    return csaudit.check(tables, file)


def test_the_latest_review_of_a_ticket_counts(tmp_path: Path) -> None:
    report = audited(
        tmp_path,
        """
        standards:
          - {id: a, statement: A., metric: share, table: tickets, success: reviews.accurate = 'yes'}
        """,
    )
    result = report.gating()[0]
    assert (result.numerator, result.n, result.not_applicable_by) == (1, 2, {"unknown": 1})


def test_a_survey_is_selected_and_grouped_by_its_ticket(tmp_path: Path) -> None:
    report = audited(
        tmp_path,
        """
        standards:
          - id: nps
            statement: Liked.
            metric: net_promoter_score
            where: tickets.branch = 'Leeds'
            by: [tickets.branch]
            min_n: 1
        """,
    )
    whole, group = report.results
    assert (whole.value, whole.n) == (100, 1)
    assert whole.not_applicable_by == {"where": 1, "empty: tickets.branch": 1}
    assert group.group == {"tickets.branch": "Leeds"}


def test_what_finds_no_match_is_counted(tmp_path: Path) -> None:
    report = audited(
        tmp_path,
        "standards: [{id: n, statement: N., metric: net_promoter_score, by: [tickets.branch]}]",
    )
    (note,) = (note for note in report.notes if note.code == "unmatched")
    assert note.message == "1 of 3 surveys find no record in tickets by ticket_id"


def test_a_dotted_column_that_is_not_there_is_column_missing(tmp_path: Path) -> None:
    report = audited(
        tmp_path,
        """
        standards:
          - {id: n, statement: N., metric: net_promoter_score}
          - {id: a, statement: A., metric: share, success: reviews.colour = 'red'}
        """,
    )
    assert report.gating()[1].reason == "column_missing"
