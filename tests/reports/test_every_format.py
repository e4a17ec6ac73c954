"""All formats say the same, whatever stands in the data; one golden file each."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from junitparser import JUnitXml
from prometheus_client.parser import text_string_to_metric_families

from csaudit.audit.report import Budget, Report
from csaudit.reports import formats, markdown
from csaudit.reports.format import PLAIN
from csaudit.reports.json import read
from tests.reports.examples import acme, as_text, breakdown, nasty, report, share

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN = Path(__file__).parents[1] / "golden"
NEW = {
    "github": "txt",
    "gitlab": "json",
    "html": "html",
    "junit": "xml",
    "markdown": "md",
    "prometheus": "prom",
    "slack": "json",
    "teams": "json",
}
TELL_ALL = ("csv", "html", "json", "junit", "markdown", "prometheus", "table")
"""Formats for a whole report; the others tell of what was not kept."""


def rendered(name: str, of: Report) -> str:
    return as_text(formats()[name].render(of, PLAIN))


def many(standards: int, groups: int) -> Report:
    """A large report: every standard with so many groups, most of them missed."""
    results = []
    for number in range(standards):
        kept = 800 + number % 90
        one = share(f"standard-{number}", kept, 1_000, interval=(0.77, 0.85), certain=True)
        results.append(one)
        results += [
            breakdown(one, {"branch": f"branch number {place}"}, 30 + place % 60, 100)
            for place in range(groups)
        ]
    return report(*results)


@pytest.mark.parametrize("name", NEW)
@pytest.mark.parametrize("which", ["acme", "nasty"])
def test_a_golden_file_for_each_format(name: str, which: str) -> None:
    path = GOLDEN / f"{which}.{name}.{NEW[name]}"
    text = rendered(name, {"acme": acme, "nasty": nasty}[which]())
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NEW)
def test_a_saved_report_says_the_same(name: str) -> None:
    again = read(rendered("json", acme()))
    assert rendered(name, again) == rendered(name, acme())


@pytest.mark.parametrize("name", formats())
def test_every_standard_that_was_not_kept_is_told_by_every_format(name: str) -> None:
    text = rendered(name, acme())
    told = (
        acme().gating() if name in TELL_ALL else [r for r in acme().gating() if r.outcome == "fail"]
    )
    for result in told:
        assert result.id in text


@pytest.mark.parametrize("name", formats())
def test_nothing_from_the_data_steers_a_terminal(name: str) -> None:
    text = rendered(name, nasty())
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


# ---- junit ----


def test_junit_fails_exactly_where_the_gate_trips() -> None:
    suites = JUnitXml.fromstring(rendered("junit", acme()).encode())
    cases = {case.name: case for suite in suites for case in suite}
    failed = {name for name, case in cases.items() if case.is_failure}
    assert failed == {cause.id for cause in acme().gate.tripped_by}
    assert set(cases) == {result.id for result in acme().gating()}
    lenient = replace(acme(), gate=replace(acme().gate, tripped_by=(), exit_code=0, tripped=False))
    suites = JUnitXml.fromstring(rendered("junit", lenient).encode())
    assert suites.failures == 0
    assert {case.name for suite in suites for case in suite if case.is_skipped} == {
        "phone-three-rings"
    }


# ---- prometheus ----


def test_prometheus_reads_it_and_series_do_not_come_and_go() -> None:
    families = list(text_string_to_metric_families(rendered("prometheus", acme())))
    assert len({family.name for family in families}) == len(families)
    assert all(family.documentation and family.type == "gauge" for family in families)
    assert all(sample.timestamp is None for family in families for sample in family.samples)
    silent = replace(
        acme(), results=tuple(replace(r, value=None, target=None) for r in acme().results)
    )
    assert list(series(acme())) == list(series(silent))
    hostile = list(text_string_to_metric_families(rendered("prometheus", nasty())))
    assert hostile


def series(of: Report) -> Iterator[tuple[str, Any]]:
    for family in text_string_to_metric_families(rendered("prometheus", of)):
        for sample in family.samples:
            yield sample.name, sorted(sample.labels.items())


# ---- github, gitlab, messages ----


def test_github_tells_at_most_ten_and_how_many_more() -> None:
    lines = rendered("github", many(30, 0)).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert "::notice::and 20 more standards were not kept" in lines
    hostile = rendered("github", nasty()).splitlines()
    assert [line[:2] for line in hostile].count("::") == 1


def test_gitlab_issues_keep_their_fingerprint_from_run_to_run() -> None:
    first, again = (json.loads(rendered("gitlab", one)) for one in (acme(), acme()))
    assert [issue["fingerprint"] for issue in first] == [issue["fingerprint"] for issue in again]
    assert len({issue["fingerprint"] for issue in first}) == len(first)
    assert {issue["severity"] for issue in first} <= {"info", "minor", "major", "critical"}
    assert first[0]["location"] == {"path": "standards.yaml", "lines": {"begin": 31}}


def test_messages_fit_what_takes_them() -> None:
    slack = json.loads(rendered("slack", many(200, 0)))
    assert len(slack["blocks"]) <= 50
    assert all(len(block["text"]["text"]) <= 3_000 for block in slack["blocks"] if "text" in block)
    assert len(rendered("teams", many(200, 0)).encode()) < 28_000


# ---- markdown ----


def test_markdown_is_cut_by_section_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert markdown.LARGEST == 1 << 20
    monkeypatch.setattr(markdown, "LARGEST", 50_000)
    text = rendered("markdown", many(90, 25))
    assert len(text.encode()) <= 50_000
    assert re.search(r"_\d+ more sections were cut", text)
    assert all(f"standard-{number} |" in text for number in range(90))


def test_markdown_has_no_markup_from_the_data() -> None:
    text = rendered("markdown", nasty())
    assert "<" not in text
    assert "[red]" not in text


# ---- html ----


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [
            value or "" for name, value in attrs if name in {"src", "href", "action", "srcset"}
        ]
        assert not any(name.startswith("on") for name, _ in attrs)


@pytest.mark.parametrize("of", [acme, nasty])
def test_html_is_one_file_without_network_or_script(of: Any) -> None:  # noqa: ANN401 - a function
    page = Page()
    text = rendered("html", of())
    page.feed(text)
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(page.tags)
    assert all(address.startswith("#") for address in page.addresses)
    assert "url(" not in text
    assert "@import" not in text


def test_html_stays_small_and_says_how_many_groups_there_are_more() -> None:
    text = rendered("html", many(30, 50))
    assert len(text.encode()) < 300_000
    assert "the worst of 50" in text


def test_html_tells_how_many_misses_were_too_many() -> None:
    one = share("a", 80, 100, budget=Budget(allowed=10, used=20, left=-10))
    assert "20, and the target allows 10: 10 too many" in rendered("html", report(one))


@pytest.mark.parametrize("name", ["html", "markdown", "junit"])
def test_markup_in_a_ticket_is_text(name: str) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    one = share("a", 1, 3, statement=hostile, owner=hostile)
    text = rendered(name, report(one, breakdown(one, {"branch": hostile}, 1, 40)))
    assert "<script" not in text
    assert "<img" not in text
