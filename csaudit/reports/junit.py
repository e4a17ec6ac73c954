"""JUnit XML: one test case a standard, a failure exactly where the gate trips."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from csaudit.harmless import harmless
from csaudit.outcomes import Outcome
from csaudit.reports import outline, words
from csaudit.reports.format import PLAIN, Format, Look

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from csaudit.audit.report import Report, Result

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may have, not even as a reference."""


def render(report: Report, _look: Look = PLAIN, /) -> str:
    """A suite of all standards."""
    cases = report.gating()
    failures = sum(outline.trips(report, case) for case in cases)
    skipped = sum(_is_skipped(report, case) for case in cases)
    counts = {
        "name": outline.title(report),
        "tests": str(len(cases)),
        "failures": str(failures),
        "errors": "0",
        "skipped": str(skipped),
        "time": f"{report.run.seconds:.3f}",
    }
    suite = counts | {"timestamp": f"{report.run.started_at:%Y-%m-%dT%H:%M:%S}"}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{attributes(counts)}>"]
    lines += [f"  <testsuite{attributes(suite)}>"]
    for case in cases:
        lines += [f"    {line}" for line in _case(report, case)]
    return "\n".join([*lines, "  </testsuite>", "</testsuites>", ""])


def _case(report: Report, result: Result) -> Iterator[str]:
    about = {"name": result.id, "classname": result.dimension or result.table, "time": "0"}
    if result.place is not None:
        about |= {"file": report.standards.path, "line": str(result.place.line)}
    yield f"<testcase{attributes(about)}>"
    yield "  <properties>"
    for name, value in _properties(result).items():
        yield f"    <property{attributes({'name': name, 'value': value})}/>"
    yield "  </properties>"
    said = outline.sentence(result)
    if outline.trips(report, result):
        failure = {"message": said, "type": result.outcome.value}
        yield f"  <failure{attributes(failure)}>{element_text(result.statement)}</failure>"
    elif _is_skipped(report, result):
        yield f"  <skipped{attributes({'message': said})}/>"
    elif result.outcome is not Outcome.PASS:
        told = element_text(f"{words.FIRST_WORD[result.outcome]}: {said}")
        yield f"  <system-out>{told}</system-out>"
    yield "</testcase>"


def _is_skipped(report: Report, result: Result) -> bool:
    return result.outcome is Outcome.NO_DATA and not outline.trips(report, result)


def _properties(result: Result) -> Mapping[str, str]:
    numbers = {
        "value": result.value,
        "target": result.target.value if result.target else None,
        "n": result.n,
        "numerator": result.numerator,
        "denominator": result.denominator,
        "not_due": result.not_due,
        "left_out": result.left_out,
        "unreadable": result.unreadable,
    }
    texts = {
        "outcome": result.outcome.value,
        "metric": result.metric,
        "unit": result.unit,
        "severity": result.severity,
        "owner": result.owner,
        "reference": result.reference,
    }
    told = {name: str(number) for name, number in numbers.items() if number is not None}
    return {name: text for name, text in texts.items() if text} | told


def attributes(of: Mapping[str, str]) -> str:
    """The attributes of an element."""
    return "".join(f' {name}="{escape(_clean(value))}"' for name, value in of.items())


def element_text(text: str) -> str:
    """The text inside of an element."""
    return escape(_clean(text), quote=False)


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", harmless(text))


FORMAT: Final = Format(
    name="junit",
    suffixes=(".xml",),
    summary="test results for a pipeline",
    render=render,
)
