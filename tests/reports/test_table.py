from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from csaudit.audit.report import Gate, Note, TrippedBy
from csaudit.outcomes import Outcome
from csaudit.reports.format import Look
from tests.reports.examples import (
    acme,
    report,
    share,
    spread,
    tickets,
)
from tests.reports.table_lines import ESCAPES, below_the_title, render

if TYPE_CHECKING:
    from pathlib import Path


WIDTHS = [80, 100, 160]


def _words(text: str) -> set[str]:
    return {word.rstrip(",") for word in text.split()}


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
