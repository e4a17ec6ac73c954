from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from csaudit.audit.identity import PeriodOf
from csaudit.audit.report import Gate, Limit, Note, ResultDetail, Target, TrippedBy
from csaudit.harmless import STEERING
from csaudit.outcomes import Outcome
from csaudit.reports.format import Look
from csaudit.reports.table import render
from tests.reports.examples import (
    AT_LEAST_95,
    AT_MOST_5,
    HOSTILE,
    acme,
    breakdown,
    nasty,
    report,
    result,
    share,
    tickets,
)

if TYPE_CHECKING:
    from pathlib import Path

    from csaudit.audit.report import Result

WIDTHS = [80, 100, 160]
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def line_of(text: str, name: str) -> str:
    """The line of the table that starts with a first word and this name."""
    return next(line for line in below_the_title(text) if f" {name} " in f"{line} ")


def below_the_title(text: str) -> list[str]:
    """The lines from the headings of the columns on."""
    every = text.splitlines()
    return every[next(n for n, line in enumerate(every) if line.startswith("        STANDARD")) :]


def _words(text: str) -> set[str]:
    return {word.rstrip(",") for word in text.split()}


# ---- the page ----


def check_golden(root: Path, name: str, text: str) -> None:
    path = root / "tests" / "golden" / name
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_golden_table(root: Path, width: int) -> None:
    check_golden(root, f"acme-{width}.txt", render(acme(), Look(width=width)))


def test_the_golden_colours(root: Path) -> None:
    check_golden(root, "acme-colour.txt", render(acme(), Look(colour=True)))


@pytest.mark.parametrize("width", [40, 60, 80, 81, 97, 98, 99, 100, 120, 160, 300])
def test_no_line_is_wider_than_the_terminal_and_none_ends_in_spaces(width: int) -> None:
    for line in render(acme(), Look(width=width)).splitlines():
        assert cell_len(line) <= width
        assert line == line.rstrip()


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
def test_no_word_and_no_number_is_lost_at_any_width(width: int) -> None:
    roomy, narrow = (render(acme(), Look(width=columns)) for columns in (300, width))
    needless = {"-", "0", "/", *_words(below_the_title(roomy)[0])}
    joined = re.sub(r"(?<=[\w,]-)\n +", "", narrow)
    assert _words(roomy) - needless <= _words(narrow) | _words(joined)


def test_at_100_columns_every_column_stands_side_by_side() -> None:
    header = below_the_title(render(acme()))[0]
    assert header.split() == (
        "STANDARD LIMIT, CLOCK KEPT TARGET MARGIN JUDGED MISSED/MAX NOT DUE REACHED".split()
    )


def test_what_is_nearly_too_wide_is_told_in_shorter_lines_before_columns_move_below() -> None:
    long = share(
        "written-first-response",
        1622,
        3222,
        metric="first_contact_resolution",
        reached_seconds=97200.0,
        not_due=11,
    )
    text = render(report(long, replace(spread(), id="same-at-every-branch")))
    rows = below_the_title(text)
    assert rows[0].split()[-4:] == ["MISSED/MAX", "NOT", "DUE", "REACHED"]
    assert rows[2].split() == (
        "FAIL written-first-response first 50.3 % >= 90 % -39.7 3,222 1,600/322 11 27h 00m".split()
    )
    assert [line.split() for line in rows[3:5]] == [["contact"], ["resolution"]]
    folded = [line.split() for line in rows[5:7]]
    assert folded[0][:6] == ["FAIL", "same-at-every-branch", "spread", "of", "22.8", "<="]
    assert folded[1] == ["satisfied", "points", "points"]


def test_at_80_columns_the_last_columns_stand_below() -> None:
    lines = render(acme(), Look(width=80)).splitlines()
    at = next(index for index, line in enumerate(lines) if "email-first-response" in line)
    assert lines[at].endswith("1,842")
    assert lines[at + 1].strip() == "missed/max 61 / 92, not due 17, reached 21h 05m"


def test_colour_changes_nothing_but_the_colour() -> None:
    assert ESCAPES.sub("", render(acme(), Look(colour=True))) == render(acme())
    assert "\x1b" not in render(acme())


def test_colour_is_only_on_the_first_word_and_the_margin() -> None:
    coloured = re.compile(r"\x1b\[(?!0m|1m)[0-9;]*m(.*?)\x1b\[0m")
    for line in render(acme(), Look(colour=True)).splitlines():
        for text in coloured.findall(line):
            assert re.fullmatch(r"FAIL|WARN|PASS|NO DATA|(pass|warn|fail) *| *[+-].*|", text), line


def test_no_letters_are_yellow_white_or_blue_on_the_terminals_own_ground() -> None:
    for codes in re.findall(r"\x1b\[([0-9;]*)m", render(acme(), Look(colour=True))):
        used = set(codes.split(";"))
        assert not used & {"33", "34", "93", "94", "30", "2"}
        assert "37" not in used or "41" in used


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2026-08-31T23:00Z", "2026-09-30T23:00Z", "2026-09-01 to 2026-09-30"),
        ("2026-10-30T00:00Z", "2026-10-31T00:00Z", "2026-10-30"),
        ("2026-10-01T00:00+01:00", None, "from 2026-10-01"),
        (None, "2026-09-30T12:00+01:00", "up to 2026-09-30 12:00"),
        ("2026-10-24T16:23:09Z", "2026-10-31T17:23:09Z", "2026-10-24 17:23 to 2026-10-31 17:23"),
    ],
)
def test_the_heading_says_which_period_was_asked_for(
    start: str | None, end: str | None, shown: str
) -> None:
    edges = [None if edge is None else datetime.fromisoformat(edge) for edge in (start, end)]
    heading = render(report(share("x", 9, 10), period=tuple(edges))).splitlines()[0]
    assert heading == f"Acme Support, service standards: {shown}"


# ---- the rows ----


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


def spread(**facts: Any) -> Result:  # noqa: ANN401 - what a field takes
    usual: dict[str, Any] = {
        "counted": "satisfied",
        "statistic": "spread",
        "value": 0.228,
        "margin": -0.128,
        "budget": None,
    }
    return share("x", 805, 948, Target(op="<=", value=0.1), **(usual | facts))


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


# ---- breakdowns ----


def leeds() -> list[str]:
    return [line for line in render(acme()).splitlines() if "branch" in line or "Leeds" in line]


def test_groups_stand_below_their_standard_with_words_in_lower_case() -> None:
    lines = leeds()
    assert [line.split()[0] for line in lines] == ["fail", "fail", "few", "Leeds"]
    assert all(line.startswith("  ") for line in lines)


def test_a_group_with_an_outsized_part_of_the_misses_is_named() -> None:
    assert leeds()[-1].strip() == "Leeds has 60 % of the misses with 33 % of the tickets"


def test_nobody_is_named_for_what_chance_would_do() -> None:
    one = share("x", 80, 100)
    even = [breakdown(one, {"team": name}, 40, 50) for name in ("a", "b")]
    assert "of the misses" not in render(report(one, *even))


def test_nobody_is_named_where_the_standard_is_kept() -> None:
    one = share("x", 950, 1000)
    skewed = [breakdown(one, {"team": "a"}, 50, 100), breakdown(one, {"team": "b"}, 900, 900)]
    assert "of the misses" not in render(report(one, *skewed))


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


# ---- below the table ----


def test_every_row_is_accounted_for() -> None:
    text = " ".join(render(acme()).split())
    assert (
        "ROWS 4,312 read = 4,192 audited + 116 left out (spam 88, merged 21, unreachable client 7) "
        '+ 4 unreadable (Created at: "31/10/2026 25:10", row 1,207; --verbose lists more)'
    ) in text


def test_each_table_has_its_own_account() -> None:
    calls = tickets(
        table="calls",
        rows=70,
        audited=56,
        left_out={},
        unreadable={},
        undated=0,
        superseded=5,
        outside_period=9,
    )
    text = render(report(share("x", 9, 10), inputs=(tickets(), calls)))
    assert "ROWS    tickets: 4,312 read" in text
    assert "ROWS    calls: 70 read = 56 audited + 5 superseded + 9 outside the period\n" in text


def test_cells_that_do_not_date_a_row_are_counted_on_a_line_of_their_own() -> None:
    cells = tickets(
        unreadable={"created_at": 4, "csat": 3},
        headers={"created_at": "Created at", "csat": "Rating"},
    )
    text = " ".join(render(report(share("x", 9, 10), inputs=(cells,))).split())
    assert "+ 4 unreadable (no date) unreadable cells: Created at 4: " in text
    assert "; Rating 3; --verbose lists more" in text


def test_verbose_lists_every_example_and_where_each_record_went() -> None:
    text = " ".join(render(acme(), Look(width=160, verbose=True)).split())
    assert '"31/10/2026 25:10", row 1,207, "soon", row 2,001)' in text
    assert "We resolve urgent problems within 4 hours." in text
    assert "4,296 tickets = 1,842 judged + 17 not due + 2,321 not applicable + 116 left out" in text


def test_a_note_names_its_standard_and_the_setting() -> None:
    lines = render(acme()).splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith("NOTE"))
    assert lines[at].startswith("NOTE    email-first-response: 41 % of the first replies")
    assert lines[at + 1].startswith("        set  leave_out: [")


def test_notes_of_one_kind_are_one_with_a_count() -> None:
    notes = (*(Note(code="a", message=f"first {n}") for n in range(3)), Note(code="b", message="x"))
    of = report(share("x", 800, 1000), notes=notes)
    text = render(of)
    assert "NOTE    first 0\n        and 2 like it: --verbose shows them\nNOTE    x\n" in text
    assert "NOTE    first 1\nNOTE    first 2\n" in render(of, Look(verbose=True))


def test_the_audit_instant_stands_in_the_zone_of_the_standards() -> None:
    summer = replace(acme(), as_of=acme().as_of.replace(month=7))
    assert "AS OF   2026-07-31 18:42 Europe/London: the newest event" in render(summer)


def test_the_last_line_says_the_exit_code_and_who_caused_it() -> None:
    last = " ".join(render(acme(), Look(width=160)).splitlines()[-1].split())
    assert last == (
        "2 FAIL, 1 NO DATA, 1 WARN, 2 PASS, 1 INFO in 0.4 s: "
        "exit 1 (urgent-resolution, phone-three-rings, happy-customers)"
    )


def test_a_gate_that_was_told_to_stay_open_says_so() -> None:
    never = report(share("x", 1, 2), gate=Gate(fail_on="never", tripped=False, exit_code=0))
    assert render(never).endswith("1 FAIL in 0.4 s: exit 0 (--fail-on never)\n")


def test_many_causes_are_counted() -> None:
    causes = tuple(
        TrippedBy(id=f"s{number}", group={}, outcome=Outcome.FAIL, reason=None)
        for number in range(9)
    )
    gate = Gate(fail_on="fail", tripped=True, exit_code=1, tripped_by=causes)
    text = render(report(share("x", 1, 2), gate=gate))
    assert text.endswith("exit 1 (s0, s1, s2, s3, s4, s5, and 3 more)\n")


def test_the_next_command_can_be_copied_whole() -> None:
    command = "csaudit check 'my tickets.csv' --select urgent-resolution --by agent" + " -s x" * 30
    assert f"\nnext: {command}    (who)\n" in render(
        acme(), Look(width=80, next_step=(command, "who"))
    )


# ---- hostile text ----


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
