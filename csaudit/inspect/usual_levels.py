"""What is usual in the trade: levels to hold a proposal against, each with where it comes from.

They say where others stand, not what this team has promised; no standard is written from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


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
