"""Whether a contact ended in an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.metrics.declaration import Fault

if TYPE_CHECKING:
    import polars as pl

    from csaudit.metrics.declaration import Facts


def is_ordered(facts: Facts) -> pl.Expr:
    """Boolean: the flag, else a value of more than 0; null where nobody can say."""
    import polars as pl

    by_value = facts.column("order_value") > 0
    if not facts.has("converted"):
        return pl.when(~facts.unreadable("order_value")).then(by_value.fill_null(value=False))
    return pl.coalesce(facts.column("converted"), pl.when(by_value).then(statement=True))


def unknown_whether_ordered(facts: Facts) -> tuple[Fault, ...]:
    """The contacts of which nobody can say whether they ended in an order."""
    unknown = is_ordered(facts).is_null()
    garbled = (
        Fault(name, unknown & facts.unreadable(name)) for name in ("converted", "order_value")
    )
    return (*garbled, Fault("converted" if facts.has("converted") else "order_value", unknown))
