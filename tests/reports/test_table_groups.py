from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from csaudit.audit.identity import PeriodOf
from csaudit.audit.report import ResultDetail
from csaudit.harmless import STEERING
from csaudit.reports.format import Look
from tests.reports.examples import (
    HOSTILE,
    acme,
    breakdown,
    nasty,
    report,
    share,
    tickets,
)
from tests.reports.table_lines import ESCAPES, render


def leeds() -> list[str]:
    return [line for line in render(acme()).splitlines() if "branch" in line or "Leeds" in line]


def test_groups_stand_below_their_standard_with_words_in_lower_case() -> None:
    lines = leeds()
    assert [line.split()[0] for line in lines] == ["misses", "fail", "fail", "few"]
    assert all(line.startswith("  ") for line in lines)


def test_where_the_misses_gather_stands_below_the_standard_and_in_no_note() -> None:
    said = "misses gather at branch Leeds (60 % of them, 33 % of the tickets)"
    lines = render(acme()).splitlines()
    row = next(at for at, line in enumerate(lines) if line.startswith("FAIL    urgent-resolution "))
    assert lines[row + 1].strip() == said
    assert sum(said in line for line in lines) == 1


def test_a_blank_group_and_two_columns_are_named() -> None:
    one = share("x", 80, 100)
    both = breakdown(one, {"agent": None, "channel": "email"}, 40, 50)
    assert "agent (blank), channel email" in render(report(one, both), Look(width=160))


@pytest.mark.parametrize(
    ("every", "start", "hour", "shown"),
    [
        ("hour", date(2026, 10, 5), 9, "hour 2026-10-05 09:00"),
        ("day", date(2026, 10, 5), None, "day 2026-10-05"),
        ("week", date(2027, 1, 1), None, "week 2026-W53"),
        ("month", date(2026, 10, 1), None, "month 2026-10"),
        ("quarter", date(2026, 10, 1), None, "quarter 2026-Q4"),
    ],
)
def test_periods_are_named(every: str, start: date, hour: int | None, shown: str) -> None:
    one = share("x", 80, 100)
    period = PeriodOf(every=every, start=start, hour=hour)
    assert shown in render(report(one, replace(breakdown(one, {}, 40, 50), period=period)))


def test_a_long_breakdown_shows_what_failed_and_counts_the_rest() -> None:
    one = share("x", 800, 1000)
    teams = [
        breakdown(one, {"team": f"t{number:02}"}, 20 if number == 33 else 50, 50)
        for number in range(40)
    ]
    text = render(report(one, *teams))
    assert "team t33" in text
    assert "        39 kept it by team: t00 100 % to t39 100 %\n" in text
    assert "  pass    " not in text
    assert render(report(one, *teams), Look(verbose=True)).count("  pass    ") == 39


def test_groups_stand_the_worst_first_and_the_hours_of_a_day_in_their_order() -> None:
    one = share("x", 800, 1000)
    teams = [breakdown(one, {"team": f"t{n}"}, 40 - 3 * n, 50) for n in range(3)]
    hours = [breakdown(one, {"created_hour": str(n)}, 40 - 3 * n, 50) for n in range(3)]
    text = render(report(one, *teams, *hours))
    places = [text.index(name) for name in ("team t2", "team t1", "team t0")]
    places += [text.index(f"created_hour {n}") for n in range(3)]
    assert places == sorted(places)


def test_what_failed_and_by_how_much_is_told_at_the_top() -> None:
    failed = [share(f"x{number}", 800, 1000) for number in range(7)]
    text = " ".join(render(report(*failed, share("y", 950, 1000))).split())
    assert "7 of 8 standards were not kept: x0 80.0 %, 10.0 points off; x1" in text
    assert "x4 80.0 %, 10.0 points off; and 2 more" in text


def test_an_agents_line_says_what_an_export_knows() -> None:
    one = share("x", 800, 1000)
    text = render(report(one, breakdown(one, {"agent": "Ann"}, 40, 50)))
    assert "an export knows only the last agent of a ticket" in text


def test_of_many_days_the_latest_are_shown() -> None:
    one = share("x", 800, 1000)
    days = [
        replace(
            breakdown(one, {}, 40, 50), period=PeriodOf(every="day", start=date(2026, 10, number))
        )
        for number in range(1, 31)
    ]
    text = render(report(one, *days))
    assert "2026-10-24" in text
    assert "2026-10-23" not in text
    assert "23 more (23 fail)" in text


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252", "ascii"])
@pytest.mark.parametrize("colour", [True, False])
def test_hostile_text_steers_nothing_and_fits_every_encoding(encoding: str, colour: bool) -> None:  # noqa: FBT001 - pytest fills it in
    text = render(nasty(), Look(encoding=encoding, colour=colour, verbose=True))
    text.encode(encoding)
    plain = ESCAPES.sub("", text)
    assert [found for found in STEERING.findall(plain) if found != "\n"] == []
    assert "[red]" in plain


def test_a_group_cannot_forge_a_line() -> None:
    one = share("x", 80, 100)
    text = render(report(one, breakdown(one, {"team": "a\nPASS    x  100 %"}, 40, 50)))
    assert [line for line in text.splitlines() if line.startswith("PASS")] == []


def test_a_letter_in_a_cell_is_shortened_and_the_rest_counted() -> None:
    one = share("x", 80, 100, details=(ResultDetail(label="q" * 5000, n=3),))
    text = render(report(one, breakdown(one, {"team": HOSTILE + "y" * 9000}, 40, 50)))
    assert len(text.splitlines()) < 60
    assert "more characters]" in text


def test_reviews_per_agent_are_no_share() -> None:
    marks = ResultDetail(label="patience", value=0.8, n=4)
    each = ResultDetail(label="reviews per agent", value=22.5, n=4)
    one = share("x", 80, 100, details=(marks, each))
    text = render(report(one))
    assert "patience: 80.0 %, 4" in text
    assert "reviews per agent: 22.5" in text


def test_a_share_below_a_ratio_is_told_in_per_cent() -> None:
    line = ResultDetail(label="without any reply", value=0.05, n=100, numerator=5)
    odds = share("x", 80, 100, details=(line,))
    odds = replace(odds, unit="number", value=4.0, denominator=20, settings={"form": "ratio"})
    assert "without any reply: 5.0 %, 5 of 100" in render(report(odds))


def test_a_mean_says_how_many_open_cases_it_leaves_out() -> None:
    mean = replace(share("x", 80, 100), unit="seconds", value=60.0, statistic="mean", open=3)
    assert "3 open cases are left out of the mean" in render(report(mean))
    assert "left out of the mean" not in render(report(replace(mean, statistic="median")))


def test_a_survey_says_how_many_of_those_asked_have_answered() -> None:
    one = replace(share("x", 80, 100), not_applicable_by={"no answer": 300})
    assert "answered: 100 of 400, 25.0 %" in render(report(one))


def test_a_standards_own_exceptions_are_counted_below_it() -> None:
    one = share("one", 9, 10, left_out_by={"spam": 8, "flood in Leeds": 1_204})
    shown = render(report(one, inputs=(tickets(left_out={"spam": 8}),)))
    assert "        left out: 1,204 flood in Leeds" in shown.splitlines()
