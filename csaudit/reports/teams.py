"""A message for a webhook of Microsoft Teams: an adaptive card as JSON, which somebody sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.harmless import harmless
from csaudit.outcomes import Outcome
from csaudit.reports import outline, words
from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.summary import summary_line
from csaudit.reports.values import json_text

if TYPE_CHECKING:
    from csaudit.audit.report import Report, Result
    from csaudit.reports.values import Plain

_MOST: Final = 20
"""Standards on one card: a message may have 28 KB."""

_LONGEST: Final = 500
_COLOURS: Final = {
    Outcome.FAIL: "attention",
    Outcome.NO_DATA: "attention",
    Outcome.WARN: "warning",
}


def render(report: Report, _look: Look = PLAIN, /) -> str:
    """The verdict, a line for each standard that was not kept, and the summary."""
    told = [one for one in outline.worst_first(report) if one.outcome in _COLOURS]
    body: list[Plain] = [
        _block(outline.title(report), size="large", weight="bolder"),
        _block(
            f"{outline.headline(report)} ({outline.stretch(report)})",
            color="attention" if report.gate.exit_code else "good",
        ),
    ]
    for one in told[:_MOST]:
        body += _standard(one)
    if (more := len(told) - _MOST) > 0:
        body.append(_block(f"and {more} more"))
    body.append(_block(summary_line(report), size="small"))
    card: Plain = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    kind = "application/vnd.microsoft.card.adaptive"
    message: Plain = {"type": "message", "attachments": [{"contentType": kind, "content": card}]}
    return json_text(message, indent=2) + "\n"


def _standard(result: Result) -> list[Plain]:
    name = f"{words.FIRST_WORD[result.outcome]}: {result.id}"
    return [
        _block(name, weight="bolder", color=_COLOURS[result.outcome]),
        _block(f"{result.statement} {outline.sentence(result)}"),
    ]


def _block(text: str, **more: str) -> Plain:
    # A card reads markdown: a zero-width break keeps a link from being one.
    plain = harmless(words.shortened(text, _LONGEST))
    for mark in "\\`*_[]":
        plain = plain.replace(mark, f"\\{mark}")
    return {"type": "TextBlock", "text": plain, "wrap": True, **more}


FORMAT: Final = Format(
    name="teams",
    suffixes=(),
    summary="a message for a Microsoft Teams webhook",
    render=render,
)
