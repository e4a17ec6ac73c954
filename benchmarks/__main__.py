"""Measures csaudit beside a bare scan, DuckDB and pandas; checks that they give the same figures.

    python -m benchmarks [--rows 3000 1000000] [--runs 3] [--data DIR] [--results FILE]

Whole processes, one after the other in turn; what is compared are ratios of the runs of one round,
since machines are noisy. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.figures import differences, of_report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HERE = Path(__file__).parent
STANDARDS = HERE / "standards.yaml"
MEGABYTE = 1 << 20
PROGRAM = Path(sys.executable).with_name("csaudit")


class Measured(NamedTuple):
    """One run of a process: seconds on the wall, the most memory it had, and what it wrote."""

    seconds: float
    megabytes: float
    told: str


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[3_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--results", type=Path, default=HERE / "RESULTS.md")
    asked = parser.parse_args()
    lines: list[str] = []
    with tempfile.TemporaryDirectory(dir=asked.data) as folder:
        for rows in asked.rows:
            for breaks in (False, True):
                path = Path(folder) / f"{rows}{'-breaks' * breaks}.csv"
                _generate(rows, path, breaks=breaks)
                lines += _table(rows, path, _rounds(path, asked.runs), breaks=breaks)
                path.unlink()
    asked.results.write_text("\n".join([*_head(), *lines, ""]), encoding="utf-8")


def _generate(rows: int, path: Path, *, breaks: bool) -> None:
    """In a process of its own: a child's peak of memory begins with that of its parent."""
    command = [sys.executable, "-m", "benchmarks.generate", str(rows), str(path)]
    subprocess.run([*command, *(["--line-breaks"] if breaks else [])], check=True)


def _commands(path: Path) -> Mapping[str, Sequence[str]]:
    return {
        "csaudit check": [str(PROGRAM), "check", str(path), "-s", str(STANDARDS), "-f", "json"],
        "bare scan": [sys.executable, "-m", "benchmarks.bare_scan", str(path)],
        "DuckDB": [sys.executable, "-m", "benchmarks.with_duckdb", str(path)],
        "pandas": [sys.executable, "-m", "benchmarks.with_pandas", str(path)],
    }


def _rounds(path: Path, runs: int) -> dict[str, list[Measured]]:
    """Every command once in each round; the figures of the first round are compared."""
    found: dict[str, list[Measured]] = {}
    for _ in range(runs):
        for name, command in _commands(path).items():
            found.setdefault(name, []).append(_run(command))
            sys.stderr.write(f"{path.name} {name}: {found[name][-1].seconds:.2f} s\n")
    ours = of_report(json.loads(found["csaudit check"][0].told))
    for name in ("DuckDB", "pandas"):
        wrong = differences(ours, json.loads(found[name][0].told))
        if wrong:
            raise SystemExit(f"csaudit and {name} differ:\n" + "\n".join(wrong[:20]))
    return found


def _run(command: Sequence[str]) -> Measured:
    with tempfile.TemporaryFile() as told:
        began = time.perf_counter()
        actions = [(os.POSIX_SPAWN_DUP2, told.fileno(), 1)]
        process = os.posix_spawn(command[0], list(command), dict(os.environ), file_actions=actions)
        _, _, used = os.wait4(process, 0)
        seconds = time.perf_counter() - began
        told.seek(0)
        return Measured(seconds, used.ru_maxrss * 1024 / MEGABYTE, told.read().decode())


def _table(
    rows: int, path: Path, found: Mapping[str, list[Measured]], *, breaks: bool
) -> list[str]:
    size = path.stat().st_size / MEGABYTE
    kind = "with line breaks in cells" if breaks else "without line breaks"
    lines = [
        "",
        f"## {rows:,} tickets {kind}, {size:,.0f} MB",
        "",
        "| process | seconds | memory | csaudit takes |",
        "|---|---:|---:|---:|",
    ]
    ours = found["csaudit check"]
    for name, runs in found.items():
        pairs = zip(ours, runs, strict=True)
        ratio = median(one.seconds / other.seconds for one, other in pairs)
        memory = max(one.megabytes for one in runs)
        seconds = median(one.seconds for one in runs)
        told = "" if name == "csaudit check" else f"{ratio:.2f} × as long"
        lines.append(f"| {name} | {seconds:.2f} | {memory:,.0f} MB | {told} |")
    return lines


def _head() -> list[str]:
    packages = ("csaudit", "polars", "duckdb", "pandas")
    versions: dict[str, Any] = {name: version(name) for name in packages}
    told = ", ".join(f"{name} {number}" for name, number in versions.items())
    machine = f"{os.cpu_count()} cores, {platform.machine()}"
    return [
        "# Results",
        "",
        "Written by `python -m benchmarks`; medians of paired runs of whole processes. All give",
        "the same figures: the command stops where they do not.",
        "",
        f"{told}; Python {platform.python_version()}, {machine}.",
    ]


if __name__ == "__main__":
    main()
