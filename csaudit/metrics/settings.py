"""The settings of metrics: choices that a definition leaves open, and how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from decimal import Decimal


class SettingKind(StrEnum):
    """How a setting is written in standards.yaml and what the metric receives.

    ============ =============================================== ==========================
    kind         written                                         received
    ============ =============================================== ==========================
    choice       one of `choices`                                `str`
    choices      one of `choices`, or a list of them             `tuple[str, ...]`
    duration     `7d`, `90m`, `off`                              `int` microseconds, `None`
    number       `3`, `6.5`                                      `Decimal`
    count        `3`                                             `int`
    share        `40%`, `off`                                    `Fraction`, `None`
    yes_no       `true`, `yes`, …                                `bool`
    comparison   `= 1`, `<= 2`, `1`                              `Comparison`
    scale        `1-5`, `[1, 5]`, `{min: 1, max: 5}`             `Scale`
    words        a word, or a list of words or numbers           `tuple[str, ...]`
    column       the name of a column                            `str`
    condition    an SQL condition                                `pl.Expr` (Boolean)
    value        an SQL expression with one aggregate            `pl.Expr`
    items        a list of columns, or of `column: weight`       `tuple[Item, ...]`
    ============ =============================================== ==========================

    The model keeps conditions and values as text; the audit's plan compiles them.
    """

    CHOICE = "choice"
    CHOICES = "choices"
    DURATION = "duration"
    NUMBER = "number"
    COUNT = "count"
    SHARE = "share"
    YES_NO = "yes_no"
    COMPARISON = "comparison"
    SCALE = "scale"
    WORDS = "words"
    COLUMN = "column"
    CONDITION = "condition"
    VALUE = "value"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Comparison:
    """An operator (`=`, `!=`, `<`, `<=`, `>`, `>=`) and a number: `<= 2`."""

    operator: str
    value: Decimal

    def __str__(self) -> str:
        return f"{self.operator} {self.value.normalize():f}"


@dataclass(frozen=True, slots=True)
class Scale:
    """The lowest and the highest mark that a survey offers, both possible."""

    low: Decimal
    high: Decimal

    def __str__(self) -> str:
        return f"{self.low:f}-{self.high:f}"


@dataclass(frozen=True, slots=True)
class Item:
    """A column that a reviewer fills in, and how much it weighs."""

    column: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Setting:
    """A choice that the definition leaves open, with its default.

    `default` has the form that the metric receives; `choices` the words that may be chosen;
    `or_column` says that a choice may also be the name of a column; a `required` setting has
    no default that csaudit could honestly assume.
    """

    name: str
    kind: SettingKind
    default: Any
    meaning: str
    choices: tuple[str, ...] = ()
    or_column: bool = False
    required: bool = False
