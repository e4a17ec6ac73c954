"""csaudit and the slow reference, written apart from each other, find the same numbers."""

from __future__ import annotations

import csv
import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csaudit import check
from tests.audit.random_standards import METRICS, standards
from tests.audit.random_tickets import tables
from tests.reference.audit import Expected, Key, audit
from tests.reference.figures import DURATIONS

if TYPE_CHECKING:
    from pathlib import Path

    from csaudit.audit.report import Report, Result

Row = dict[str, str]


def write_csv(path: Path, rows: list[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_json(path: Path, rows: list[Row]) -> Path:
    """The same cells: blanks as null, tags as lists, whole numbers as numbers."""

    def cell(name: str, text: str) -> Any:  # noqa: ANN401 - whatever JSON has
        if not text.strip():
            return None
        if name == "tags":
            return text.split(",")
        return int(text) if text.isdigit() and name != "id" else text

    records = [{name: cell(name, text) for name, text in row.items()} for row in rows]
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


def write_standards(path: Path, written: dict[str, Any]) -> Path:
    path.write_text(json.dumps(written, indent=1), encoding="utf-8")  # JSON is YAML
    return path


def shuffled(rows: list[Row], seed: int) -> list[Row]:
    """The same table with its rows and columns in another order."""
    order = random.Random(seed)  # noqa: S311 - repeatable
    columns = order.sample(list(rows[0]), len(rows[0]))
    return [{name: row[name] for name in columns} for row in order.sample(rows, len(rows))]


def key_of(result: Result) -> Key:
    group = tuple(sorted(result.group.items()))
    period = result.period
    if period is None:
        return result.id, group, None
    return result.id, group, (period.every, period.start, period.hour)


COUNTS = (
    "n", "superseded", "outside_period", "not_due", "open", "numerator", "denominator",
    "not_applicable", "not_applicable_by", "left_out", "left_out_by", "unreadable",
    "unreadable_by", "bound",
)  # fmt: skip


def said(result: Result) -> dict[str, Any]:
    """What csaudit says, in the reference's terms."""
    counts = {name: getattr(result, name) for name in COUNTS}
    return counts | {
        "outcome": result.outcome.value,
        "reason": result.reason,
        "value": result.value,
        "margin": result.margin,
        "budget": None if result.budget is None else (result.budget.allowed, result.budget.used),
    }


def wanted(expected: Expected) -> dict[str, Any]:
    counts = {name: getattr(expected, name) for name in COUNTS}
    return counts | {
        "outcome": expected.outcome,
        "reason": expected.reason,
        "value": None if expected.value is None else float(expected.value),
        "margin": None if expected.margin is None else float(expected.margin),
        "budget": expected.budget,
    }


def compare(report: Report, expected: dict[Key, Expected]) -> None:
    results = {key_of(result): result for result in report.results}
    for key, expectation in expected.items():
        assert key in results, key
        if expectation.reason == "column_missing":
            assert results[key].reason == "column_missing", key
            continue
        found, hoped = said(results[key]), wanted(expectation)
        if results[key].metric not in DURATIONS:
            found["open"] = hoped["open"] = None  # only a duration has cases that still grow
        assert found == hoped, key
        if expectation.interval is not None:
            assert results[key].interval == pytest.approx(expectation.interval, abs=1e-9)
    assert not {key for key in results if key not in expected and results[key].n}


QUICK = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("metric", METRICS)
def test_every_number_of(metric: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp(metric)

    @QUICK
    @given(tables().filter(bool), standards(metric))
    def agrees(rows: list[Row], written: dict[str, Any]) -> None:
        report = check(
            {"tickets": write_csv(folder / "tickets.csv", rows)},
            write_standards(folder / "standards.yaml", written),
        )
        compare(report, audit({"tickets": rows}, written))

    agrees()


@QUICK
@given(tables().filter(bool), standards(), st.integers(0, 2**32))
def test_csv_or_json_and_any_order_of_rows_and_columns_say_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], written: dict[str, Any], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("twins")
    file = write_standards(folder / "standards.yaml", written)
    other = shuffled(rows, seed)
    one = check({"tickets": write_csv(folder / "tickets.csv", rows)}, file)
    two = check({"tickets": write_csv(folder / "shuffled.csv", other)}, file)
    three = check({"tickets": write_json(folder / "tickets.json", other)}, file)
    assert one.results == two.results == three.results
