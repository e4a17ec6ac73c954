"""Conditions and expressions, by a small grammar of SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from random import Random

_COLUMNS: Final = (
    *("status", "priority", "channel", "agent", "branch", "csat", "replies", "tags", "id"),
    *("created_at", "resolved_at", "created_hour", "created_weekday", "nowhere", '"Created at"'),
)
_AMOUNTS: Final = ("csat", "replies", "reopens", "order_value")
_TEXT_COLUMNS: Final = ("status", "channel", "agent", "branch")
_TEXTS: Final = ("'email'", "'Leeds'", "''", "'it''s'", "'%'", "'High'")
_NUMBERS: Final = ("0", "1", "-1", "1.5", "2", "0.1")
_SIGNS: Final = ("=", "<>", "<", ">=", "LIKE", "ILIKE")
_FUNCTIONS: Final = (
    *("upper({})", "length({})", "coalesce({}, {})", "abs({})", "round({}, 2)", "lower({})"),
    *("substr({}, 1, 2)", "cast({} as integer)", "greatest({}, {})", "extract(hour from {})"),
    *("replace({}, 'a', 'b')", "trim({})", "nullif({}, {})", "date_part('day', {})"),
)
_SOUND: Final = (
    *("channel = 'email'", "status <> 'open'", "branch in ('Leeds', 'Hull')", "csat >= 3"),
    *("replies = 1 and reopens = 0", "tag('vip')", "created_hour between 9 and 17"),
    *("created_at >= '2026-10-05'", "upper(agent) = 'ANN'", "priority >= 'high'"),
    *("order_value / replies > 2", "order_value * csat >= 10", "mod(replies, reopens) = 0"),
    *("created_weekday in ('sat', 'sun')", "resolved_at is null", "length(id) < 3"),
)
_BROKEN: Final = (
    *("", ")", "((", "status =", "'open", "select 1", "1 = 1; drop table x", "tag(", "tag('vip')"),
    *("status in ()", "not", "*", "count(*)", "a.b.c = 1", "greatest()", "csat / 0 > 1"),
)


def condition(chance: Random, depth: int = 0) -> str:
    """True or false of a record, mostly."""
    if chance.random() < 0.01:
        return chance.choice(_BROKEN)
    if depth < 2 and chance.random() < 0.35:
        word = chance.choice(("and", "or", "AND NOT"))
        return f"({condition(chance, depth + 1)} {word} {condition(chance, depth + 1)})"
    if chance.random() < 0.96:
        return chance.choice(_SOUND)
    one, other = chance.choice(_TEXTS), chance.choice(_TEXTS)
    low, high = chance.choice(_NUMBERS), chance.choice(_NUMBERS)
    return chance.choice(
        (
            f"{value(chance)} is {chance.choice(('', 'not '))}null",
            f"{chance.choice(_TEXT_COLUMNS)} in ({one}, {other})",
            f"{value(chance)} between {low} and {high}",
            f"{value(chance)} {chance.choice(_SIGNS)} {value(chance)}",
            f"{chance.choice(_TEXT_COLUMNS)} {chance.choice(('=', '<>'))} 'email'",
        )
    )


def value(chance: Random, depth: int = 0) -> str:
    """A column, a literal, or a function of them."""
    if depth < 2 and chance.random() < 0.3:
        text = chance.choice(_FUNCTIONS)
        return text.format(*(value(chance, depth + 1) for _ in range(text.count("{}"))))
    if depth < 2 and chance.random() < 0.3:
        one, other = (chance.choice((*_AMOUNTS, *_NUMBERS)) for _ in range(2))
        return f"{one} {chance.choice('+-*/%')} {other}"
    return chance.choice((chance.choice(_COLUMNS), chance.choice(_TEXTS), chance.choice(_NUMBERS)))


def aggregate(chance: Random) -> str:
    """A number of all records, mostly."""
    function = chance.choice(("sum", "count", "avg", "min", "max", "median", "stddev"))
    told = f"{function}({chance.choice(_AMOUNTS) if chance.random() < 0.5 else value(chance)})"
    sign = chance.choice("///*+-")
    return f"{told} {sign} {aggregate(chance)}" if chance.random() < 0.3 else told
