"""The plan is a plan: it can be looked at, carried to another process, and run by any engine."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import csaudit
from csaudit.audit import Options
from csaudit.audit import answers as answering
from csaudit.audit.auditing import explain_plan
from csaudit.audit.engines import ADDRESS, collected
from csaudit.errors import UsageError
from csaudit.metrics import catalogue
from csaudit.sources import Input, open_inputs
from csaudit.standards import load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from csaudit.audit.report import Report
    from tests.small_audit import Bench

ELSEWHERE = """
import sys
import polars as pl
assert not any(name.startswith("csaudit") for name in sys.modules)
for path in sys.argv[1:]:
    with open(path, "rb") as plan:
        frame = pl.LazyFrame.deserialize(plan)
    frame.collect(engine="in-memory").write_ipc(path + ".answer")
"""
SAMPLE = ("tickets.csv", "calls.csv", "surveys.csv", "reviews.csv")


def elsewhere(folder: Path, plans: Sequence[pl.LazyFrame]) -> list[pl.DataFrame]:
    """The plans as a process answers them that has polars alone."""
    paths = [folder / f"{number}.plan" for number in range(len(plans))]
    for path, plan in zip(paths, plans, strict=True):
        plan.serialize(path)
    # -I: neither this folder nor the environment tells the other process of csaudit.
    command = [sys.executable, "-I", "-W", "error", "-c", ELSEWHERE, *map(str, paths)]
    subprocess.run(command, check=True, timeout=120, cwd=folder)
    return [pl.read_ipc(f"{path}.answer") for path in paths]


def stripped(report: Report) -> Report:
    """The report without the moment at which it was made."""
    return replace(report, run=replace(report.run, started_at=report.as_of, seconds=0.0))


def every_metric(folder: Path) -> Path:
    """A standards file with the example of every metric."""
    examples = "".join(f"\n{metric.example}" for metric in catalogue().values())
    lines = "\n".join(f"  {line}" for line in examples.splitlines())
    path = folder / "standards.yaml"
    path.write_text(f"version: 1\ntimezone: Europe/London\nstandards:\n{lines}\n", "utf-8")
    return path


def test_the_plan_of_every_metric_gives_the_same_in_a_process_that_has_polars_alone(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    standards = every_metric(tmp_path)
    tables = {name.removesuffix(".csv"): root / "sample_data" / name for name in SAMPLE}
    here = csaudit.check(tables, standards, no_data="ignore")
    monkeypatch.setattr(answering, "collected", lambda plans, *_: elsewhere(tmp_path, plans))
    there = csaudit.check(tables, standards, no_data="ignore")
    assert stripped(there) == stripped(here)
    measured = {result.metric for result in here.results if result.value is not None}
    assert len(measured) > 25  # the sample shows most metrics something


@pytest.mark.parametrize("engine", ["auto", "in-memory", "streaming"])
def test_every_engine_gives_the_same(root: Path, engine: str) -> None:
    tables = root / "sample_data" / "tickets.csv"
    found = csaudit.check(tables, root / "standards.yaml", engine=engine)
    assert stripped(found) == stripped(csaudit.check(tables, root / "standards.yaml"))


def test_a_cluster_is_handed_every_plan() -> None:
    plans = [pl.LazyFrame({"a": [1, 2]}).select(pl.col("a").sum() * n) for n in (1, 2)]

    class Cluster:
        def collect(self, plan: pl.LazyFrame) -> pl.DataFrame:
            return plan.collect()

    answers = collected(plans, "distributed", Cluster())
    assert [answer.item() for answer in answers] == [3, 6]


def test_a_cluster_that_is_not_there_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ADDRESS, raising=False)
    with pytest.raises(UsageError, match="distributed needs"):
        collected([pl.LazyFrame()], "distributed")
    with pytest.raises(UsageError, match=r"no engine steaming .did you mean .streaming"):
        collected([pl.LazyFrame()], "steaming")


def test_the_plan_can_be_looked_at_and_holds_no_python(root: Path) -> None:
    file = load(root / "standards.yaml")
    sources = open_inputs(
        [Input(None, str(root / "sample_data" / name)) for name in SAMPLE],
        file.tables,
        timezone=file.timezone,
    )
    text = explain_plan(sources, file, Options())
    assert "AGGREGATE" in text
    assert "python" not in text.casefold()
    assert "map_batches" not in text


@pytest.fixture
def collects(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every time that polars is asked to run something lazy, from now on."""
    asked: list[str] = []

    def counted(name: str, run: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*args: Any, **more: Any) -> Any:  # noqa: ANN401 - as polars has them
            asked.append(name)
            return run(*args, **more)

        return counting

    monkeypatch.setattr(pl.LazyFrame, "collect", counted("collect", pl.LazyFrame.collect))
    monkeypatch.setattr(pl, "collect_all", counted("collect_all", pl.collect_all))
    return asked


def tickets(rows: int, agents: int) -> str:
    lines = [
        f"{n},2026-{1 + n % 9:02}-05T08:00Z,2026-{1 + n % 9:02}-05T{9 + n % 9:02}:00Z,a{n % agents}"
        for n in range(rows)
    ]
    return "\n".join(["id,created_at,first_response_at,agent", *lines]) + "\n"


def standards(count: int) -> str:
    one = """
      - id: answer-{n}
        metric: first_response_time
        within: {n}m
        target: ">= 90%"
        every: month
        by: [agent]"""
    return "timezone: UTC\nstandards:" + "".join(one.format(n=n + 1) for n in range(count)) + "\n"


@pytest.mark.parametrize(
    ("rows", "agents", "count"), [(10_000, 2, 3), (1_000, 500, 3), (1_000, 2, 60)]
)
def test_neither_records_nor_groups_nor_standards_make_more_queries(
    bench: Bench, collects: list[str], rows: int, agents: int, count: int
) -> None:
    bench.report(tickets(10, 2), standards(3))
    few = list(collects)
    collects.clear()
    report = bench.report(tickets(rows, agents), standards(count))
    assert len(report.results) >= count * agents
    assert collects == few
    # What must be known first; all answers; of what is not kept, where the misses gather.
    assert collects.count("collect_all") == 3
