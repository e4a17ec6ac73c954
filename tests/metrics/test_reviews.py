"""Quality reviews: checklists, marks with weights, accuracy."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from csaudit.errors import DataError, StandardsError

if TYPE_CHECKING:
    from csaudit.audit.report import Result
    from tests.metrics.conftest import Audited, Measured


def reviews(columns: str, *cells: str) -> str:
    rows = [f"{n},2026-10-05T09:00:00Z,{row}" for n, row in enumerate(cells)]
    return "\n".join([f"id,reviewed_at,{columns}", *rows])


def listed(found: Result) -> list[tuple[str, float | None, int | None]]:
    return [(one.label, one.value, one.n) for one in found.details]


def test_every_seat_belt_and_every_tray(measured: Measured) -> None:
    rows = reviews("belt,tray", "yes,yes", "Y,1", "no,yes", "no,", ",yes", ",", "yes,perhaps")
    settings = {"items": ["belt", "tray"], "target": "100%"}
    found = measured("reviews", rows, "checklist_compliance", settings)
    assert (found.numerator, found.n, found.outcome) == (2, 4, "no_data")
    assert found.not_applicable_by == {"not checked": 1}
    assert found.unreadable_by == {"belt": 1, "tray": 1}
    assert listed(found) == [("belt", 0.5, 4), ("tray", 1, 3)]


def test_a_checklist_in_the_tickets(measured: Measured) -> None:
    rows = "id,created_at,procedure_followed\na,2026-10-05T09:00:00Z,yes\n"
    settings = {"items": "procedure_followed"}
    assert measured("tickets", rows, "checklist_compliance", settings).value == 1


def test_an_item_that_is_not_there_is_named(measured: Measured) -> None:
    with pytest.raises(DataError, match=r"no column trays \(alike: tray\)"):
        measured("reviews", reviews("tray", "yes"), "checklist_compliance", {"items": ["trays"]})


def test_marked_accurate_over_marked(measured: Measured) -> None:
    rows = reviews("accurate", *["yes"] * 19, "no", "", "")
    found = measured("reviews", rows, "accuracy_rate", {"target": "95%"})
    assert (found.numerator, found.n, found.outcome) == (19, 20, "pass")
    assert found.not_applicable_by == {"not marked": 2}
    assert found.certain is False
    typed = {
        "tables": {"reviews": {"columns": {"accurate": {"from": "accurate", "type": "yes_no"}}}}
    }
    again = measured("reviews", rows, "accuracy_rate", {"target": "95%"}, top=typed)
    assert (again.numerator, again.n) == (19, 20)


def test_a_typed_number_may_say_yes_or_no(measured: Measured) -> None:
    typed = {"tables": {"reviews": {"columns": {"ok": {"from": "ok", "type": "number"}}}}}
    rows = reviews("ok", "1", "0", "0.5", "")
    found = measured("reviews", rows, "accuracy_rate", {"column": "ok"}, top=typed)
    assert (found.numerator, found.n, found.unreadable_by) == (1, 2, {"ok": 1})


def test_weighted_marks_in_percent_of_the_best(measured: Measured) -> None:
    """(10 x 1 + 8 x 1 + 9 x 2) ÷ (10 x 4) = 90 %."""
    rows = reviews("courtesy,clarity,solution", "10,8,9")
    items = {"courtesy": 1, "clarity": 1, "solution": 2}
    settings = {"items": items, "scale": "0-10", "target": "90%"}
    found = measured("reviews", rows, "quality_score", settings)
    assert (found.value, found.outcome, found.unit) == (0.9, "pass", "share")
    assert listed(found)[:3] == [("courtesy", 1, 1), ("clarity", 0.8, 1), ("solution", 0.9, 1)]


def test_a_review_is_listed_with_its_part_of_the_best(request: pytest.FixtureRequest) -> None:
    rows = reviews("a,b", "5,3", "1,1")
    settings = {"items": ["a", "b"], "scale": "0-5"}
    found = request.getfixturevalue("listed")("reviews", rows, "quality_score", settings)
    assert sorted(row["measured"] for row in found.values()) == [0.2, 0.8]


def test_blank_items_count_on_neither_side(measured: Measured) -> None:
    rows = reviews("a,b", "5,", "3,4", ",")
    settings = {"items": ["a", {"b": 0.5}], "scale": "1-5"}
    found = measured("reviews", rows, "quality_score", settings)
    second = (3 + Fraction(4, 2)) / (5 + Fraction(5, 2))
    assert found.value == float((1 + second) / 2)
    assert found.not_applicable_by == {"not marked": 1}


def test_thirds_add_up_exactly(measured: Measured) -> None:
    """Three reviews of a third and one of all are a half, not a hair less."""
    rows = reviews("a", "1", "1", "1", "3")
    settings = {"items": "a", "scale": "0-3", "target": ">= 50%"}
    found = measured("reviews", rows, "quality_score", settings)
    assert (found.value, found.outcome) == (0.5, "pass")


@pytest.mark.parametrize(("critical", "value"), [([], 0.75), (["legal"], 0.5)])
def test_a_critical_failure_makes_a_review_nothing(
    measured: Measured, critical: list[str], value: float
) -> None:
    rows = reviews("legal,kind", "yes,yes", "no,yes")
    settings = {"items": ["legal", "kind"], "critical": critical}
    assert measured("reviews", rows, "quality_score", settings).value == value


def test_the_lowest_mark_fails_what_is_critical(measured: Measured) -> None:
    rows = reviews("a,b", "5,1", "5,2", "5,no", "5,yes", "5,")
    settings = {"items": ["a"], "critical": ["b"], "scale": "1-5"}
    found = measured("reviews", rows, "quality_score", settings)
    assert (found.value, found.n) == (3 / 5, 5)


def test_marks_off_the_scale_cannot_be_read(measured: Measured) -> None:
    rows = reviews("a", "6", "0", "5", "good", "yes", "no")
    found = measured("reviews", rows, "quality_score", {"items": ["a"], "scale": "1-5"})
    assert (found.value, found.n, found.unreadable_by) == (2 / 3, 3, {"a": 3})


def test_no_scale_is_assumed(measured: Measured) -> None:
    rows = reviews("a", "yes", "4")
    with pytest.raises(StandardsError, match="marks such as 4, and no scale is given"):
        measured("reviews", rows, "quality_score", {"items": ["a"]})


def test_coverage_stands_beside_the_score(audited: Audited) -> None:
    tables = {
        "tickets": "id,created_at\n"
        + "\n".join(f"t{n},2026-10-0{1 + n % 2}T09:00:00Z" for n in range(10)),
        "reviews": "id,ticket_id,reviewed_at,agent,a\n"
        "1,t1,2026-10-03T09:00:00Z,Ann,yes\n2,t1,2026-10-03T09:00:00Z,Bob,yes\n"
        "3,t2,2026-10-03T09:00:00Z,Ann,no\n4,elsewhere,2026-10-03T09:00:00Z,,no\n",
    }
    standard: dict[str, Any] = {"metric": "quality_score", "items": ["a"], "min_n": 1}
    found = audited(tables, [standard]).results[0]
    assert listed(found)[1:] == [("reviews per agent", 1.5, 2), ("tickets reviewed", 0.2, 10)]
    assert found.details[2].numerator == 2


def test_a_breakdown_by_an_item_keeps_its_marks(audited: Audited) -> None:
    rows = reviews("a,agent", "yes,Ann", "no,Bob", "yes,Bob")
    standard = {"metric": "quality_score", "items": ["a"], "by": ["agent", "a"], "min_n": 1}
    found = audited({"reviews": rows}, [standard]).results
    assert {tuple(one.group.values()): one.value for one in found} == {
        (): 2 / 3, ("Ann",): 1, ("Bob",): 0.5, ("yes",): 1, ("no",): 0
    }  # fmt: skip


def test_critical_items_of_a_checklist_must_be_yes_as_well(measured: Measured) -> None:
    rows = "id,reviewed_at,belt,table\n" + "\n".join(
        f"{n},2026-10-05T09:00:00Z,{belt},{table}"
        for n, (belt, table) in enumerate([("yes", "yes"), ("yes", "no"), ("no", "yes")])
    )
    settings = {"items": ["belt"], "critical": ["table"]}
    found = measured("reviews", rows, "checklist_compliance", settings)
    assert (found.numerator, found.n) == (1, 3)
    assert [one.label for one in found.details] == ["belt", "table"]
