"""What customers wrote and who they are stays in the export, unless somebody asks for it."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from csaudit.reports import formats

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Csaudit, Done

SUBJECT, NAME, ADDRESS, BODY, NOTE = (
    "Zebrafinch refund", "Quillon Marchbanks", "q.marchbanks@zebra.example", "my card 4929 1234",
    "calls himself Ozymandias",
)  # fmt: skip
SECRETS = (SUBJECT, NAME, ADDRESS, BODY, NOTE, "Quillon", "Zebrafinch", "4929", "Ozymandias")

HEADERS = (
    "Ticket ID,Created at,First response at,Resolved at,Status,Channel,Agent,Subject,Requester,"
    "Requester email,Description,Notes,Phone"
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Some tickets kept, some missed, some open, some with cells that cannot be read."""
    lines = [HEADERS]
    for number in range(60):
        day = 1 + number % 28
        answered = f"2026-10-{day:02} {9 + number % 9:02}:30" if number % 7 else ""
        created = f"2026-10-{day:02} 08:00" if number % 20 else "n/a"
        status = ("Closed", "Open", "Wartet auf Kunde", "Pending")[number % 4]
        lines.append(
            f'{number},{created},{answered},,{status},email,a{number % 3},"{SUBJECT} {number}",'
            f'{NAME},{ADDRESS},"{BODY}\nsecond line",{NOTE},0{number}'
        )
    # Twice the same id, and a cell that is out of place.
    lines += [lines[5], lines[6].replace(",email,", ",,")]
    path = tmp_path / "tickets.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "standards.yaml").write_text(
        "version: 1\ntimezone: Europe/Berlin\nstandards:\n"
        "  - {id: a, statement: We answer., metric: first_response_time, within: 4h,\n"
        "     target: 95%, by: [agent, channel], every: week}\n"
        "  - {id: b, statement: We solve., metric: resolution_rate, target: 95%}\n"
        "  - {id: c, statement: No slip., metric: first_response_time, within: 4h, target: 95%,\n"
        "     where: \"requester = 'Nobody' or subject = 'x' or notes = 'y'\"}\n",
        encoding="utf-8",
    )
    return path


def keeps_quiet(done: Done, *more: str) -> None:
    for text in (done.out, done.err, *more):
        assert not [secret for secret in SECRETS if secret in text], text


@pytest.mark.parametrize("name", sorted(formats()))
def test_no_report_tells_them(csaudit: Csaudit, export: Path, name: str) -> None:
    keeps_quiet(csaudit("check", export, "-f", name, "--verbose", "--cross-check"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["tickets", "--all", "--verbose"],
        ["tickets", "--all", "-f", "csv"],
        ["tickets", "--all", "-f", "json"],
        ["tickets", "-f", "accept"],
        ["trend", "--every", "week"],
        ["trend", "--every", "week", "-f", "json"],
        ["explain", "--id", "8", "--id", "21"],
        ["explain", "--id", "8", "-f", "json"],
        ["explain", "--id", "8", "-f", "markdown"],
        ["explain", "--id", "8888"],
        ["inspect"],
        ["inspect", "-f", "json"],
        ["init", "-o", "-"],
        ["charter"],
        ["check", "--by", "subjekt"],
        ["check", "--where", "subjekt = 1"],
        ["check", "--where", "cast(subject as integer) > 1"],
        ["check", "--versus", "previous", "--last", "7d"],
    ],
    ids=" ".join,
)
def test_no_command_tells_them(csaudit: Csaudit, export: Path, arguments: list[str]) -> None:
    command, *flags = arguments
    done = csaudit(command, export, *flags)
    assert done.code != 70
    keeps_quiet(done)


def test_no_file_tells_them(csaudit: Csaudit, export: Path, tmp_path: Path) -> None:
    keeps_quiet(csaudit("tickets", export, "--all", "-o", "list.xlsx", "--record", "no.jsonl"))
    keeps_quiet(csaudit("tickets", export, "--all", "-o", "list.xlsx"))
    with zipfile.ZipFile(tmp_path / "list.xlsx") as book:
        parts = [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
    keeps_quiet(csaudit("check", export, "--record", "runs.jsonl", "-q"), *parts)
    keeps_quiet(csaudit("trend", "runs.jsonl"), (tmp_path / "runs.jsonl").read_text("utf-8"))


def test_who_asks_for_the_column_gets_it(csaudit: Csaudit, export: Path) -> None:
    done = csaudit("tickets", export, "--all", "-f", "csv", "--columns", "subject,Requester")
    assert SUBJECT in done.out
    assert NAME in done.out
    assert ADDRESS not in done.out
