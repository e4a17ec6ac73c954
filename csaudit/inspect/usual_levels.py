"""What is usual in the trade: levels to hold a proposal against, each with where it comes from.

They say where others stand, not what this team has promised; no standard is written from them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csaudit.inspect.proposal import Proposal
    from csaudit.inspect.trial_audits import Trials

_OF_CASES: Final = ("1h", "2h", "4h", "8h", "24h")
_OF_CALLS: Final = ("10s", "20s", "30s", "60s", "2m")
"""Limits of which it is told what share would keep them."""


@dataclass(frozen=True, slots=True)
class UsualLevel:
    """The keys of a standard at the usual level, and the source of the figure."""

    keys: Mapping[str, str]
    source: str

    @property
    def words(self) -> str:
        """`90 % within 24h`, `at most 5 %`."""
        sign, _, amount = self.keys["target"].partition(" ")
        amount = amount.replace("%", " %")
        share = f"at most {amount}" if sign == "<=" else amount
        return f"{share} within {limit}" if (limit := self.keys.get("within")) else share


USUAL: Final[Mapping[str, UsualLevel]] = {
    "first_response_time": UsualLevel(
        {"within": "24h", "target": ">= 90%"},
        "the commonest promise for e-mail is an answer within a day",
    ),
    "answer_time": UsualLevel(
        {"within": "20s", "target": ">= 80%"},
        "80/20, the service level that call centres and their telephone systems start from",
    ),
    "abandonment_rate": UsualLevel(
        {"target": "<= 5%"}, "call centres aim at 5 % or less of callers who give up"
    ),
    "first_contact_resolution": UsualLevel(
        {"target": ">= 70%"}, "SQM Group, 2023: 68 % on average over all trades, 70 % is good"
    ),
    "customer_satisfaction": UsualLevel(
        {"target": ">= 75%"}, "SQM Group, 2023: 77 % on average over all trades, 75 % is good"
    ),
}


def beside_others(good: Sequence[Proposal], trials: Trials) -> tuple[Proposal, ...]:
    """The standards, with what they would be at the usual level of the trade and other limits."""
    levels = {one.keys["id"]: USUAL.get(one.keys["metric"]) for one in good}
    usual = [
        {**{key: value for key, value in one.keys.items() if key != "within"}, **level.keys}
        for one in good
        if (level := levels[one.keys["id"]]) is not None
    ]
    limits = [
        {**one.keys, "id": _trial(one, limit), "within": limit}
        for one in good
        for limit in _limits(one.keys)
    ]
    found = trials.run([*usual, *limits])
    return tuple(
        replace(
            one,
            usual=levels[one.keys["id"]],
            at_usual=found.get(one.keys["id"]),
            reached={
                limit: found[_trial(one, limit)]
                for limit in _limits(one.keys)
                if _trial(one, limit) in found
            },
        )
        for one in good
    )


def _trial(one: Proposal, limit: str) -> str:
    return f"{one.keys['id']}--{limit}"


def _limits(keys: Mapping[str, str]) -> Sequence[str]:
    return limits_of(keys["metric"]) if "within" in keys else ()


def limits_of(metric: str) -> Sequence[str]:
    """Limits among which one may choose: of an answer on the phone seconds, else hours."""
    return _OF_CALLS if metric == "answer_time" else _OF_CASES
