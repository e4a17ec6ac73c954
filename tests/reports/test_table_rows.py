from __future__ import annotations

from dataclasses import replace

import pytest

from csaudit.audit.report import Limit, Target
from csaudit.outcomes import Outcome
from csaudit.reports.format import Look
from tests.reports.examples import (
    AT_LEAST_95,
    AT_MOST_5,
    acme,
    report,
    result,
    share,
    spread,
)
from tests.reports.table_lines import line_of, render


def test_standards_lie_under_their_dimension() -> None:
    lines = render(acme()).splitlines()
    headings = [line for line in lines if line.isupper() and line[0].isalpha() and ":" not in line]
    assert headings == ["EFFICIENCY", "RESPONSIVENESS", "QUALITY", "STANDARDS"]


def test_without_dimensions_there_are_no_headings() -> None:
    assert "STANDARDS" not in render(report(share("a", 9, 10)))


@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        (Outcome.PASS, "PASS"),
        (Outcome.WARN, "WARN"),
        (Outcome.FAIL, "FAIL"),
        (Outcome.INFO, "INFO"),
        (Outcome.NO_DATA, "NO DATA"),
    ],
)
def test_the_outcome_is_the_first_word(outcome: Outcome, word: str) -> None:
    assert line_of(render(report(result("x", outcome=outcome))), "x").startswith(word)


@pytest.mark.parametrize(
    ("kept", "of", "target", "shown"),
    [
        (9496, 10000, AT_LEAST_95, "94.96 % >= 95 %"),
        (94999, 100000, AT_LEAST_95, "94.999 % >= 95 %"),
        (19999, 20000, Target(op=">=", value=0.999), "99.995 % >= 99.9 %"),
        (95, 100, AT_LEAST_95, "95.0 % >= 95 %"),
        (501, 10000, AT_MOST_5, "5.01 % <= 5 %"),
        (50001, 1000000, AT_MOST_5, "5.0001 % <= 5 %"),
    ],
)
def test_a_figure_never_contradicts_its_verdict(
    kept: int, of: int, target: Target, shown: str
) -> None:
    assert shown in " ".join(render(report(share("x", kept, of, target))).split())


def test_a_share_of_which_less_is_better_says_what_it_counts() -> None:
    one = share("few-reopened", 61, 1500, AT_MOST_5, metric="reopen_rate", counted="reopened")
    row = line_of(render(report(one)), "few-reopened")
    assert row.split()[2:5] == ["reopened", "4.1", "%"]
    assert "61 / 75" in row


def test_a_limit_without_target_says_how_many_broke_it() -> None:
    limit = Limit(text="4h", seconds=14400, calendar="always")
    every = share("every-one", 93, 100, Target(op=">=", value=1.0), limit=limit)
    text = render(report(every))
    assert "every one" in line_of(text, "every-one")
    assert "        7 broke it\n" in text


def test_a_figure_from_a_sample_shows_its_interval_and_whether_it_is_certain() -> None:
    sure = share("sure", 60, 100, interval=(0.5, 0.69), certain=True)
    unsure = share("unsure", 88, 100, interval=(0.8, 0.93), certain=False)
    text = render(report(sure, unsure))
    assert "        95 % interval 50.0 % to 69.0 %\n" in text
    assert "        not certain: the 95 % interval 80.0 % to 93.0 % holds the target\n" in text


def test_an_interval_that_nobody_asked_for_is_not_shown() -> None:
    assert "interval" not in render(report(share("x", 60, 100, interval=(0.5, 0.69))))


def test_no_data_says_why_and_what_to_do() -> None:
    missing = result("x", outcome=Outcome.NO_DATA, reason="too_few", words="9 judged, 30 needed")
    plain = result("y", outcome=Outcome.NO_DATA, reason="no_records")
    text = render(report(missing, plain))
    assert "        9 judged, 30 needed\n" in text
    assert "        no record to judge\n" in text


def test_a_statistic_shows_its_clock_and_its_unit() -> None:
    office = result(
        "median",
        unit="seconds",
        statistic="median",
        value=273600.0,
        target=Target(op="<=", value=288000.0),
        margin=14400.0,
        n=40,
        settings={"calendar": "office"},
    )
    on_hours = " ".join(line_of(render(report(office)), "median").split())
    assert on_hours == "PASS median median office 76h 00m <= 80h +4h 00m 40 0"
    around = replace(office, settings={"calendar": "always"})
    assert "median 24x7 3d 04h <= 3d 8h" in " ".join(render(report(around)).split())


def test_a_curve_that_does_not_come_down_says_more_than() -> None:
    one = result("p90", unit="seconds", statistic="p90", value=86400.0, bound="lower", n=3)
    assert "> 24h 00m" in render(report(one))


def test_a_spread_of_shares_is_told_in_points() -> None:
    row = line_of(render(report(spread()), Look(width=160)), "x")
    said = "FAIL x spread of satisfied 22.8 points <= 10 points -12.8 948 0"
    assert " ".join(row.split()) == said


def test_a_spread_that_happens_to_equal_the_share_of_all_stays_a_spread() -> None:
    one = spread(value=805 / 948, margin=0.1 - 805 / 948)
    assert "84.9 points" in render(report(one), Look(width=160))


def test_a_spread_stands_on_its_side_of_the_target() -> None:
    assert "10.04 points" in render(report(spread(value=0.1004)), Look(width=160))
    assert "0.0 points" in render(report(spread(value=0.0)), Look(width=160))


def test_a_spread_of_a_statistic_and_of_an_attainment_say_of_what() -> None:
    medians = spread(
        statistic="spread of median", unit="seconds", value=5400.0, settings={"calendar": "always"}
    )
    assert "spread of median 24x7 1h 30m" in " ".join(render(report(medians)).split())
    limit = Limit(text="8h", seconds=28800, calendar="office")
    kept = " ".join(render(report(spread(limit=limit)), Look(width=160)).split())
    assert "spread of 8 h office 22.8 points" in kept


@pytest.mark.parametrize(
    ("target", "remark"),
    [
        (Target(op=">=", value=3.0), "as a share 70.4 %, target >= 75 %"),
        (Target(op=">=", value=2.375), "as a share 70.36 %, target >= 70.4 %"),
        (None, "as a share 70.4 %"),
    ],
)
def test_a_ratio_says_so_and_what_it_is_as_a_share(target: Target | None, remark: str) -> None:
    one = result(
        "fcr",
        metric="first_contact_resolution",
        unit="number",
        settings={"form": "ratio"},
        value=2281 / 961,
        numerator=2281,
        denominator=961,
        n=3242,
        target=target,
        margin=None if target is None else 2281 / 961 - target.value,
    )
    text = render(report(one))
    assert "first contact resolution, ratio" in " ".join(text.split())
    assert f"        {remark}\n" in text
    assert "2.37" in line_of(text, "fcr")


def test_a_ratio_with_nothing_below_the_line_has_no_share() -> None:
    one = result("fcr", unit="number", settings={"form": "ratio"}, words="nothing below the line")
    text = render(report(one))
    assert "nothing below the line" in text
    assert "as a share" not in text


def test_a_long_id_folds_at_its_joints_and_stays_whole() -> None:
    name = "answer-every-written-complaint-about-a-delivery-within-one-working-day"
    text = render(report(share(name, 9, 10)), Look(width=80))
    column = [line[8:32].strip() for line in text.splitlines() if line.strip()]
    assert name in "".join(column)
