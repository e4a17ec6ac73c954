"""Answered within the limit ÷ calls, in each of the three ways to count abandoned calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.metrics.conftest import Measured


def calls(answered_in_time: int, answered_late: int, abandoned: list[int]) -> str:
    rows = ["id,answered,wait"]
    rows += ["x,yes,20"] * answered_in_time + ["x,yes,21"] * answered_late
    rows += [f"x,no,{wait}" for wait in abandoned]
    return "\n".join([rows[0], *(f"{n}{row[1:]}" for n, row in enumerate(rows[1:]))])


@pytest.mark.parametrize(
    ("abandoned", "share"), [("ignore", 70 / 90), ("miss", 70 / 100), ("hit", 80 / 100)]
)
def test_ciscos_three_formulas(measured: Measured, abandoned: str, share: float) -> None:
    """Cisco ICM: A ÷ (E - abandoned), A ÷ E, (A + abandoned) ÷ E.

    A = answered within the threshold, E = calls whose threshold expired or that ended;
    reference/helpdesks.md 2.10. Here A = 70, 20 answered late, 10 abandoned.
    """
    rows = calls(70, 20, [30] * 10)
    settings = {"within": "20s", "abandoned": abandoned, "target": "80%"}
    found = measured("calls", rows, "service_level", settings)
    assert found.value == share
    assert found.unit == "share"


def test_talkdesks_short_abandons_leave_the_denominator(measured: Measured) -> None:
    """Talkdesk Live: answered in threshold ÷ (inbound - short abandoned)."""
    rows = calls(80, 10, [3, 5, 5, 6, 40])
    found = measured("calls", rows, "service_level", {"within": "20s", "short_abandon": "5s"})
    assert (found.numerator, found.denominator) == (80, 92)


def test_eighty_in_twenty_is_met_on_the_number(measured: Measured) -> None:
    rows = calls(80, 20, [])
    found = measured("calls", rows, "service_level", {"within": "20s", "target": "80%"})
    assert found.outcome == "pass"
