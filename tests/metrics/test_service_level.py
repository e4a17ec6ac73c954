"""Answered within the limit ÷ calls, in each of the three ways to count abandoned calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.metrics.conftest import Listed, Measured


def calls(answered_in_time: int, answered_late: int, abandoned: list[int]) -> str:
    rows = ["id,answered,wait"]
    rows += ["x,yes,20"] * answered_in_time + ["x,yes,21"] * answered_late
    rows += [f"x,no,{wait}" for wait in abandoned]
    return "\n".join([rows[0], *(f"{n}{row[1:]}" for n, row in enumerate(rows[1:]))])


@pytest.mark.parametrize(
    ("abandoned", "share"), [("ignore", 70 / 90), ("miss", 70 / 100), ("hit", 80 / 100)]
)
def test_ciscos_worked_example(measured: Measured, abandoned: str, share: float) -> None:
    """70 answered and 10 abandoned within the threshold, 20 exceeded it.

    Cisco ICM/IPCC Enterprise Reporting, "How Service Levels are Calculated": ignored 70/90,
    negative 70/100, positive 80/100. Of the 20, half are answered later and half given up.
    """
    rows = calls(70, 10, [20] * 10 + [21] * 10)
    settings = {"within": "20s", "abandoned": abandoned, "target": "80%"}
    found = measured("calls", rows, "service_level", settings)
    assert found.value == share
    assert found.unit == "share"


@pytest.mark.parametrize(
    ("settings", "share"),
    [
        ({"abandoned": "hit"}, (880, 1060)),
        ({"abandoned": "miss"}, (860, 1060)),
        ({"abandoned": "ignore"}, (860, 1040)),
        ({"short_abandon": "20s"}, (860, 1040)),
        ({"short_abandon": "5s"}, (860, 1050)),
    ],
    ids=["formula 1", "formula 3", "formula 4", "formula 4 by a short abandon", "short calls"],
)
def test_call_centre_helpers_formulas(
    measured: Measured, settings: dict[str, str], share: tuple[int, int]
) -> None:
    """1,000 answered, 860 of them in 20 s; 60 abandoned, 20 of them in 20 s, 10 in 5 s.

    callcentrehelper.com, "Service Level Threshold Calculations", formulas 1, 3 and 4.
    """
    rows = calls(860, 140, [5] * 10 + [12] * 10 + [30] * 40)
    found = measured("calls", rows, "service_level", {"within": "20s", **settings})
    assert (found.numerator, found.denominator) == share


def test_whoever_gave_up_after_an_unknown_wait_was_missed(measured: Measured) -> None:
    rows = "id,answered,wait\na,yes,10\nb,no,\n"
    for abandoned in ("miss", "ignore", "hit"):
        found = measured("calls", rows, "service_level", {"within": "20s", "abandoned": abandoned})
        assert (found.numerator, found.n) == (1, 2)


def test_talkdesks_short_abandons_leave_the_denominator(measured: Measured) -> None:
    """Talkdesk Live: answered in threshold ÷ (inbound - short abandoned)."""
    rows = calls(80, 10, [3, 5, 5, 6, 40])
    found = measured("calls", rows, "service_level", {"within": "20s", "short_abandon": "5s"})
    assert (found.numerator, found.denominator) == (80, 92)


def test_eighty_in_twenty_is_met_on_the_number(measured: Measured) -> None:
    rows = calls(80, 20, [])
    found = measured("calls", rows, "service_level", {"within": "20s", "target": "80%"})
    assert found.outcome == "pass"


def test_ciscos_example_without_abandoned_calls(measured: Measured) -> None:
    """50 answered in under 30 seconds and 80 later: 50 / (50 + 80), 38 %.

    Cisco Unified Intelligence Center 9.0 user guide, "Service level".
    """
    rows = "id,answered,wait\n" + "\n".join(f"{n},yes,{29 if n < 50 else 31}" for n in range(130))
    found = measured("calls", rows, "service_level", {"within": "30s", "abandoned": "ignore"})
    assert found.value == 50 / 130


GIVEN_UP = """
id,offered_at,answered_at,ended_at,abandoned
answered,2026-10-05T09:00:00Z,2026-10-05T09:00:18Z,2026-10-05T09:05:00Z,no
late,2026-10-05T09:00:00Z,,2026-10-05T09:00:30Z,yes
unknown,2026-10-05T09:00:00Z,,,yes
"""


def test_a_call_that_was_given_up_says_so_in_the_list(listed: Listed) -> None:
    rows = listed("calls", GIVEN_UP, "service_level", {"within": "20s", "target": "80%"})
    late, unknown = rows["late"], rows["unknown"]
    assert (late["verdict"], late["reason"], late["measured"]) == ("missed", "abandoned", 30)
    assert (late["ended_at"] - late["started_at"]).total_seconds() == 30
    assert (unknown["verdict"], unknown["reason"]) == ("missed", "abandoned")
    assert unknown["started_at"] == late["started_at"]
    assert rows["answered"]["reason"] is None


def test_whoever_gave_up_would_have_waited_longer(measured: Measured) -> None:
    """Three in four were answered after 10 s; when nine in ten would have been, nobody knows."""
    rows = "id,answered,wait\na,yes,10\nb,yes,10\nc,yes,10\nd,no,15\n"
    settings = {"within": "20s", "target": "90%", "abandoned": "miss"}
    found = measured("calls", rows, "service_level", settings)
    assert (found.numerator, found.n, found.reached_seconds) == (3, 4, None)
    ignored = measured("calls", rows, "service_level", settings | {"abandoned": "ignore"})
    assert (ignored.numerator, ignored.n, ignored.reached_seconds) == (3, 3, 10)
