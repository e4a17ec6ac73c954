"""The random cases are worth comparing: they judge every metric, and end in every way."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings

from tests.audit.random_metrics import METRICS
from tests.audit.test_against_reference import QUICK, Case, cases
from tests.reference.audit import Expected, audit
from tests.reference.records import NoInstantError

ALWAYS_THE_SAME = settings(QUICK, max_examples=12, derandomize=True, database=None)
PLACES = (
    "met", "missed", "not_due", "superseded", "outside_period", "not_applicable", "left_out",
    "unreadable", "open",
)  # fmt: skip
Results = list[tuple[Expected, bool]]
"""What the reference finds, and whether it is a standard's own result."""


def found_by(table: str, metric: str) -> Results:
    results: Results = []

    @ALWAYS_THE_SAME
    @given(cases(table, metric))
    def collect(case: Case) -> None:
        try:
            expected = audit({table: case.rows}, case.written, case.as_of, case.dates)
        except NoInstantError:
            return
        for (_, group, period), one in expected.items():
            results.append((one, not group and period is None))

    collect()
    return results


@pytest.fixture(scope="module")
def results() -> dict[tuple[str, str], Results]:
    return {
        (table, metric): found_by(table, metric) for table in METRICS for metric in METRICS[table]
    }


def test_every_metric_is_measured_on_every_table_that_can_have_it(
    results: dict[tuple[str, str], Results],
) -> None:
    def measured(found: Results) -> float:
        own = [one for one, is_own in found if is_own]
        return sum(one.n > 0 for one in own) / len(own)

    seldom = {key: measured(found) for key, found in results.items() if measured(found) < 0.2}
    assert not seldom


@pytest.mark.parametrize("whose", ["own", "shown"])
def test_standards_groups_and_periods_end_in_every_way(
    results: dict[tuple[str, str], Results], whose: str
) -> None:
    outcomes = Counter(
        one.outcome for found in results.values() for one, own in found if own is (whose == "own")
    )
    assert min(outcomes[name] for name in ("pass", "warn", "fail", "no_data", "info")) >= 30


def test_no_data_has_every_reason(results: dict[tuple[str, str], Results]) -> None:
    reasons = Counter(one.reason for found in results.values() for one, own in found if own)
    wanted = ("no_records", "too_few", "column_missing", "too_many_unreadable", "clock_unknown")
    assert min(reasons[name] for name in wanted) >= 10
    assert reasons["cannot_be_met"] >= 2


def test_records_are_counted_in_every_place(results: dict[tuple[str, str], Results]) -> None:
    counted: Counter[str] = Counter()
    for found in results.values():
        for one, own in found:
            counted.update({place: getattr(one, place) for place in PLACES if own})
    assert min(counted[place] for place in PLACES) >= 100
