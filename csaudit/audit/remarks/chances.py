"""How likely a count is, exactly: tails of the hypergeometric and the binomial distribution.

Binomial coefficients of millions are no floats; their logarithms are.
"""

from __future__ import annotations

from math import exp, lgamma, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def drawn_at_least(bad: int, drawn: int, all_bad: int, everything: int) -> float:
    """At least `bad` among `drawn` without putting back, of `everything` with `all_bad`."""
    whole = _log_choose(everything, drawn)
    return _sum(
        [
            _log_choose(all_bad, one) + _log_choose(everything - all_bad, drawn - one) - whole
            for one in range(bad, min(drawn, all_bad) + 1)
            if drawn - one <= everything - all_bad
        ]
    )


def at_least(some: int, of: int, share: float) -> float:
    """At least `some` of `of`, each of which is one with this probability (0 < share < 1)."""
    return _sum(
        [
            _log_choose(of, one) + one * log(share) + (of - one) * log(1 - share)
            for one in range(some, of + 1)
        ]
    )


def _sum(logs: Sequence[float]) -> float:
    if not logs:
        return 0.0
    most = max(logs)
    return min(1.0, exp(most + log(sum(exp(one - most) for one in logs))))


def _log_choose(of: int, some: int) -> float:
    return lgamma(of + 1) - lgamma(some + 1) - lgamma(of - some + 1)
