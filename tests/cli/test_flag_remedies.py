"""What the command line offers for a mistaken flag is typed instead, and the mistake is gone."""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Csaudit

TICKETS = "id,created_at,first_response_at,priority,tags\n" + "".join(
    f"{number},2026-10-{1 + number % 28:02} 09:00,2026-10-{1 + number % 28:02} 10:00,high,vip\n"
    for number in range(60)
)
STANDARDS = """\
version: 1
timezone: Europe/London
calendars:
  office: {hours: {mon-fri: "09:00-17:00"}}
standards:
  - {id: a, statement: We answer., metric: first_response_time, within: 4h, target: 95%}
"""

MISTAKES = [
    "check t.csv --month 10/2026",
    "check t.csv --month October",
    "check t.csv --last 5",
    "check t.csv --last fortnight",
    "check t.csv --since 10/13/2026",
    "check t.csv --since 31.09.2026",
    "check t.csv --until lately",
    "check t.csv --as-of soon",
    "check t.csv --every fortnight",
    "check t.csv --every monthly",
    "check t.csv --every daily",
    "check t.csv --max-size big",
    "check t.csv --memory 2 gigs",
    "check t.csv --tolerance much --baseline base.json",
    "check t.csv --where 'priority = high'",
    "check t.csv --where 'priority == \"high\"'",
    "check t.csv --where \"priority = 'high' && tags = 'vip'\"",
    "check t.csv --where 'priority != null'",
    "check t.csv --where 'prioritty is not null'",
    "check t.csv --timezone Berlin",
    "check t.csv --timezone CET+1",
    "check t.csv --date-order dmy",
    "check t.csv --select A",
    "check t.csv --ignore b",
    "check t.csv --source zendesc",
    "check t.csv -f jsn",
    "check t.csv -o report.xyz",
    "check t.csv --format excel",
    "check ticket=t.csv",
    "check t.csv --columns priority",
    "tickets t.csv --due-within soon",
    "tickets t.csv --due-within 8hours",
    "tickets t.csv --columns prioritty",
    "tickets t.csv --all --missed",
    "tickets t.csv --verdict late",
    "explain t.csv --id x1",
    "trend t.csv --every weekly",
    "calendar office --from yesterday",
    "calendar ofice",
    "sources zendesc",
]
_INSTEAD = re.compile(r"^\s*(?:write|add|name the table):  (.+)$", re.MULTILINE)


@pytest.fixture
def desk(csaudit: Csaudit, tmp_path: Path) -> Csaudit:
    (tmp_path / "t.csv").write_text(TICKETS, encoding="utf-8")
    (tmp_path / "standards.yaml").write_text(STANDARDS, encoding="utf-8")
    csaudit("check", "t.csv", "-f", "json", "-o", "base.json", "-q")
    return csaudit


def retyped(command: str, offered: str) -> list[str]:
    """The command with the first thing that is offered in the place of what was wrong."""
    words, new = (
        shlex.split(command),
        shlex.split(offered.split("  or  ", maxsplit=1)[0].split("    ", maxsplit=1)[0]),
    )
    if new[0] == "csaudit":
        return new[1:]
    if new[0].startswith("-"):
        at = words.index(new[0]) if new[0] in words else len(words)
        rest = next((n for n in range(at + 1, len(words)) if words[n][0] == "-"), len(words))
        return [*words[:at], *new, *words[rest:]]
    raise AssertionError(f"nobody knows where to type {offered}")


@pytest.mark.parametrize("command", MISTAKES)
def test_what_is_offered_is_taken(desk: Csaudit, command: str) -> None:
    wrong = desk(*shlex.split(command))
    assert wrong.code in {2, 3}, wrong.out + wrong.err
    assert len(wrong.err.splitlines()) <= 4, wrong.err
    offered = _INSTEAD.search(wrong.err)
    if offered is not None:
        right = desk(*retyped(command, offered[1]))
        assert right.code in {0, 1}, f"{wrong.err}\n{right.err}"


def test_a_reason_that_many_standards_share_is_told_once(desk: Csaudit, root: Path) -> None:
    calls = str(root / "sample_data" / "calls.csv")
    done = desk("check", f"calls={calls}", "-s", str(root / "standards.yaml"))
    assert done.code == 3
    assert done.err.count("no tickets were given") == 1
    assert (
        "written-first-response, social-first-response, chat-first-response and 11 more" in done.err
    )
    assert done.err.endswith("give the data that they speak of:  tickets=FILE\n")


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (("check", "t.csv", "-o", "report.pdf"), "-o report.html"),
        (("check", "t.csv", "-o", "misses.xls"), "-o misses.csv"),
        (("tickets", "t.csv", "-o", "misses.xls"), "-o misses.xlsx"),
        (("check", "t.csv", "-o", "junit"), "-o junit=report.xml"),
        (("check", "t.csv", "-o", "xlsx=misses.xlsx"), "-o misses.csv"),
        (("check", "t.csv", "--last", "7", "days"), '--last "7 days"'),
        (("explain", "t.csv", "20001"), "--id 20001"),
    ],
)
def test_the_flag_that_was_meant_is_offered(
    csaudit: Csaudit, arguments: tuple[str, ...], remedy: str
) -> None:
    (csaudit.folder / "t.csv").write_text("id,created_at\n1,2026-10-01T09:00Z\n")
    done = csaudit(*arguments, "-s", "example")
    assert done.code == 2
    assert remedy in done.err


@pytest.mark.parametrize("flags", [("--select", "a,b"), ("--standard", "a", "--standard", "b")])
def test_standards_are_chosen_by_either_name(csaudit: Csaudit, flags: tuple[str, ...]) -> None:
    (csaudit.folder / "t.csv").write_text("id,created_at\n1,2026-10-01T09:00Z\n")
    standard = "  - {{id: {0}, statement: s, metric: share, success: id is not null}}\n"
    (csaudit.folder / "s.yaml").write_text(
        "version: 1\nstandards:\n" + "".join(standard.format(name) for name in "abc")
    )
    done = csaudit("check", "t.csv", "-s", "s.yaml", *flags, "-f", "json")
    assert [one["id"] for one in json.loads(done.out)["results"]] == ["a", "b"]
