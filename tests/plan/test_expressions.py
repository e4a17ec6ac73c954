"""What a condition may say, and how a mistake in one is told."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from csaudit import check
from csaudit.errors import DataError
from csaudit.plan.context import A_YEAR, Clocks
from csaudit.plan.expressions import aggregate, condition
from csaudit.plan.vocabulary import Vocabulary, vocabulary
from csaudit.standards.sql import AGGREGATES, FUNCTIONS, LONGEST, ExpressionError
from csaudit.tables import Type

if TYPE_CHECKING:
    from pathlib import Path

TYPES = {
    "channel": Type.TEXT,
    "Refund": Type.TEXT,
    "created_at": Type.INSTANT,
    "first_response_duration": Type.DURATION,
    "replies": Type.COUNT,
    "order_value": Type.NUMBER,
    "spam": Type.YES_NO,
    "tags": Type.TAGS,
}
NO_CALENDARS = Clocks({}, *A_YEAR)
WORDS = vocabulary("tickets", TYPES, "Europe/London", NO_CALENDARS)
FRAME = pl.LazyFrame(
    {
        "channel": ["email", "phone", None],
        "Refund": ["3", "x", None],
        "created_at": [
            datetime(2026, 7, 1, 8, 30, tzinfo=UTC),  # 09:30 on the wall in London
            datetime(2026, 12, 1, 8, 30, tzinfo=UTC),  # 08:30
            None,
        ],
        "first_response_duration": [3_600_000_000, 90_000_000, None],
        "replies": [1, 2, None],
        "order_value": pl.Series(["0.1", "99.5", None]).str.to_decimal(scale=9),
        "spam": [True, False, None],
        "tags": [["vip", "x"], [], None],
    },
    schema_overrides={"created_at": pl.Datetime("us", "UTC")},
)


def selected(
    text: str, words: Vocabulary = WORDS, frame: pl.LazyFrame = FRAME
) -> list[bool | None]:
    """The condition's answer for each record, in the columns in which expressions see them."""
    made = condition(text, words)
    seen = [column.alias(name) for name, column in map(words.seen, made.names)]
    found = frame.with_columns(*seen).with_columns(found=made.expression).collect()
    return found["found"].to_list()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("channel = 'email'", [True, False, None]),
        ("channel IN ('email', 'chat') OR replies > 1", [True, True, None]),
        ("spam", [True, False, None]),
        ("NOT spam", [False, True, None]),
        ("tag('vip')", [True, False, None]),
        ("replies IS NULL", [False, False, True]),
        ("order_value = 0.1", [True, False, None]),
        ("created_hour = 9", [True, False, None]),
        ("created_weekday = 'wed'", [True, False, None]),
        ("created_at >= '2026-07-01 09:30' AND created_at < '2026-08-01'", [True, False, None]),
        ("'2026-10-01' < created_at", [False, True, None]),
        ("replies > 0 AND '2026-10-01' < created_at", [False, True, None]),
        ("created_at > DATE '2026-10-01'", [False, True, None]),
        ("created_at > TIMESTAMP '2026-10-01 00:00:00'", [False, True, None]),
        ("replies NOT BETWEEN 2 AND 3 AND NOT tag('x')", [False, False, None]),
        ("CASE WHEN spam THEN 1 ELSE 2 END = 1", [True, False, False]),
        ("spam != NOT spam", [True, True, None]),
        ("(channel) = ('email') AND order_value > -1", [True, False, None]),
        ("extract(hour FROM created_at) = 8", [False, True, None]),
        ("CAST(Refund AS INT) = 3", [True, None, None]),
        ("channel IS NOT DISTINCT FROM 'email'", [True, False, False]),
        ("first_response_duration > '5m'", [True, False, None]),
        ("first_response_duration BETWEEN '90s' AND '1h'", [True, True, None]),
        ("'1h' <= first_response_duration", [True, False, None]),
        ("1 = 1", [True, True, True]),
    ],
)
def test_conditions_are_three_valued(text: str, expected: list[bool | None]) -> None:
    assert selected(text) == expected


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('channel = "email"', "text stands in single quotes"),
        ("channel", "is not a condition"),
        ("channel = 'a", "never closed"),
        ("((spam)", "bracket too many or too few"),
        ("", "empty"),
        ("count(*) > 3", "speaks of many records"),
        ("random() > 0.5", "not a function that a standard may use"),
        ("now() > created_at", "not a function that a standard may use"),
        ("channel IN (SELECT 1)", "SELECT is not allowed"),
        ("EXISTS (SELECT 1)", "not a function"),
        ("COLUMNS('a') = 'x'", "not a function"),
        ("sum(replies) OVER (PARTITION BY channel) > 1", "OVER() is not a function"),
        ("spam -- and the rest", "means nothing in it"),
        ("spam; DROP TABLE tickets", "means nothing in it"),
        ("channel SIMILAR TO 'x'", "no comparison stands between channel and SIMILAR"),
        ("Refund > 3", "Refund is text"),
        ("replies = '1'", "replies is of type count"),
        ("created_at > '01/10/2026'", "such a value is written as '2026-10-31'"),
        ("created_at > 60", "created_at is an instant, and is compared with a number"),
        ("created_at > 01/10/2026", "created_at is an instant, and is compared with a number"),
        ("first_response_duration > 3600", "3600 has no unit"),
        ("first_response_duration > 'long'", "is written as '90s', '5m' or '4h'"),
        ("(" * 60 + "spam" + ")" * 60, "nests more than"),
        ("cast(order_value as decimal(38, 64)) > 1", "is no kind of number: at most 38 digits"),
        ("cast(order_value as decimal()) > 1", "is no kind of number"),
        ("greatest() > 1", "greatest() stands without anything in its brackets"),
        ("least( ) > 1", "least() stands without anything in its brackets"),
        ("replies > 99999999999999999999", "is too great a number"),
        ("replies > 1e300", "is too great a number"),
        (" OR ".join(["spam"] * LONGEST), "characters, more than"),
        ("regexp_like(channel, '[')", "cannot be read: unclosed character class"),
        ("contains(channel, 'x')", "contains() is not a function that a standard may use"),
    ],
)
def test_a_mistake_is_said_in_plain_words(text: str, what: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        condition(text, WORDS)
    assert what in caught.value.what


def test_a_column_that_the_data_lacks_is_no_mistake_of_the_condition() -> None:
    made = condition("region = 'north' AND priority = 'urgent'", WORDS)
    assert made.missing == ("region", "priority")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("accurate", [True, False, None, None]),
        ("NOT accurate", [False, True, None, None]),
        ("(accurate) AND 1 = 1", [True, False, None, None]),
        ("accurate IS TRUE", [True, False, None, None]),
        ("CASE WHEN accurate THEN true ELSE false END", [True, False, False, False]),
        ("accurate = 'Yes'", [True, False, False, None]),
        ("lower(accurate) IN ('yes', 'maybe')", [True, False, True, None]),
    ],
)
def test_a_column_of_the_datas_own_may_stand_alone_and_says_yes_or_no(
    text: str, expected: list[bool | None]
) -> None:
    words = vocabulary("tickets", {"accurate": Type.TEXT}, "UTC", NO_CALENDARS)
    frame = pl.LazyFrame({"accurate": ["Yes", "n", "maybe", None]})
    assert selected(text, words, frame) == expected


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("sum(Refund) / count(*)", "tables: {tickets: {columns: {Refund: "),
    ],
)
def test_a_type_that_does_not_fit_is_told_with_the_setting(text: str, instead: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        aggregate(text, WORDS)
    assert (caught.value.instead or "").startswith(instead)


def test_text_that_is_used_as_a_number_gets_no_remedy_that_means_something_else() -> None:
    with pytest.raises(ExpressionError, match="created_weekday = 'text'") as caught:
        aggregate("max(created_weekday + 1)", WORDS)
    assert caught.value.instead is None


def test_tags_are_needed_for_tag() -> None:
    without = vocabulary("tickets", {"spam": Type.YES_NO}, "UTC", NO_CALENDARS)
    assert condition("tag('x')", without).missing == ("tags",)


def test_derived_columns_read_the_column_behind_them() -> None:
    made = condition("created_hour > 8 AND channel = 'x'", WORDS)
    assert made.names == ("created_hour", "channel")
    assert made.reads == ("created_at", "channel")


@pytest.mark.parametrize("text", ["sum(order_value) / count(*)", "avg(replies)", "count(*)"])
def test_a_value_is_one_number(text: str) -> None:
    assert aggregate(text, WORDS).expression is not None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("order_value", "not one number for all records"),
        ("sum(order_value) + replies", "a number for each record"),
        ("sum(Refund)", "Refund is text"),
    ],
)
def test_a_value_that_is_not_one_number_is_refused(text: str, what: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        aggregate(text, WORDS)
    assert what in caught.value.what


@pytest.mark.parametrize(
    ("text", "mean"),
    [
        ("avg(x)", "0.3"),
        ("AVG(x + x) / 2", "0.3"),
        ("round(avg(x), 1) + min(x)", "0.4"),
        ("avg(DISTINCT x)", "0.35"),
    ],
)
def test_a_mean_is_exact_where_its_numbers_are(text: str, mean: str) -> None:
    tenths = pl.Series("x", ["0.1", "0.2", "0.4", "0.1", "0.7", None]).str.to_decimal(scale=9)
    words = vocabulary("tickets", {"x": Type.NUMBER}, "UTC", NO_CALENDARS)
    found = tenths.to_frame().select(aggregate(text, words).expression).item()
    assert Decimal(str(found)).normalize() == Decimal(mean)


WORDED = FRAME.with_columns(
    channel=pl.Series(["Email", "PHONE", None]),
    priority=pl.Series(["Low", "Urgent", "odd"]),
)
WORDED_WORDS = vocabulary(
    "tickets", {**TYPES, "priority": Type.TEXT}, "Europe/London", NO_CALENDARS
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("channel = 'email'", [True, False, None]),
        ("channel IN ('EMAIL', 'phone')", [True, True, None]),
        ("channel NOT IN ('phone')", [True, False, None]),
        ("priority >= 'High'", [False, True, None]),
        ("'normal' > priority", [True, False, None]),
        ("created_weekday < 'wed'", [False, True, None]),
    ],
)
def test_words_of_categories_are_compared_by_what_they_say(
    text: str, expected: list[bool | None]
) -> None:
    assert selected(text, WORDED_WORDS, WORDED) == expected


@pytest.mark.parametrize("text", ["channel < 'email'", "priority > 'whatever'"])
def test_words_without_an_order_are_not_compared_by_their_letters(text: str) -> None:
    with pytest.raises(ExpressionError, match="name the words that are meant"):
        condition(text, WORDED_WORDS)


CALLS = {
    "array_contains": "array_contains(tags, 'vip')",
    "array_length": "array_length(tags) > 1",
    "cast": "cast(replies as double) > 1",
    "try_cast": "try_cast(Refund as integer) > 1",
    "concat_ws": "concat_ws('-', channel, 'x') = 'x'",
    "date_part": "date_part('year', created_at) = 2026",
    "extract": "extract(year from created_at) = 2026",
    "if": "if(replies > 1, 1, 2) = 1",
    "tag": "tag('vip')",
    "quantile_cont": "quantile_cont(replies, 0.5)",
    "quantile_disc": "quantile_disc(replies, 0.5)",
    **{
        name: f"{name}(channel) = 'x'"
        for name in ("lower", "upper", "trim", "ltrim", "rtrim", "reverse", "concat")
    },
    **{name: f"{name}(channel) > 3" for name in ("length", "octet_length")},
    **{name: f"{name}(replies) > 3" for name in ("abs", "ceil", "floor", "round", "sign", "sqrt")},
    **{name: f"{name}(replies, 2) > 3" for name in ("greatest", "least", "coalesce", "mod")},
    **{name: f"{name}(replies, 2) > 3" for name in ("ifnull", "nullif")},
    **{name: f"{name}(channel, 'x')" for name in ("starts_with", "ends_with", "regexp_like")},
    **{name: f"{name}(channel, 2) = 'x'" for name in ("left", "right", "substr")},
    "strpos": "strpos(channel, 'x') > 0",
    "replace": "replace(channel, 'a', 'b') = 'x'",
}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_that_may_be_used_can_be_used(name: str) -> None:
    if name in CALLS and name not in AGGREGATES:
        assert condition(CALLS[name], WORDS).missing == ()
    else:
        assert aggregate(CALLS.get(name, f"{name}(replies)"), WORDS).missing == ()


def test_numbers_that_grow_beyond_all_digits_are_told(tmp_path: Path) -> None:
    export = tmp_path / "tickets.csv"
    export.write_text("id,created_at,order_value\n1,2026-10-01T09:00Z,999999999999.25\n")
    share = {"id": "a", "statement": "s", "metric": "share", "success": "order_value > 1"}

    def counted(where: str) -> int:
        standards = {"version": 1, "standards": [{**share, "target": ">= 1%", "where": where}]}
        return check(export, standards=standards).results[0].n

    with pytest.raises(DataError, match="overflow in decimal"):
        counted("order_value * order_value > 1")
    assert counted("cast(order_value as double) * order_value > 1") == 1
