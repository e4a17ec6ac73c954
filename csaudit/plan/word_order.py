"""Words that stand for the same whatever their case, and words that have an order of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.standards.sql import ExpressionError, Sort, Token
from csaudit.tables import Type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csaudit.plan.vocabulary import Vocabulary

CATEGORIES: Final = frozenset(
    {"status", "priority", "channel", "type", "topic", "language", "queue"}
)
"""Columns of few words: `'urgent'` finds Urgent, as it does in a table of limits."""

_PRIORITIES: Final = (
    ("lowest", "trivial", "very low", "planning", "p5", "5 - planning"),
    ("low", "minor", "p4", "4 - low", "niedrig", "gering", "basse", "baja", "laag", "bassa"),
    ("normal", "medium", "moderate", "default", "p3", "3 - moderate", "mittel", "moyenne", "media"),
    ("high", "major", "p2", "2 - high", "hoch", "haute", "élevée", "alta", "hoog"),
    (
        *("urgent", "critical", "highest", "very high", "blocker", "emergency", "immediate", "p1"),
        *("1 - critical", "dringend", "kritisch", "urgente", "spoed"),
    ),
)
_ORDERS: Final[Mapping[str, Sequence[Sequence[str]]]] = {
    "priority": _PRIORITIES,
    "severity": _PRIORITIES,
    "status": tuple((one,) for one in ("new", "open", "pending", "on_hold", "resolved", "closed")),
    "created_weekday": tuple((one,) for one in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
}
_SIGNS: Final = frozenset({"<", "<=", ">", ">="})


def put_in_order(words: Sequence[Token], written: list[str], vocabulary: Vocabulary) -> None:
    """Makes `priority >= 'High'` compare ranks, in the SQL that is written.

    A word without a rank is unknown. Raises ExpressionError where words have no order.
    """
    for at, sign in enumerate(words):
        if sign.text not in _SIGNS or not 0 < at < len(words) - 1:
            continue
        for column, other in ((at - 1, at + 1), (at + 1, at - 1)):
            if words[other].sort is Sort.TEXT and _is_text(words[column], vocabulary):
                ranks = _ORDERS.get(words[column].name.casefold())
                rank = _rank(ranks or (), words[other])
                if ranks is None or rank is None:
                    raise _no_order(words[column].name, words[other].text, ranks)
                written[column] = _case(written[column], ranks)
                written[other] = str(rank)


def _is_text(word: Token, vocabulary: Vocabulary) -> bool:
    return word.sort in (Sort.WORD, Sort.QUOTED) and vocabulary.type_of(word.name) is Type.TEXT


def _rank(ranks: Sequence[Sequence[str]], literal: Token) -> int | None:
    word = literal.text.strip("'").strip().casefold()
    return next((place for place, same in enumerate(ranks) if word in same), None)


def _case(column: str, ranks: Sequence[Sequence[str]]) -> str:
    branches = " ".join(
        f"WHEN lower({column}) IN ({', '.join(map(_quoted, same))}) THEN {place}"
        for place, same in enumerate(ranks)
    )
    return f"(CASE {branches} END)"


def _quoted(word: str) -> str:
    return f"'{word}'"


def _no_order(column: str, literal: str, ranks: Sequence[Sequence[str]] | None) -> ExpressionError:
    why = f"{column} is text, and < and > would compare its letters"
    if ranks is not None:
        why = f"{literal} has no place among the words of {column}"
    return ExpressionError(f"{why}: name the words that are meant", f"{column} IN ({literal})")
