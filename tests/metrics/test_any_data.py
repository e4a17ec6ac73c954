"""Whatever stands in the cells: no metric breaks, every record is counted, no order matters."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from csaudit.errors import CsauditError
from csaudit.metrics import catalogue
from csaudit.metrics.declaration import Kind
from csaudit.tables import RECORDS, Type

if TYPE_CHECKING:
    from csaudit.audit.report import Report, Result
    from tests.metrics.conftest import Audited

SETTINGS: dict[str, dict[str, Any]] = {
    "customer_effort": {"scale": "1-7", "easy": "high"},
    "customer_satisfaction": {"scale": "1-5"},
    "quality_score": {"items": ["polite", "right"], "scale": "1-5", "critical": ["right"]},
    "checklist_compliance": {"items": ["belt", "tray"]},
    "brand_awareness_rate": {"phrases": ["thank you"], "forbid": ["no idea"]},
    "share": {"success": "id <> '5'"},
    "value": {"value": "count(*)"},
    "first_contact_resolution": {"no_repeat": "7d", "settle": "1d"},
    "queue_length": {"statistic": "arrivals_above", "above": 1},
    "customer_success_rate": {"success": "id <> '5'", "per": "requester"},
}
OWN = {"polite": ["1", "5", "", "x"], "right": ["1", "yes", "no", ""], "belt": ["yes", "no", ""],
       "tray": ["yes", "1", "?"], "accurate": ["yes", "no", "", "so"]}  # fmt: skip
HOSTILE = ["", "", "?", "[red]", "=1+1", "\u202eabc", "-1", "1e400", "9" * 40, "NaN"]
CELLS: dict[Type, list[str]] = {
    Type.TEXT: ["a", "b", "Re: a", "Ann Lee", "hi ann, thank you", "open", "solved", ""],
    Type.NUMBER: ["0", "1", "5", "10", "2.5", ""],
    Type.COUNT: ["0", "1", "2", "3", ""],
    Type.INSTANT: [f"2026-10-0{d}T{h:02}:00:00Z" for d in range(1, 8) for h in (0, 9, 17)] + [""],
    Type.DURATION: ["0", "5", "60", "3600", ""],
    Type.YES_NO: ["yes", "no", ""],
    Type.TAGS: ["a,b", "b", ""],
}


def table(name: str, rng: random.Random, rows: int, hostile: float) -> list[list[str]]:
    """A header and rows of cells of the right type, some of them anything at all."""
    columns: dict[str, list[str]] = {
        column.name: CELLS[column.type] for column in RECORDS[name].values()
    }
    columns |= OWN
    header = [column for column in columns if column == "id" or rng.random() < 0.8]
    body = [
        [
            str(number) if column == "id"
            else rng.choice(HOSTILE if rng.random() < hostile else columns[column])
            for column in header
        ]
        for number in range(rows)
    ]  # fmt: skip
    return [header, *body]


def text(rows: list[list[str]]) -> str:
    return "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)


def standards(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for metric in catalogue().values():
        if name not in metric.tables:
            continue
        limited = metric.kind is Kind.DURATION
        ways: list[dict[str, Any]] = [{"within": "1h"}] if limited else [{}]
        if limited and not metric.needs_limit:
            ways.append({"statistic": "median"})
        for number, way in enumerate(ways):
            found.append(
                {
                    "id": f"{metric.name}-{number}",
                    "metric": metric.name,
                    "table": name,
                    "min_n": 1,
                    "by": "agent",
                    "every": "day",
                    "on_no_data": "ignore",
                    **SETTINGS.get(metric.name, {}),
                    **way,
                }
            )
    return found


def audit(audited: Audited, name: str, rows: list[list[str]]) -> Report | str:
    anchor = {"id": "anchor", "metric": "value", "table": name, "value": "count(*)"}
    try:
        return audited({name: text(rows)}, [anchor, *standards(name)], as_of="2026-10-08T00:00:00Z")
    except CsauditError as error:
        return str(error)


def told(result: Result) -> Result:
    return replace(result, place=None)


@pytest.mark.parametrize("name", list(RECORDS))
@pytest.mark.parametrize("seed", range(2))
def test_every_metric_counts_every_record_of_any_table(
    audited: Audited, name: str, seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311 - repeatable
    rows = table(name, rng, 40, hostile=0.1)
    report = audit(audited, name, rows)
    assert not isinstance(report, str), report
    for result in report.results:
        if result.gates and result.reason != "column_missing" and judges_each(result):
            apart = result.superseded + result.outside_period + result.left_out
            apart += result.not_due + result.not_applicable + result.unreadable
            assert result.n + apart == len(rows) - 1


def judges_each(result: Result) -> bool:
    """Whether the n of the result counts records, and not customers or cases of a period."""
    by_customer = result.settings.get("per") == "requester"
    return catalogue()[result.metric].judges_records and not by_customer


@pytest.mark.parametrize("name", list(RECORDS))
def test_the_order_of_rows_and_columns_changes_nothing(audited: Audited, name: str) -> None:
    rng = random.Random(7)  # noqa: S311 - repeatable
    header, *body = table(name, rng, 40, hostile=0.05)
    first = audit(audited, name, [header, *body])
    order = rng.sample(range(len(header)), len(header))
    shuffled = [[row[at] for at in order] for row in [header, *rng.sample(body, len(body))]]
    again = audit(audited, name, shuffled)
    assert not isinstance(first, str), first
    assert not isinstance(again, str), again
    assert [told(one) for one in first.results] == [told(one) for one in again.results]


@pytest.mark.parametrize("name", list(RECORDS))
def test_one_empty_record_breaks_no_metric(audited: Audited, name: str) -> None:
    header = [column.name for column in RECORDS[name].values()]
    rows = [[*header, *OWN], ["1", *[""] * (len(header) + len(OWN) - 1)]]
    report = audit(audited, name, rows)
    assert not isinstance(report, str), report


OF_ANOTHER_KIND = """
id,created_at,status,customer_name,reply_text,subject,tags,csat
1,2026-10-05T09:00:00Z,open,Ann Lee,Hi Ann,Hello,a b,5
"""


@pytest.mark.parametrize(
    ("standard", "words"),
    [
        ({"metric": "greeting_rate", "name": "created_at"}, "created_at holds instant, not text"),
        ({"metric": "greeting_rate", "name": "tags"}, "tags holds tags, not text"),
        ({"metric": "greeting_rate", "name": "csat"}, "csat holds number, not text"),
        ({"metric": "single_question_rate", "question": "tags"}, "metric: topic_share"),
    ],
)
def test_a_column_that_cannot_be_meant_is_told_in_words(
    audited: Audited, standard: dict[str, Any], words: str
) -> None:
    known = {"id": "known", "metric": "resolution_rate"}
    found = audited({"tickets": OF_ANOTHER_KIND}, [standard, known]).results[0]
    assert found.outcome == "no_data"
    assert words in (found.words or "")


def test_a_checklist_without_items_is_a_mistake(audited: Audited) -> None:
    standard = {"metric": "checklist_compliance", "table": "tickets", "items": []}
    with pytest.raises(CsauditError, match="a checklist without items"):
        audited({"tickets": OF_ANOTHER_KIND}, [standard])


CHOSEN_BY = """
id,created_at,first_response_at,status,replies,converted
1,2026-10-05T09:00:00Z,2026-10-05T09:30:00Z,open,1,yes
2,2026-10-05T10:00:00Z,2026-10-05T11:30:00Z,open,2,no
"""


@pytest.mark.parametrize(
    ("by", "value"), [("replies", "1"), ("converted", "yes"), ("created_hour", "9")]
)
def test_a_limit_may_hang_on_a_column_of_any_kind(audited: Audited, by: str, value: str) -> None:
    within = {"by": by, "limits": {value: "1h"}}
    standard = {"metric": "first_response_time", "within": within}
    found = audited({"tickets": CHOSEN_BY}, [standard]).results[0]
    assert (found.numerator, found.n, found.not_applicable) == (1, 1, 1)


def test_no_calendar_is_named_by_a_count(audited: Audited) -> None:
    standard = {"metric": "first_response_time", "within": "1h", "calendar_by": "replies"}
    known = {"id": "known", "metric": "resolution_rate"}
    found = audited({"tickets": CHOSEN_BY}, [standard, known]).results[0]
    assert found.not_applicable_by == {"no calendar for 1": 1, "no calendar for 2": 1}
