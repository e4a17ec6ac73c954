"""Words of a survey that csaudit does not know, and the line that says which mark each one is."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from csaudit.metrics.customer_satisfaction import DISSATISFIED, NEUTRAL, NO_ANSWER, SATISFIED
from csaudit.sources.recognise.status_vocabulary import CHOOSE

if TYPE_CHECKING:
    from collections.abc import Iterable

_KNOWN: Final = frozenset({*SATISFIED, *NEUTRAL, *DISSATISFIED})
_VERY: Final = frozenset(
    "very extremely très tres sehr muy molto muito zeer heel mycket meget bardzo".split()
)
_NOT: Final = frozenset("not no non nicht pas niet inte ikke não nie".split())
_GOOD: Final = (
    "satisf zufrieden content tevreden soddisf nöjd tilfreds fornøyd zadowol good gut bon bien "
    "buen buon bom goed"
).split()
_BAD: Final = (
    "dissatisf unsatisf insatisf unzufrieden mécontent mecontent ontevreden insoddisf missnöjd "
    "utilfreds misfornøyd niezadowol bad poor schlecht mauvais mal cattiv ruim slecht"
).split()
_NEUTRAL: Final = "neutr mittel moyen regular okay ok".split()


_LONGEST: Final = 40
"""Longer cells are what customers say in their own words, and no marks of a survey."""


def are_unknown(words: Iterable[str]) -> bool:
    """Whether the words are those of a survey, and of not one it is known what it means."""
    told = answers(words)
    known = any(word.strip().casefold() in _KNOWN for word in told)
    return bool(told) and not known and all(len(word) <= _LONGEST for word in told)


def answers(words: Iterable[str]) -> list[str]:
    """The words that are answers."""
    return [word for word in words if word.strip().casefold() not in NO_ANSWER]


def line(table: str, header: str, words: Iterable[str]) -> str:
    """The line that makes marks from 1 to 5 of all words that are answers."""
    values = ", ".join(f"{_quoted(word)}: {likely_mark(word)}" for word in answers(words))
    told = f"{{from: {_quoted(header)}, values: {{{values}}}}}"
    return f"tables: {{{table}: {{columns: {{csat: {told}}}}}}}"


def likely_mark(word: str) -> str:
    """The mark from 1 to 5 that a word most likely stands for; else CHOOSE."""
    parts = re.findall(r"[^\W_]+", word.casefold())
    bad, good = _tells(parts, _BAD), _tells(parts, _GOOD)
    if good and _NOT & {*parts}:
        bad, good = True, False
    if bad == good:
        return "3" if _tells(parts, _NEUTRAL) and not bad else CHOOSE
    very = bool(_VERY & {*parts})
    return {(True, True): "5", (True, False): "4", (False, False): "2"}.get((good, very), "1")


def _tells(parts: Iterable[str], stems: Iterable[str]) -> bool:
    return any(part.startswith(stem) for part in parts for stem in stems)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
