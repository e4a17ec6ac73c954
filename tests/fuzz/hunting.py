"""One input from one seed: made, run as the program runs it, and looked at."""

from __future__ import annotations

import io
import json
import resource
import sys
from collections import Counter, defaultdict
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from time import process_time
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

from tests.fuzz import exports, standards
from tests.fuzz.conditions import condition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SLOW: Final = 20
"""Seconds of a processor after which an input hangs; a busy machine takes longer by the clock."""

MOST_MEMORY: Final = 1_500_000_000
"""Bytes that no input may bring the process to: each is a few kilobytes."""

ROWS_ASKED: Final = 8
"""One check in so many is held against the list of its records."""

DEFECT: Final = 70
AUDITED: Final = (0, 1)

_FLAGS: Final = (
    *(("--as-of", "2026-10-31T00:00Z"), ("--as-of", "now"), ("--month", "2026-10")),
    *(("--by", "branch"), ("--by", "month"), ("--by", "agent,channel"), ("--every", "week")),
    *(("--timezone", "Europe/Berlin"), ("--fail-on", "warn"), ("--no-data", "ignore")),
    *(("--select", "s0"), ("--source", "generic"), ("--allow-partial",)),
)
_ODD_FLAGS: Final = (
    *(("--as-of", "9999-12-31"), ("--since", "soon"), ("--timezone", "Mars"), ("--last", "0d")),
    *(("--month", "2026-13"), ("--until", "0001-01-01"), ("--where", ""), ("--select", "none")),
)


@dataclass(frozen=True)
class Ended:
    """What a run came to. `wrong`: what should not be, or nothing."""

    seed: int
    code: int
    wrong: str = ""


def prepared(seed: int, folder: Path) -> list[str]:
    """Writes the input of a seed, and gives the arguments of the command."""
    chance = Random(seed)  # noqa: S311 - the same input for the same seed
    table = chance.choice(exports.TABLES)
    files = [_export(table, folder, chance)]
    if table == "tickets" and chance.random() < 0.15:
        files.append(_export("events", folder, chance))
    asked = "tickets" if table == "events" else table
    file = json.dumps(standards.file(chance, asked), ensure_ascii=False)
    (folder / "standards.yaml").write_text(file, encoding="utf-8", errors="replace")
    flags = [word for flag in _some_flags(table, chance) for word in flag]
    command = chance.choice((*["check"] * 6, "tickets", "inspect", "trend", "explain"))
    flags = [] if command == "inspect" else flags
    flags += ["--id", str(chance.randint(0, 9))] if command == "explain" else []
    shape = ["-s", str(folder / "standards.yaml"), *flags]
    return [command, *files, *shape, "-f", "json"]


def _export(table: str, folder: Path, chance: Random) -> str:
    cells = exports.mutated(exports.table(chance, table), chance)
    name, content = exports.written(cells, chance)
    path = folder / f"{table}-{name}"
    path.write_bytes(content)
    named = table == "events" or chance.random() < 0.2
    return f"{table}={path}" if named else str(path)


def _some_flags(table: str, chance: Random) -> Iterator[tuple[str, ...]]:
    yield ("--timezone", "UTC")
    yield from chance.sample(_FLAGS, chance.choice((0, 0, 1, 2)))
    if chance.random() < 0.04:
        yield chance.choice(_ODD_FLAGS)
    if table == "tickets" and chance.random() < 0.3:  # conditions speak of the columns of tickets
        yield ("--where", condition(chance))


def hunted(seed: int, folder: Path) -> Ended:
    """Runs the input of a seed; the same seed always is the same input."""
    arguments = prepared(seed, folder)
    started = process_time()
    code, out = _run(arguments)
    if code == DEFECT:
        return Ended(seed, code, "a defect")
    if process_time() - started > SLOW:
        return Ended(seed, code, f"took {process_time() - started:.0f} s")
    if _peak() > MOST_MEMORY:
        return Ended(seed, code, f"took {_peak() / 1e9:.1f} GB")
    if arguments[0] == "check" and code in AUDITED:
        report = json.loads(out)
        wrong = [*_sums_that_fail(report)]
        if seed % ROWS_ASKED == 0:
            wrong += _rows_that_differ(report, arguments)
        return Ended(seed, code, "; ".join(wrong))
    return Ended(seed, code, "" if code in AUDITED or not out else "stdout holds something")


def _peak() -> int:
    """Bytes that this process has taken at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _run(arguments: list[str]) -> tuple[int, str]:
    from csaudit.__main__ import _run as program

    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    err = io.StringIO()
    argv = ["csaudit", *arguments]
    with patch.object(sys, "argv", argv), redirect_stdout(out), redirect_stderr(err):
        code = int(program())
    written = out.buffer
    assert isinstance(written, io.BytesIO)
    return code, written.getvalue().decode("utf-8")


def _sums_that_fail(report: dict[str, Any]) -> Iterator[str]:
    """Rows read = what was judged and what was not, for every standard with a plan."""
    rows = {one["table"]: one["rows"] for one in report["inputs"]}
    for one in report["results"]:
        judged = one["n"] if one["metric"] != "throughput" else None
        by_record = one["metric"] != "next_response_time"  # a case has many answers
        if not (one["gates"] and by_record and one["table"] in rows):
            continue
        counted = sum(
            one[name]
            for name in (
                *("not_due", "not_applicable", "left_out", "unreadable"),
                *("superseded", "outside_period"),
            )
        )
        if counted > rows[one["table"]]:
            yield f"{one['id']}: {counted} counted of {rows[one['table']]} rows"
        whole = one["unit"] == "share" and one["statistic"] is None and one["limit"] is not None
        if whole and judged is not None and counted + judged != rows[one["table"]]:
            yield f"{one['id']}: {counted} + {judged} is not {rows[one['table']]}"


_COUNTED: Final = (
    *("superseded", "outside_period", "not_due", "not_applicable", "left_out", "unreadable"),
)
_NOT_OF_RECORDS: Final = frozenset(("--by", "--every", "--fail-on", "--no-data"))


def _rows_that_differ(report: dict[str, Any], arguments: list[str]) -> Iterator[str]:
    """What `tickets --all` lists otherwise than `check` counts it, for each whole standard."""
    shared = [word for before, word in pairwise(arguments) if not {before, word} & _NOT_OF_RECORDS]
    code, out = _run(["tickets", *shared, "--all"])
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for row in json.loads(out) if code == 0 else ():
        rows[row["standard"]][row["verdict"]] += 1
    if code != 0:
        yield f"tickets --all exits {code}"
    for one in report["results"]:
        if one["id"] in rows and one["period"] is None and not one["group"]:
            yield from _counted_otherwise(one, rows[one["id"]])


def _counted_otherwise(one: dict[str, Any], own: Counter[str]) -> Iterator[str]:
    if one["n"] != own["met"] + own["missed"] + own["measured"]:
        yield f"{one['id']}: n {one['n']}, listed {dict(own)}"
    for name in _COUNTED:
        if one[name] != own[name]:
            yield f"{one['id']}: {name} {one[name]}, listed {own[name]}"
