from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from csaudit.reports.csv import render
from tests.reports.examples import acme, nasty, report, result

if TYPE_CHECKING:
    from pathlib import Path


def _lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_each_result_is_one_line_under_the_contracts_names() -> None:
    text = render(acme())
    lines = _lines(text)
    assert len(lines) == len(acme().results) == text.count("\n") - 1
    wanted = "group details period_every period_start target_op target_value interval_low"
    assert {*wanted.split(" "), "interval_high"} < set(lines[0])
    assert lines[0]["target_op"] == ">="
    assert lines[0]["value"] == repr(152 / 187)
    assert json.loads(lines[1]["group"]) == {"branch": "Leeds"}
    assert (lines[4]["period_every"], lines[4]["period_start"]) == ("week", "2026-10-05")


def test_no_results_still_have_a_header() -> None:
    assert render(report()).startswith("id,statement,metric,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_spreadsheet_runs_no_text(start: str) -> None:
    text = render(report(result(statement=f"{start}cmd|' /C calc'!A0")))
    assert _lines(text)[0]["statement"][0] in ("'", "\\")


def test_negative_numbers_stay_numbers() -> None:
    assert _lines(render(report(result(margin=-0.5))))[0]["margin"] == "-0.5"


def test_hostile_text_keeps_one_line_a_result() -> None:
    text = render(nasty())
    assert [one for one in text if not one.isprintable() and one != "\n"] == []
    assert text.count("\n") == 1 + len(nasty().results)
    assert json.loads(_lines(text)[1]["group"]) == nasty().results[1].group


def test_the_golden_report(root: Path) -> None:
    golden = root / "tests" / "golden" / "acme.csv"
    assert render(acme()) == golden.read_text(encoding="utf-8")
