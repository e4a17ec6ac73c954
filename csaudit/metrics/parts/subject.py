"""The question behind a subject line: what stays the same when the same thing is asked again.

In this order: mark-up, case, width and accents are dropped; marks of replies and forwards in
many languages, brackets that hold a digit (`[Ticket #123]`) and the marks of mail gateways
(`[EXTERNAL]`) are taken off the front, as often as they stand there; every word that holds a
digit is dropped (numbers, dates, the identifiers of orders and tickets); punctuation, symbols
and apostrophes go, and any run of spaces becomes one.
"""

from __future__ import annotations

import re

from csaudit.metrics.parts.wording import (
    folded,
    spaced,
    without_apostrophes,
    without_markup,
    words,
)

_MARKS = """
    re res r ref rep rif odp odg aw antw antwort sv vs vb vl va yml atb ynt ilt i rv reenv
    reenviado tr trs wg doorst fw fwd forward forwarded fs enc inoltro pd bls tl ct tovabbitva
    tovabbitas proslijedeno απ σχετ πρθ отв ответ пересл отг відп 回复 回覆 答复 答覆 转发 轉寄 轉發
    返信 転送 답장 회신 전달 رد השב תגובה הועבר
"""
MARKS = frozenset(_MARKS.split())
"""What mail programs put before a reply or a forward, folded: in English, German, Dutch, the
Nordic and Romance languages, Polish, Croatian, Hungarian, Turkish, Greek, Russian, Bulgarian,
Ukrainian, Chinese, Japanese, Korean, Arabic, Hebrew, Vietnamese, Indonesian and Welsh."""

LONGEST = 1_000
"""Characters of a subject that are looked at."""

_MARK = re.compile(r"\s*[\[(]?\s*([^\W\d_]{1,15})\.?\s*(?:[\[(^]?\d{1,4}[\])]?)?\s*[:：]")  # noqa: RUF001 - the colon of Chinese and Japanese
_BRACKETS = re.compile(
    r"\s*(?:\[[^\[\]]{0,40}\d[^\[\]]{0,40}\]|[\[(](?:ext|extern|external|fwd|fw|spam)[\])])"
)
_INSIDE_IDENTIFIERS = "./\\-_"
_WITH_DIGIT = re.compile(r"\S*\d\S*")


def question(subject: str) -> str | None:
    """The folded question of a subject; None where nothing is left of it."""
    plain = folded(without_markup(subject[:LONGEST]))
    while (mark := _mark(plain)) is not None:
        plain = plain[mark.end() :]
    apart = spaced(without_apostrophes(plain), keep=_INSIDE_IDENTIFIERS)
    return words(_WITH_DIGIT.sub(" ", apart)) or None


def _mark(plain: str) -> re.Match[str] | None:
    """What stands before the question at the front of a folded subject."""
    mark = _MARK.match(plain)
    return mark if mark and mark[1] in MARKS else _BRACKETS.match(plain)
