"""Writes docs/cookbook.md: every standard of docs/cookbook.yaml, and what the sample data says.

Run it from the project's root:  python docs/make_cookbook.py
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import csaudit
from csaudit.reports import words

if TYPE_CHECKING:
    from csaudit.audit.report import Report, Result

ROOT = Path(__file__).resolve().parent.parent
STANDARDS = Path("docs/cookbook.yaml")
PAGE = ROOT / "docs" / "cookbook.md"
TABLES = {
    name: Path(f"sample_data/{name}.csv") for name in ("tickets", "calls", "surveys", "reviews")
}

HEAD = """\
# Cookbook

Every kind of standard that csaudit audits, as a few lines of YAML, and what the sample data says
to it. The whole file is [cookbook.yaml](cookbook.yaml); its calendars and columns stand at its
top. This page is written by `docs/make_cookbook.py`, and a test sees to it that it is up to date.
To audit all of it:

    csaudit check sample_data/tickets.csv calls=sample_data/calls.csv \\
        surveys=sample_data/surveys.csv reviews=sample_data/reviews.csv -s docs/cookbook.yaml
"""


def report() -> Report:
    """The audit of the sample data against the cookbook's standards."""
    return csaudit.check(TABLES, STANDARDS)


def page(audited: Report) -> str:
    """The whole page."""
    results = {result.id: result for result in audited.gating()}
    recipes = re.split(r"\n  (?=# \d+\. )", (ROOT / STANDARDS).read_text(encoding="utf-8"))[1:]
    return "\n".join([HEAD, *(_recipe(text, results) for text in recipes)])


def _recipe(text: str, results: dict[str, Result]) -> str:
    heading, _, yaml = text.partition("\n")
    ids = re.findall(r"^  - id: (\S+)", yaml, re.MULTILINE)
    lines = "\n".join(line.removeprefix("  ") for line in yaml.rstrip().splitlines())
    said = "\n".join(f"- `{name}`: {_said(results[name])}" for name in ids)
    title = heading.removeprefix("# ")
    return f"## {title}\n\n```yaml\n{lines}\n```\n\nOn the sample data:\n\n{said}\n"


def _said(result: Result) -> str:
    value = words.value(result)
    judged = f"**{result.outcome.value.replace('_', ' ').upper()}**, {value} of {result.n:,} judged"
    details = [detail.label for detail in result.details[:3]]
    extra = [text for text in (result.reason, result.words) if text]
    return "; ".join([judged, *extra, *([", ".join(details)] if details else [])])


if __name__ == "__main__":
    PAGE.write_text(page(report()), encoding="utf-8", newline="\n")
    sys.exit(0)
