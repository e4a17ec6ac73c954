"""Conditions in SQL's three-valued logic, as far as the random standards write them.

`col = 'x'`, `<>`, `<`, `IN (…)`, `IS [NOT] NULL`, AND, OR, NOT, brackets, `tag('x')`, and the
name of a yes/no column alone. True, False, or None for unknown.
"""

from __future__ import annotations

import re
from fractions import Fraction

from tests.reference.cells import GARBAGE, Record, Value
from tests.reference.quantities import OPERATORS

Truth = bool | None
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<op><>|!=|<=|>=|=|<|>|\(|\)|,)|(?P<word>[A-Za-z_][\w.]*))"
)
_WORDS = {"AND", "OR", "NOT", "IN", "IS", "NULL", "TAG", "TRUE", "FALSE"}


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        assert match is not None, text[at:]
        assert match.lastgroup is not None
        tokens.append((match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return tokens


def columns(text: str) -> list[str]:
    """The columns that a condition names, in order, once."""
    found = []
    for kind, word in _tokens(text):
        if kind == "word" and word.upper() == "TAG":
            found.append("tags")
        elif kind == "word" and word.upper() not in _WORDS:
            found.append(word)
    return list(dict.fromkeys(found))


def holds(text: str, record: Record) -> Truth:
    """Whether the condition holds for the record; garbage counts as unknown."""
    reader = _Reader(_tokens(text), record)
    answer = reader.either()
    assert reader.at == len(reader.tokens), text
    return answer


def both(one: Truth, other: Truth) -> Truth:
    """AND: a known False settles it."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def negated(one: Truth) -> Truth:
    """NOT."""
    return None if one is None else not one


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]], record: Record) -> None:
        self.tokens, self.record, self.at = tokens, record, 0

    def either(self) -> Truth:
        answer = self.all()
        while self.take("OR"):
            answer = negated(both(negated(answer), negated(self.all())))
        return answer

    def all(self) -> Truth:
        answer = self.one()
        while self.take("AND"):
            answer = both(answer, self.one())
        return answer

    def one(self) -> Truth:
        if self.take("NOT"):
            return negated(self.one())
        if self.take("("):
            answer = self.either()
            assert self.take(")")
            return answer
        return self.about(self.operand())

    def about(self, value: Value) -> Truth:
        if self.take("IS"):
            turned = self.take("NOT")
            assert self.take("NULL")
            return (value is None) != turned
        if self.take("NOT"):
            assert self.take("IN")
            return negated(self.among(value))
        if self.take("IN"):
            return self.among(value)
        if self.at < len(self.tokens) and self.tokens[self.at][1] in {*OPERATORS, "<>"}:
            op = self.tokens[self.at][1].replace("<>", "!=")
            self.at += 1
            return _compare(value, op, self.operand())
        assert value is None or isinstance(value, bool)
        return value

    def among(self, value: Value) -> Truth:
        assert self.take("(")
        options = [self.operand()]
        while self.take(","):
            options.append(self.operand())
        assert self.take(")")
        return None if value is None else value in options

    def operand(self) -> Value:
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return word[1:-1].replace("''", "'")
        if kind == "number":
            return Fraction(word)
        if word.upper() == "TAG":
            return self.has_tag()
        value = self.record[word]
        return None if value is GARBAGE else value

    def has_tag(self) -> Truth:
        assert self.take("(")
        tag = self.operand()
        assert self.take(")")
        tags = self.record["tags"]
        return None if tags is None else tag in tags

    def take(self, word: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at][1].upper() == word:
            self.at += 1
            return True
        return False


def _compare(left: Value, op: str, right: Value) -> Truth:
    return None if left is None or right is None else OPERATORS[op](left, right)
