"""A divisor of 0 gives null, on numbers of every kind: polars gives infinity, null, or an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.standards.sql import closing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csaudit.standards.sql import Token

_DIVIDE: Final = frozenset({"/", "%"})
_SIGNED: Final = frozenset({"+", "-"})


def null_for_zero(words: list[Token], written: Sequence[str]) -> list[str]:
    """What is written for each word, with every divisor as `nullif(…, 0)`."""
    guarded = list(written)
    for first, last in _divisors(words):
        guarded[first] = f"nullif({guarded[first]}"
        guarded[last] = f"{guarded[last]}, 0)"
    return guarded


def _divisors(words: list[Token]) -> Iterator[tuple[int, int]]:
    """The first and the last word of each."""
    for at, word in enumerate(words[:-1]):
        if word.text in _DIVIDE:
            yield at + 1, _end_of_operand(words, at + 1)
        elif word.low == "mod" and words[at + 1].text == "(":
            end = closing(words, at + 1)
            comma = _comma(words, at + 1, end)
            if comma is not None:
                yield comma + 1, end - 1


def _end_of_operand(words: list[Token], at: int) -> int:
    """A number, a column, a call with its filter, something in brackets or a case."""
    while words[at].text in _SIGNED and at + 1 < len(words):
        at += 1
    if words[at].low == "case":
        return _end_of_case(words, at)
    if words[at].text != "(":
        if at + 1 == len(words) or words[at + 1].text != "(":
            return at
        at += 1
    end = closing(words, at)
    if [word.low for word in words[end + 1 : end + 3]] == ["filter", "("]:
        end = closing(words, end + 2)
    return end


def _end_of_case(words: list[Token], at: int) -> int:
    depth = 0
    for end in range(at, len(words)):
        depth += {"case": 1, "end": -1}.get(words[end].low, 0)
        if depth == 0:
            return end
    return len(words) - 1


def _comma(words: list[Token], opening: int, end: int) -> int | None:
    """The comma between the two arguments."""
    depth = 0
    for at in range(opening, end):
        depth += {"(": 1, ")": -1}.get(words[at].text, 0)
        if depth == 1 and words[at].text == ",":
            return at
    return None
