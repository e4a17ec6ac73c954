"""A message for a Slack webhook: its JSON, which somebody else sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.outcomes import Outcome
from csaudit.reports import outline, words
from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.summary import summary_line
from csaudit.reports.values import json_text

if TYPE_CHECKING:
    from csaudit.audit.report import Report, Result
    from csaudit.reports.values import Plain

_HEADER: Final = 150
_SECTION: Final = 3_000
_MOST: Final = 40
"""What Slack takes: characters of a header and of a section, and nearly all of its 50 blocks."""

_TOLD: Final = (Outcome.FAIL, Outcome.NO_DATA, Outcome.WARN)
_SIGNS: Final = {
    Outcome.FAIL: ":x:",
    Outcome.NO_DATA: ":grey_question:",
    Outcome.WARN: ":warning:",
}


def render(report: Report, _look: Look = PLAIN, /) -> str:
    """The verdict, a block for each standard that was not kept, and the summary."""
    told = [one for one in outline.worst_first(report) if one.outcome in _TOLD]
    blocks: list[Plain] = [
        {"type": "header", "text": _plain(outline.title(report), _HEADER)},
        _section(f"*{_escaped(outline.headline(report))}*\n{_escaped(outline.stretch(report))}"),
        *(_section(_standard(one)) for one in told[:_MOST]),
    ]
    if (more := len(told) - _MOST) > 0:
        blocks.append(_section(f"and {more} more"))
    last: Plain = {"type": "mrkdwn", "text": _escaped(summary_line(report))[:_SECTION]}
    blocks.append({"type": "context", "elements": [last]})
    text = f"{outline.title(report)}: {outline.headline(report)}"
    return json_text({"text": _escaped(text), "blocks": blocks}, indent=2) + "\n"


def _standard(result: Result) -> str:
    name = f"{_SIGNS[result.outcome]} *{_escaped(result.id)}* {words.FIRST_WORD[result.outcome]}"
    return f"{name}\n{_escaped(result.statement)}\n{_escaped(outline.sentence(result))}"


def _section(text: str) -> Plain:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:_SECTION]}}


def _plain(text: str, most: int) -> Plain:
    return {"type": "plain_text", "text": text[:most]}


def _escaped(text: str) -> str:
    """The three characters that Slack asks to escape; what is left is bold at worst."""
    plain = words.shortened(text, 1_000)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


FORMAT: Final = Format(
    name="slack",
    suffixes=(),
    summary="a message for a Slack webhook",
    render=render,
)
