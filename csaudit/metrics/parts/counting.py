"""How many of the judged records are of some kind: a line of its own below a result."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from csaudit.metrics.declaration import Detail, N

if TYPE_CHECKING:
    from csaudit.metrics.declaration import Tallies


def counted(found: Tallies, name: str, label: str) -> tuple[Detail, ...]:
    """One line: the judged records for which the tally `name` was true, of all of them."""
    n = found[N]
    share = Fraction(found[name], n) if n else None
    return (Detail(label=label, value=share, n=n, numerator=found[name]),) if n else ()
