"""Writes docs/cookbook.md: every standard of docs/cookbook.yaml, and what the sample data says.

Run it from the project's root:  python docs/make_cookbook.py
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import csaudit
from csaudit.reports import details as below
from csaudit.reports import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.audit.report import Report, Result, ResultDetail

ROOT = Path(__file__).resolve().parent.parent
STANDARDS = Path("docs/cookbook.yaml")
PAGE = ROOT / "docs" / "cookbook.md"
TABLES = {
    name: Path(f"sample_data/{name}.csv")
    for name in ("tickets", "events", "calls", "surveys", "reviews")
}

MOST = 8
"""Lines below a result."""

EVERYWHERE = ("spam", "merged")
"""What every audit of tickets leaves out."""

HEAD = """\
# Cookbook

Every kind of standard that csaudit audits, as a few lines of YAML, and what the sample data says
to it. The whole file is [cookbook.yaml](cookbook.yaml); its calendars and columns stand at its
top. This page is written by `docs/make_cookbook.py`, and a test sees to it that it is up to date.
To audit all of it:

    csaudit check sample_data/tickets.csv events=sample_data/events.csv \\
        calls=sample_data/calls.csv surveys=sample_data/surveys.csv \\
        reviews=sample_data/reviews.csv -s docs/cookbook.yaml

Conditions and breakdowns may name any column of the data, a column of another table
(`reviews.Accurate`, by the ticket's id), `tag('x')`, and these: `created_hour` (0 to 23) and
`created_weekday` (`'mon'` to `'sun'`) on the clock of the file's `timezone`, and
`created_in_office` for a calendar named office. An instant is compared with `'2026-10-31'` or
`'2026-10-31 17:30'`, a duration with `'90s'`, `'5m'` or `'4h'`, and two instants lie
`INTERVAL '1 day'` apart.
"""


def report() -> Report:
    """The audit of the sample data against the cookbook's standards."""
    return csaudit.check(TABLES, STANDARDS)


def page(audited: Report) -> str:
    """The whole page."""
    recipes = re.split(r"\n  (?=# \d+\. )", (ROOT / STANDARDS).read_text(encoding="utf-8"))[1:]
    return "\n".join([HEAD, *(_recipe(text, audited) for text in recipes)])


def _recipe(text: str, audited: Report) -> str:
    heading, _, yaml = text.partition("\n")
    ids = re.findall(r"^  - id: (\S+)", yaml, re.MULTILINE)
    lines = "\n".join(line.removeprefix("  ") for line in yaml.rstrip().splitlines())
    said = "\n".join(line for name in ids for line in _said(name, audited))
    title = heading.removeprefix("# ")
    return f"## {title}\n\n```yaml\n{lines}\n```\n\nOn the sample data:\n\n{said}\n"


def _said(name: str, audited: Report) -> Iterator[str]:
    """The standard's own result, and below it what it is made of."""
    own, *parts = (result for result in audited.results if result.id == name)
    parts = [part for part in parts if part.n]
    value = words.value(own)
    judged = f"**{words.FIRST_WORD[own.outcome]}**, {value} of {own.n:,} judged"
    extra = [words.why_no_data(own)] if own.reason else []
    extra += [own.words] if own.words and not own.reason else []
    yield f"- `{name}`: {'; '.join([judged, *extra])}"
    lines = [*_counted(own), *(_detail(one, own) for one in own.details), *map(_part, parts)]
    yield from (f"  - {line}" for line in lines[:MOST])
    if len(lines) > MOST:
        yield f"  - and {len(lines) - MOST} more"


def _counted(result: Result) -> Iterator[str]:
    """The records that are not judged, and why."""
    for reason, number in result.left_out_by.items():
        if reason not in EVERYWHERE:
            yield f"left out: {reason}, {number:,}"
    for reason, number in result.not_applicable_by.items():
        if reason != "where":
            yield f"not counted: {reason}, {number:,}"


def _detail(detail: ResultDetail, result: Result) -> str:
    value = below.detail(detail, result)
    if value is None:
        return detail.label
    counted = "" if detail.numerator is None else f", {detail.numerator:,} of {detail.n:,}"
    return f"{detail.label}: {value}{counted}"


def _part(result: Result) -> str:
    """A group or a period."""
    verdict = words.group_word(result)
    return f"{words.label(result)}: {verdict}, {words.value(result)} of {result.n:,}"


if __name__ == "__main__":
    PAGE.write_text(page(report()), encoding="utf-8", newline="\n")
    sys.exit(0)
