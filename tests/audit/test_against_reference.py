"""csaudit and the slow reference, written apart from each other, find the same numbers."""

from __future__ import annotations

import csv
import json
import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from csaudit import check
from csaudit.errors import DataError
from tests.audit.comparison import differences
from tests.audit.random_links import SHAPES, linked
from tests.audit.random_metrics import METRICS
from tests.audit.random_standards import WITHOUT_PERIODS, standards
from tests.audit.random_tables import CALLS, REVIEWS, SURVEYS, TICKETS, in_words, tables
from tests.reference.audit import audit
from tests.reference.records import NoInstantError

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
"""What is said of a failure is shortened by `smallest`."""

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


AS_OF = st.sampled_from(
    (*(None,) * 6, *(datetime(2025, 10, 29, 11, tzinfo=UTC), datetime(2026, 4, 1, 7, tzinfo=UTC)))
)
DATES = st.sampled_from(
    (
        *((None, None),) * 9,
        (date(2025, 10, 26), None),
        (None, date(2026, 3, 29)),
        (date(2025, 10, 26), date(2026, 1, 31)),
    )
)
NOTHING_TO_MEASURE = {"column_missing", "clock_unknown", "too_many_unreadable"}

QUICK = settings(
    max_examples=5,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # `smallest` shrinks better
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TABLES = {
    "tickets": st.one_of(tables(TICKETS), tables(TICKETS).map(in_words)),
    "calls": tables(CALLS),
    "surveys": st.one_of(tables(SURVEYS, most=60), tables(SURVEYS).map(in_words)),
    "reviews": tables(REVIEWS, most=60),
}


@dataclass(frozen=True)
class Case:
    """One table, its standards, and the audit instant if it is not the newest event."""

    table: str
    rows: list[Row]
    written: dict[str, Any]
    as_of: datetime | None = None
    dates: tuple[date | None, date | None] = (None, None)
    others: dict[str, list[Row]] = field(default_factory=dict)


@st.composite
def cases(draw: st.DrawFn, table: str, metric: str) -> Case:
    """A table, and standards with one metric on it."""
    dates = st.just((None, None)) if metric in WITHOUT_PERIODS else DATES
    written = standards(metric, table=table)
    return Case(table, draw(TABLES[table]), draw(written), draw(AS_OF), draw(dates))


def disagreement(folder: Path, case: Case) -> str | None:
    """What the two say differently about a table, if anything."""
    table = case.table
    file = write_standards(folder / "standards.yaml", case.written)
    try:
        tables = {**case.others, table: case.rows}
        expected = audit(tables, case.written, case.as_of, case.dates)
    except NoInstantError:
        return None
    try:
        data = {name: write_csv(folder / f"{name}.csv", rows) for name, rows in tables.items()}
        since, until = (None if day is None else day.isoformat() for day in case.dates)
        report = check(data, file, as_of=case.as_of, since=since, until=until)
    except DataError as error:
        if all(
            found.reason in NOTHING_TO_MEASURE
            for (_, group, period), found in expected.items()
            if not group and period is None
        ):
            return None
        return repr(error)
    return "\n".join(differences(report, expected)) or None


def smallest(folder: Path, case: Case) -> Case:
    """The fewest rows and standards about which the two still disagree."""
    for standard in case.written["standards"]:
        alone = replace(case, written={**case.written, "standards": [standard]})
        if disagreement(folder, alone):
            case = alone
            break
    for name, rows in {**case.others, case.table: case.rows}.items():
        for row in rows:
            fewer = _without(case, name, row)
            if fewer is not None and disagreement(folder, fewer):
                case = fewer
    return case


def _without(case: Case, table: str, row: Row) -> Case | None:
    """The case with one row less, if the table has another one."""
    rows = case.rows if table == case.table else case.others[table]
    rest = [other for other in rows if other is not row]
    if not rest:
        return None
    if table == case.table:
        return replace(case, rows=rest)
    return replace(case, others={**case.others, table: rest})


def insist(folder: Path, case: Case) -> None:
    """Fail, with the smallest example, if the two disagree."""
    if disagreement(folder, case) is None:
        return
    case = smallest(folder, case)
    shown = {
        name: [{column: cell for column, cell in row.items() if cell.strip()} for row in rows]
        for name, rows in {**case.others, case.table: case.rows}.items()
    }
    written = {name: what for name, what in case.written.items() if name != "calendars"}
    said = f"{disagreement(folder, case)}\n{shown}\n{written}"
    said += f"\nas_of: {case.as_of}, dates: {case.dates}"
    pytest.fail(said, pytrace=False)


@pytest.mark.parametrize(
    ("table", "metric"), [(table, metric) for table in METRICS for metric in METRICS[table]]
)
def test_every_number_of(table: str, metric: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp(metric)

    @QUICK
    @given(cases(table, metric))
    def agrees(case: Case) -> None:
        insist(folder, case)

    agrees()


@pytest.mark.parametrize("table", SHAPES)
def test_columns_of_another_table(table: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("linked")

    @QUICK
    @given(linked(table), AS_OF)
    def agrees(found: tuple[dict[str, list[Row]], dict[str, Any]], as_of: datetime | None) -> None:
        rows, written = found
        others = {name: other for name, other in rows.items() if name != table}
        insist(folder, Case(table, rows[table], written, as_of, others=others))

    agrees()


@QUICK
@given(TABLES["tickets"], standards(), st.integers(0, 2**32))
def test_csv_or_json_and_any_order_of_rows_and_columns_say_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], written: dict[str, Any], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("twins")
    file = write_standards(folder / "standards.yaml", written)
    other = shuffled(rows, seed)
    try:
        one = check({"tickets": write_csv(folder / "tickets.csv", rows)}, file)
    except DataError:
        return  # not one standard can be measured
    two = check({"tickets": write_csv(folder / "shuffled.csv", other)}, file)
    three = check({"tickets": write_json(folder / "tickets.json", other)}, file)
    assert one.results == two.results == three.results
