from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from csaudit.metrics.declaration import Comparison, Item, Scale, Setting, SettingKind
from csaudit.standards.settings import read_setting
from csaudit.standards.wording import GrammarError


def setting(kind: SettingKind, *choices: str, or_column: bool = False) -> Setting:
    return Setting("s", kind, None, "a setting", choices=choices, or_column=or_column)


READ = [
    (SettingKind.CHOICE, "working_day", "working day"),
    (SettingKind.CHOICE, "working day", "working day"),
    (SettingKind.CHOICES, "day", ("day",)),
    (SettingKind.CHOICES, ["working day", "day"], ("working day", "day")),
    (SettingKind.DURATION, "7d", 604_800_000_000),
    (SettingKind.DURATION, "0s", 0),
    (SettingKind.DURATION, "off", None),
    (SettingKind.NUMBER, 6, Decimal(6)),
    (SettingKind.NUMBER, Decimal("6.5"), Decimal("6.5")),
    (SettingKind.NUMBER, "-6.5", Decimal("-6.5")),
    (SettingKind.COUNT, 0, 0),
    (SettingKind.SHARE, "40%", Fraction(2, 5)),
    (SettingKind.YES_NO, True, True),
    (SettingKind.YES_NO, "No", False),
    (SettingKind.COMPARISON, 1, Comparison("=", Decimal(1))),
    (SettingKind.COMPARISON, "= 1", Comparison("=", Decimal(1))),
    (SettingKind.COMPARISON, "==1", Comparison("=", Decimal(1))),
    (SettingKind.COMPARISON, "<>2", Comparison("!=", Decimal(2))),
    (SettingKind.COMPARISON, "≤ 2.5", Comparison("<=", Decimal("2.5"))),
    (SettingKind.SCALE, "1-5", Scale(Decimal(1), Decimal(5))),
    (SettingKind.SCALE, "0 to 10", Scale(Decimal(0), Decimal(10))),
    (SettingKind.SCALE, "-2 - 2", Scale(Decimal(-2), Decimal(2))),
    (SettingKind.SCALE, [1, 5], Scale(Decimal(1), Decimal(5))),
    (SettingKind.SCALE, {"min": 1, "max": 5}, Scale(Decimal(1), Decimal(5))),
    (SettingKind.WORDS, "good", ("good",)),
    (SettingKind.WORDS, ["good", 4, True], ("good", "4", "true")),
    (SettingKind.COLUMN, "due_at", "due_at"),
    (SettingKind.CONDITION, " spam ", "spam"),
    (SettingKind.VALUE, "avg(x)", "avg(x)"),
    (SettingKind.ITEMS, "polite", (Item("polite", Decimal(1)),)),
    (
        SettingKind.ITEMS,
        ["polite", {"accurate": 2}],
        (Item("polite", Decimal(1)), Item("accurate", Decimal(2))),
    ),
    (
        SettingKind.ITEMS,
        {"polite": 1, "accurate": Decimal("2.5")},
        (Item("polite", Decimal(1)), Item("accurate", Decimal("2.5"))),
    ),
]


@pytest.mark.parametrize(("kind", "raw", "expected"), READ)
def test_a_setting_is_read_by_its_kind(kind: SettingKind, raw: object, expected: object) -> None:
    assert read_setting(setting(kind, "day", "working day"), raw) == expected


def test_a_choice_may_also_be_a_column() -> None:
    question = setting(SettingKind.CHOICE, "subject", "topic", or_column=True)
    assert read_setting(question, "topic") == "topic"
    assert read_setting(question, "Form field 3") == "Form field 3"


REFUSED = [
    (SettingKind.CHOICE, "days", 'days is not day or working day (did you mean "day"?).', ()),
    (SettingKind.CHOICE, ["day"], "must be text, not a list.", ()),
    (SettingKind.CHOICES, ["day", "week"], "week is not day or working day.", (1,)),
    (SettingKind.CHOICES, ["day", "day"], "day stands twice.", (1,)),
    (SettingKind.DURATION, 7, "7 has no unit.", ()),
    (SettingKind.NUMBER, "six", "six is not a number such as 3 or 6.5.", ()),
    (SettingKind.NUMBER, True, "true is not a number such as 3 or 6.5.", ()),
    (SettingKind.NUMBER, [3], "a list is not a number such as 3 or 6.5.", ()),
    (SettingKind.COUNT, -1, "-1 is not a whole number such as 30.", ()),
    (SettingKind.COUNT, "3", "3 is not a whole number such as 30.", ()),
    (SettingKind.SHARE, 40, "40 is not a share.", ()),
    (SettingKind.SHARE, ["40%"], "must be a single value, not a list.", ()),
    (SettingKind.YES_NO, "maybe", "maybe is not true or false.", ()),
    (SettingKind.COMPARISON, "one", 'one is not a comparison, such as "= 1", "<= 2" or 1.', ()),
    (SettingKind.COMPARISON, True, 'true is not a comparison, such as "= 1", "<= 2" or 1.', ()),
    (
        SettingKind.COMPARISON,
        {"a": 1},
        'a mapping is not a comparison, such as "= 1", "<= 2" or 1.',
        (),
    ),
    (SettingKind.SCALE, 5, "5 is not a scale, such as 1-5.", ()),
    (SettingKind.SCALE, [1, "x"], "x is not a number such as 3 or 6.5.", (1,)),
    (SettingKind.SCALE, [1, 2, 3], "a list is not a scale, such as 1-5.", ()),
    (
        SettingKind.SCALE,
        {"min": 1, "max": 5, "by": 1},
        "a mapping is not a scale, such as 1-5.",
        (),
    ),
    (SettingKind.SCALE, "5-5", "the lowest mark 5 must be less than the highest, 5.", ()),
    (SettingKind.WORDS, [["a"]], "must be text, not a list.", (0,)),
    (SettingKind.COLUMN, {"a": "b"}, "must be a single value, not a mapping.", ()),
    (
        SettingKind.CONDITION,
        True,
        "must be a condition, not true or false, such as channel = 'email'.",
        (),
    ),
    (SettingKind.ITEMS, [], "is empty.", ()),
    (SettingKind.ITEMS, ["a", "a"], "a stands twice.", (1,)),
    (SettingKind.ITEMS, ["a", ["b"]], "an item is a column, or column: weight.", (1,)),
    (SettingKind.ITEMS, ["a", {"b": 0}], "the weight 0 is not a number above 0.", (1, "b")),
    (SettingKind.ITEMS, {"b": "x"}, "the weight x is not a number above 0.", ("b",)),
]


@pytest.mark.parametrize(("kind", "raw", "what", "at"), REFUSED)
def test_a_setting_that_cannot_be_read_says_why_and_where(
    kind: SettingKind, raw: object, what: str, at: tuple[str | int, ...]
) -> None:
    with pytest.raises(GrammarError) as caught:
        read_setting(setting(kind, "day", "working day"), raw)
    assert (caught.value.what, caught.value.at) == (what, at)
