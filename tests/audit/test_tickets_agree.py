"""The list of records and the audit tell the same: every count is the number of rows behind it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import csaudit
from csaudit.errors import DataError, UsageError
from csaudit.metrics import catalogue
from tests.audit.random_metrics import METRICS
from tests.audit.test_against_reference import QUICK, Case, cases, write_csv, write_standards

if TYPE_CHECKING:
    from pathlib import Path

    from csaudit.api import Audit
    from csaudit.audit.report import Result

COUNTED = ("superseded", "outside_period", "not_due", "not_applicable", "left_out", "unreadable")
SAMPLES = [
    ("tickets",),
    ("tickets", "events"),
    ("tickets", "calls", "surveys", "reviews"),
    ("tickets", "calls", "surveys", "reviews", "events"),
]


def differences(audit: Audit, columns: tuple[str, ...]) -> list[str]:
    """What a result counts otherwise than the rows of its standard and group."""
    listed = audit.tickets("all", columns=columns)
    rows: dict[tuple[str, str, Any], Counter[str]] = defaultdict(Counter)
    for row in listed.iter_rows(named=True):
        rows[row["standard"], "", None][row["verdict"]] += 1
        for column in columns:
            rows[row["standard"], column, row[column]][row["verdict"]] += 1
    told = set(listed["standard"])
    found = []
    for result in audit.results:
        if result.id not in told or result.period is not None or len(result.group) > 1:
            continue
        ((column, value),) = result.group.items() or [("", None)]
        if column in columns or not column:
            own = rows[result.id, column, value]
            if result.n != own["met"] + own["missed"] + own["measured"]:
                found.append(f"{result.id} {column} {value}: n {result.n}, {own}")
            found += [
                f"{result.id} {column} {value}: {what} {getattr(result, what)}, {own}"
                for what in COUNTED
                if not (column and what in {"superseded", "not_applicable", "outside_period"})
                and getattr(result, what) != own[what]
            ]
            found += _numerator(result, own)
    return found


def _numerator(result: Result, own: Counter[str]) -> list[str]:
    """A share's numerator are those that met the promise, or missed it where low is good."""
    if not own["met"] + own["missed"] or result.denominator != result.n:
        return []
    if result.numerator in {own["met"], own["missed"]}:
        return []
    return [f"{result.id}: {result.numerator} of {result.denominator}, {own}"]


@pytest.mark.parametrize("names", SAMPLES, ids="+".join)
def test_the_rows_of_the_sample_add_up_to_its_audit(root: Path, names: tuple[str, ...]) -> None:
    sample = root / "sample_data"
    audit = csaudit.check({name: sample / f"{name}.csv" for name in names}, root / "standards.yaml")
    assert differences(audit, ("branch", "channel", "team", "priority", "agent")) == []


@QUICK
@given(st.data())
def test_the_rows_of_any_table_add_up_to_its_audit(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    judging = [
        (table, name)
        for table in METRICS
        for name in METRICS[table]
        if catalogue()[name].judges_records
    ]
    case: Case = data.draw(cases(*data.draw(st.sampled_from(judging))))
    folder = tmp_path_factory.mktemp("rows")
    file = write_standards(folder / "standards.yaml", case.written)
    export = {case.table: write_csv(folder / f"{case.table}.csv", case.rows)}
    try:
        audit = csaudit.check(export, file, as_of=case.as_of)
        found = differences(audit, ())
    except (DataError, UsageError):
        return  # not one standard can be measured, or none tells records
    assert found == []
