"""The customer charter: promises in plain words, and how they were kept."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from csaudit.reports import charter_formats
from csaudit.reports.charter.promises import charter
from csaudit.standards import load
from tests.reports.examples import HOSTILE, as_text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Csaudit

STANDARDS = """
version: 1
timezone: Europe/London
title: Acme Support
calendars: {office: {hours: {mon-fri: "09:00-17:00"}}}
standards:
  - {id: a, statement: We answer within a day., metric: first_response_time, within: 24h,
     calendar: office, target: ">= 95%", mandatory: true, reference: Ofcom GC C4, min_n: 1}
  - {id: b, statement: Everybody has a reply., metric: first_response_time, within: 48h}
  - {id: c, statement: Half of it is done soon., metric: resolution_time, statistic: median,
     target: "<= 4h", owner: Jo, review_by: 2027-01-31}
  - {id: d, statement: No branch is behind., metric: resolution_rate, target: "<= 10%",
     judge: {spread: branch}}
  - {id: e, statement: Every branch resolves., metric: resolution_rate, target: "> 80%",
     judge: {each: branch}}
  - {id: f, statement: Ask us., metric: resolution_rate, audience: staff, target: "90%"}
  - {id: g, statement: A figure., metric: resolution_rate, audience: none}
"""


@pytest.fixture
def folder(csaudit: Csaudit) -> Path:
    (csaudit.folder / "standards.yaml").write_text(STANDARDS, encoding="utf-8")
    rows = [
        f"{n},2026-10-0{1 + n % 9}T09:00:00Z,2026-10-0{1 + n % 9}T12:00:00Z,"
        f"2026-10-0{1 + n % 9}T15:00:00Z,closed,{'xy'[n % 2]}"
        for n in range(80)
    ]
    text = "id,created_at,first_response_at,resolved_at,status,branch"
    (csaudit.folder / "t.csv").write_text("\n".join([text, *rows, ""]), encoding="utf-8")
    return csaudit.folder


def test_how_often_each_promise_is_meant_to_hold(folder: Path) -> None:
    made = charter(load(folder / "standards.yaml"), None, ["customers", "staff"])
    told = {promise.statement: promise.often for _, own in made.sections for promise in own}
    assert told == {
        "We answer within a day.": "at least 95 % of the time",
        "Everybody has a reply.": "every time",
        "Half of it is done soon.": "half of the time within 4 hours",
        "No branch is behind.": "at most 10 points apart between each branch",
        "Every branch resolves.": "more than 80 %, for each branch",
        "Ask us.": "at least 90 %",
    }


def test_what_binds_and_who_answers_is_told(csaudit: Csaudit, folder: Path) -> None:
    text = csaudit("charter", "-s", folder / "standards.yaml").out
    assert "required by Ofcom GC C4" in text
    assert "Jo answers for it" in text
    assert "looked at again by 2027-01-31" in text
    assert "Ask us" not in text
    assert "What we ask of ourselves" in csaudit("charter", "--audience", "staff").out
    assert "A figure" not in csaudit("charter", "--audience", "all").out


def test_exports_or_a_report_tell_how_each_was_kept(csaudit: Csaudit, folder: Path) -> None:
    export, report = folder / "t.csv", folder / "report.json"
    csaudit("check", export, "-q", "-o", report)
    direct = csaudit("charter", export)
    assert "kept: 100 %, of 80 tickets" in direct.out
    assert csaudit("charter", "--report", report).out == direct.out
    assert direct.code == 0


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("t.csv", "--report", "report.json"), "not both"),
        (("-f", "pdf"), "choose one of  html, markdown, text"),
        (("-o", "standards.yaml.pdf"), "names no format"),
    ],
)
def test_what_cannot_be_written_is_a_mistake(
    csaudit: Csaudit, folder: Path, flags: tuple[str, ...], told: str
) -> None:
    assert folder.is_dir()
    done = csaudit("charter", *flags)
    assert done.code == 2
    assert told in done.err


def test_a_file_that_promises_nothing_to_them_says_so(csaudit: Csaudit, folder: Path) -> None:
    (folder / "standards.yaml").write_text(
        "version: 1\nstandards: [{id: a, metric: resolution_rate, audience: none}]\n", "utf-8"
    )
    done = csaudit("charter")
    assert done.code == 2
    assert "promises nothing to customers" in done.err


@pytest.mark.parametrize("name", charter_formats())
def test_nothing_that_is_promised_is_markup(folder: Path, name: str) -> None:
    import json

    nasty = {
        "id": "a", "metric": "resolution_rate", "statement": f"<script>|{HOSTILE}",
        "owner": f"<b>{HOSTILE}", "reference": f"*x*{HOSTILE}",
    }  # fmt: skip
    text = json.dumps({"version": 1, "title": f"<i>{HOSTILE}", "standards": [nasty]})
    made = charter(load(folder / "standards.yaml", text=text))
    told = as_text(charter_formats()[name].render(made))
    assert "\x1b" not in told
    assert "\u202e" not in told
    if name != "text":
        assert "<script>" not in told
        assert "<b>" not in told
    if name == "html":
        HTMLParser().feed(told)


@pytest.mark.parametrize(
    ("statistic", "target", "often"),
    [
        ("p90", "<= 5m", "90 % of the time within 5 minutes"),
        ("median", "<= 1h30m", "half of the time within 1 hour 30 minutes"),
        ("mean", "<= 45s", "within 45 seconds on average"),
        ("max", "<= 2d", "never longer than 48 hours"),
    ],
)
def test_a_statistic_is_a_promise_in_plain_words(
    csaudit: Csaudit, statistic: str, target: str, often: str
) -> None:
    promise = f"{{id: a, statement: We answer., metric: first_response_time, statistic: {statistic}"
    text = f'version: 1\ntimezone: UTC\nstandards:\n  - {promise}, target: "{target}"}}\n'
    (csaudit.folder / "standards.yaml").write_text(text, encoding="utf-8")
    made = charter(load(csaudit.folder / "standards.yaml"), None, ["customers"])
    [(_, [one])] = made.sections
    assert one.often == often
