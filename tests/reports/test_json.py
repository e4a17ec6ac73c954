from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from csaudit.audit.report import Run
from csaudit.errors import DataError
from csaudit.harmless import STEERING
from csaudit.reports.json import read, render
from tests.reports.examples import HOSTILE, acme, nasty, report, result, share

if TYPE_CHECKING:
    from pathlib import Path


def test_the_keys_are_those_of_the_contract_in_its_order() -> None:
    content = json.loads(render(acme()))
    assert list(content) == (
        "format_version tool run as_of as_of_from timezone period inputs standards gate summary "
        "notes derived results"
    ).split(" ")
    wanted = (
        "id statement metric table group period gates outcome reason value unit statistic bound "
        "certain limit settings target warn margin n numerator denominator superseded "
        "outside_period not_due not_applicable left_out left_out_by unreadable unreadable_by "
        "open interval budget reached_seconds details severity mandatory dimension place"
    ).split(" ")
    first = content["results"][0]
    assert [key for key in first if key in wanted] == wanted
    assert {"from", "to", "left_out", "unreadable", "rows"} < set(content["inputs"][0])
    assert content["summary"] == {"pass": 2, "warn": 1, "fail": 2, "no_data": 1, "info": 1}


def test_instants_are_utc_and_nothing_is_rounded() -> None:
    content = json.loads(render(report(share("thirds", 1, 3))))
    assert content["as_of"] == "2026-10-31T17:42:05Z"
    assert content["results"][0]["value"] == 1 / 3


def test_the_period_is_two_instants_or_null() -> None:
    assert json.loads(render(acme()))["period"] is None
    october = report(share("x", 1, 3), period=(datetime(2026, 10, 1, tzinfo=UTC), None))
    assert json.loads(render(october))["period"] == ["2026-10-01T00:00:00Z", None]
    assert read(render(october)).period == october.period


def test_the_same_report_is_the_same_bytes() -> None:
    assert render(acme()) == render(acme())


def test_nan_and_infinity_are_null() -> None:
    one = result(value=float("nan"), margin=float("inf"), interval=(float("-inf"), 0.5))
    content = json.loads(render(report(one)), parse_constant=pytest.fail)["results"][0]
    assert content["value"] is None
    assert content["margin"] is None
    assert content["interval"] == [None, 0.5]


def test_hostile_text_comes_back_as_it_was_and_steers_nothing() -> None:
    text = render(nasty())
    assert [found for found in STEERING.findall(text) if found != "\n"] == []
    content = json.loads(text)
    assert content["results"][1]["group"] == {HOSTILE: "@SUM(A1)"}
    assert content["results"][3]["group"] == {HOSTILE: None}
    assert content["inputs"][0]["paths"][0] == HOSTILE
    text.encode("utf-8")


def test_cells_of_tickets_are_not_carried_on() -> None:
    assert "31/10/2026 25:10" not in render(acme())


def test_a_report_reads_back_as_it_was() -> None:
    written = acme()
    without_cells = tuple(replace(table, examples={}) for table in written.inputs)
    assert read(render(written)) == replace(written, inputs=without_cells)


def test_a_later_minor_version_reads_and_unknown_keys_are_passed_over() -> None:
    content = json.loads(render(acme()))
    content |= {"format_version": "1.7", "weather": "fine"}
    content["results"][0]["mood"] = "good"
    assert read(json.dumps(content)).results[0].id == "urgent-resolution"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "old.json is not JSON"),
        ("[" * 100_000, "old.json is not JSON"),
        ("[]", "old.json is not a report of csaudit"),
        ('{"results": []}', "old.json is not a report of csaudit"),
        ('{"results": [], "format_version": "2.0"}', "format_version 2.0; this csaudit reads 1.x"),
        ('{"results": [], "format_version": "1.0"}', "old.json is damaged at tool"),
        ('{"results": [], "format_version": "1.0", "inputs": [3]}', "old.json is damaged"),
    ],
)
def test_what_is_no_report_is_said_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        read(text, "old.json")


def test_the_golden_report(root: Path) -> None:
    golden = root / "tests" / "golden" / "acme.json"
    assert render(acme()) == golden.read_text(encoding="utf-8")


def test_only_the_run_differs_between_reruns() -> None:
    again = replace(acme(), run=Run(started_at=acme().run.started_at, seconds=9.9))
    one, other = json.loads(render(acme())), json.loads(render(again))
    assert one.pop("run") != other.pop("run")
    assert one == other


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("inputs",), 7),
        (("inputs",), "Infinity"),
        (("results", 0, "value"), "Infinity"),
        (("results", 0, "value"), "-1e999"),
        (("results", 0, "numerator"), "NaN"),
        (("results", 0, "interval"), ["1e999", 1]),
        (("results", 0, "value"), "the text nan"),
    ],
)
def test_a_damaged_report_is_refused_in_one_sentence(
    path: tuple[str | int, ...], value: object
) -> None:
    content = json.loads(render(acme()))
    inside = content
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    text = json.dumps(content).replace("the text nan", "nan")
    for bare in ("Infinity", "-1e999", "1e999", "NaN"):
        text = text.replace(f'"{bare}"', bare)
    with pytest.raises(DataError, match=r"damaged|not JSON"):
        read(text)
