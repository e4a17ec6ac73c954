from __future__ import annotations

import csv
import json
import threading
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from csaudit import streams

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Csaudit


@pytest.fixture
def sample(root: Path) -> tuple[str, ...]:
    return str(root / "sample_data" / "tickets.csv"), "-s", str(root / "standards.yaml")


def test_the_series_are_the_periods_of_the_audit(csaudit: Csaudit, sample: tuple[str, ...]) -> None:
    told = json.loads(csaudit("trend", *sample, "-f", "json").out)
    audited = json.loads(csaudit("check", *sample, "--every", "week", "-f", "json").out)
    starts = [stop["period"]["start"] for stop in told["stops"]]
    assert [stop["whole"] for stop in told["stops"]] == [False, *[True] * 12, False]
    expected = {
        (one["id"], one["period"]["start"]): (one["value"], one["n"], one["not_due"])
        for one in audited["results"]
        if one["period"] and one["period"]["every"] == "week"
    }
    found = {
        (series["id"], start): (one["value"], one["n"], one["not_due"])
        for series in told["standards"]
        for start, one in zip(starts, series["results"], strict=True)
        if one is not None
    }
    assert found == expected
    lines = list(csv.DictReader(StringIO(csaudit("trend", *sample, "-f", "csv").out)))
    assert {(line["id"], line["period_start"]) for line in lines} == expected.keys()


def test_the_table_says_what_is_not_whole(csaudit: Csaudit, sample: tuple[str, ...]) -> None:
    done = csaudit("trend", *sample)
    assert done.code == 0
    assert "BEFORE is 2026-W42, NEWEST 2026-W43" in done.out
    assert "not whole, and not compared: 2026-W31*, 2026-W44*" in done.out


def test_periods_and_headers_are_understood_by_by(
    csaudit: Csaudit, sample: tuple[str, ...]
) -> None:
    flags = ("-f", "json", "--select", "first-contact")
    by = ("--by", "month", "--by", "Assignee,Channel", "--by", "hour")
    told = json.loads(csaudit("check", *sample, *flags, *by).out)["results"]
    assert {tuple(one["group"]) for one in told} >= {("agent", "channel"), ("created_hour",)}
    assert {one["period"]["every"] for one in told if one["period"]} == {"month"}


def test_two_lengths_of_periods_are_a_mistake(csaudit: Csaudit, sample: tuple[str, ...]) -> None:
    done = csaudit("check", *sample, "--by", "month", "--by", "week")
    assert done.code == 2
    assert "write:  --every month" in done.err


# ---- a record of runs ----


def test_a_record_keeps_every_run_and_is_drawn(csaudit: Csaudit, sample: tuple[str, ...]) -> None:
    record = csaudit.folder / "runs.jsonl"
    for month in ("08", "09"):
        flags = ("--month", f"2026-{month}", "--as-of", f"2026-{month}-28", "-q")
        assert csaudit("check", *sample, *flags, "--record", record).code == 1
    told = json.loads(csaudit("trend", record, "-f", "json").out)
    assert [stop["at"] for stop in told["stops"]] == [
        "2026-08-27T23:00:00Z", "2026-09-27T23:00:00Z",
    ]  # fmt: skip
    assert all(len(series["results"]) == 2 for series in told["standards"])


def test_only_a_change_is_told(csaudit: Csaudit, sample: tuple[str, ...]) -> None:
    record = ("--record", csaudit.folder / "runs.jsonl", "--only-on-change")
    first = csaudit("check", *sample, *record)
    assert "FAIL" in first.out
    again = csaudit("check", *sample, *record)
    assert (again.code, again.out, again.err) == (first.code, "", "")
    other = csaudit("check", *sample, *record, "--month", "2026-08")
    assert "FAIL" in other.out
    assert len((csaudit.folder / "runs.jsonl").read_text("utf-8").splitlines()) == 3


def test_a_broken_line_is_passed_over_and_ended(csaudit: Csaudit, sample: tuple[str, ...]) -> None:
    record = csaudit.folder / "runs.jsonl"
    csaudit("check", *sample, "-q", "--record", record)
    record.write_text(record.read_text("utf-8") + '{"format_version": "1.1", "to', "utf-8")
    csaudit("check", *sample, "-q", "--record", record)
    done = csaudit("trend", record, "-f", "json")
    assert len(json.loads(done.out)["stops"]) == 2
    assert "line 2 is not JSON" in done.err


def test_runs_that_write_at_once_do_not_mix(tmp_path: Path) -> None:
    lines = [f"{number}:{'x' * 50_000}\n" for number in range(16)]
    threads = [
        threading.Thread(target=streams.append, args=(tmp_path / "r", line)) for line in lines
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((tmp_path / "r").read_text("utf-8").splitlines(keepends=True)) == sorted(lines)


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["--only-on-change"], "--record runs.jsonl"),
        (["--record", "{export}"], "would destroy it"),
    ],
)
def test_a_record_that_makes_no_sense_is_a_mistake(
    csaudit: Csaudit, sample: tuple[str, ...], flags: list[str], told: str
) -> None:
    done = csaudit("check", *sample, *(flag.format(export=sample[0]) for flag in flags))
    assert done.code == 2
    assert told in done.err


def test_a_record_stands_by_itself(csaudit: Csaudit, sample: tuple[str, ...]) -> None:
    record = csaudit.folder / "runs.jsonl"
    csaudit("check", *sample, "-q", "--record", record)
    done = csaudit("trend", record, sample[0])
    assert done.code == 2
    assert f"csaudit trend {record}" in done.err
