"""What `csaudit lint` found in a standards file, for programs: JSON, annotations, JUnit."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from csaudit.reports.github import MOST, escaped, property_text
from csaudit.reports.junit import attributes, element_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from csaudit.errors import Problem

MISTAKE: Final = "mistake"
"""The code of what makes a file invalid; advice has codes of its own, see docs/lint.md."""

FORMAT_VERSION: Final = "1.0"


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake or one piece of advice: `fix` is the line to write, where there is one."""

    code: str
    level: str
    path: str
    line: int
    column: int
    message: str
    fix: str | None


def finding(problem: Problem, code: str = MISTAKE) -> Finding:
    """A problem as a finding; a mistake is an error, all else is advice."""
    return Finding(
        code=code,
        level="error" if code == MISTAKE else "advice",
        path=problem.path,
        line=problem.place.line,
        column=problem.place.column,
        message=problem.what,
        fix=problem.instead,
    )


def as_json(path: str, found: Sequence[Finding]) -> str:
    """All findings, and how many of each level."""
    told: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "standards": path,
        "findings": [asdict(one) for one in found],
        "errors": len(_mistakes(found)),
        "advice": len(found) - len(_mistakes(found)),
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def as_github(path: str, found: Sequence[Finding]) -> str:
    """Annotations of the lines, mistakes first; GitHub shows ten of each kind."""
    mistakes = _mistakes(found)
    advice = [one for one in found if one not in mistakes]
    lines = [_annotation("error", one) for one in mistakes[:MOST]]
    lines += [_annotation("notice", one) for one in advice[:MOST]]
    more = sum(max(len(part) - MOST, 0) for part in (mistakes, advice))
    if more:
        lines.append(f"::notice::{escaped(path)}: and {more} more findings")
    return "".join(f"{line}\n" for line in lines)


def _annotation(level: str, one: Finding) -> str:
    where = {"file": one.path, "line": str(one.line), "col": str(one.column), "title": one.code}
    properties = ",".join(f"{name}={property_text(text)}" for name, text in where.items())
    return f"::{level} {properties}::{escaped(_sentence(one))}"


def as_junit(path: str, found: Sequence[Finding]) -> str:
    """A suite with a failed case for each mistake; advice is a case that passes."""
    tests, failures = str(max(len(found), 1)), str(len(_mistakes(found)))
    counts = {"name": path, "tests": tests, "failures": failures, "errors": "0", "skipped": "0"}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{attributes(counts)}>"]
    lines.append(f"  <testsuite{attributes(counts)}>")
    for one in found:
        lines += [f"    {line}" for line in _case(one)]
    if not found:
        lines.append(f"    <testcase{attributes({'name': 'valid', 'classname': path})}/>")
    return "\n".join([*lines, "  </testsuite>", "</testsuites>", ""])


def _case(one: Finding) -> Iterator[str]:
    about = {"name": f"{one.line}:{one.column} {one.code}", "classname": one.path, "time": "0"}
    yield f"<testcase{attributes(about)}>"
    said = element_text(_sentence(one))
    if one.level == "error":
        yield f"  <failure{attributes({'message': one.message})}>{said}</failure>"
    else:
        yield f"  <system-out>{said}</system-out>"
    yield "</testcase>"


def _sentence(one: Finding) -> str:
    return one.message if one.fix is None else f"{one.message}\nwrite:  {one.fix}"


def _mistakes(found: Sequence[Finding]) -> list[Finding]:
    return [one for one in found if one.level == "error"]


RENDER: Final[Mapping[str, Callable[[str, Sequence[Finding]], str]]] = {
    "json": as_json,
    "github": as_github,
    "junit": as_junit,
}
