"""The share of the commonest question, topic or tag, and which ones are too common."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from csaudit.metrics.declaration import Detail, SettingNeededError, Summary
from csaudit.metrics.parts.ids import some_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from csaudit.metrics.declaration import Facts, Period

ASKED, SPELLED, ID = "asked#", "spelled#", "id#"
SHOWN_WITHOUT_LIMIT = 5
PERCENT = 100


def summing(facts: Facts, what: str, near: Fraction | None) -> Callable[..., Summary]:
    """Sums up records by what they ask; `what` names it in words, in the plural.

    The records have ASKED (a list of keys, empty where nothing is asked), SPELLED (as they are
    written, in the same order) and ID.
    """

    def summarise(frame: pl.DataFrame, _period: Period) -> Summary:
        return _summary(frame, facts.promised, what, near)

    return summarise


def _summary(
    frame: pl.DataFrame, limit: Fraction | None, what: str, near: Fraction | None
) -> Summary:
    n, asked = len(frame), _exploded(frame, near)
    if not n or asked.is_empty():
        return Summary(n=n, reason="no_records", words=f"there are no {what}" if n else None)
    counts = _counts(asked)
    bearing = asked["record"].n_unique()
    least = Fraction(bearing, counts.height * n)
    impossible = limit is not None and least >= limit
    kinds = f"{counts.height} {what}" if counts.height > 1 else f"one {what.removesuffix('s')}"
    words = f"with {kinds} the commonest has at least {float(least * PERCENT):.3g} %"
    return Summary(
        n=n,
        numerator=counts["count"][0],
        denominator=n,
        reason="cannot_be_met" if impossible else None,
        words=words if impossible else None,
        details=tuple(_details(counts, asked, n, limit)),
    )


def _exploded(frame: pl.DataFrame, near: Fraction | None) -> pl.DataFrame:
    """One row for each record and thing asked in it, each thing once a record."""
    import polars as pl

    asked = (
        frame.with_row_index("record")
        .explode(ASKED, SPELLED)
        .drop_nulls(ASKED)
        .unique(["record", ASKED])
    )
    if near is None or asked.is_empty():
        return asked
    leaders = near_duplicates(dict(asked.group_by(ASKED).len().iter_rows()), near)
    grouped = pl.col(ASKED).replace_strict(list(leaders), list(leaders.values()))
    return asked.with_columns(grouped.alias(ASKED), grouped.alias(SPELLED)).unique(
        ["record", ASKED]
    )


def _counts(asked: pl.DataFrame) -> pl.DataFrame:
    """How many records ask each thing, the commonest first."""
    import polars as pl

    spelled = pl.col(SPELLED).mode().sort().first()
    return (
        asked.group_by(ASKED)
        .agg(pl.len().alias("count"), spelled.alias("label"))
        .sort(["count", ASKED], descending=[True, False])
    )


def _details(
    counts: pl.DataFrame, asked: pl.DataFrame, n: int, limit: Fraction | None
) -> list[Detail]:
    """The commonest, and all others at or over the limit; without a limit the first five."""
    import polars as pl

    shown = SHOWN_WITHOUT_LIMIT
    if limit is not None:
        shown = max(1, sum(Fraction(count, n) >= limit for count in counts["count"]))
    found = []
    for key, count, label in counts.head(shown).iter_rows():
        ids = some_ids(asked.filter(pl.col(ASKED) == key)[ID])
        found.append(Detail(label=label, value=Fraction(count, n), n=n, numerator=count, ids=ids))
    return found


def near_duplicates(counts: Mapping[str, int], near: Fraction) -> dict[str, str]:
    """Each question with the one that it is counted as: the commonest that is nearly the same.

    From the commonest on, a question joins the most similar one that leads a group, or leads a
    group of its own. Similar is what has at least `near` of its characters in common once the
    words are sorted (rapidfuzz, token_sort_ratio).
    """
    try:
        from rapidfuzz import fuzz, process
    except ImportError as error:
        raise SettingNeededError(
            "near",
            "near-duplicates need the package rapidfuzz, which is not installed",
            "near: off    (or run  pip install 'csaudit[near]')",
        ) from error
    cutoff = float(near * PERCENT)
    leaders: list[str] = []
    found: dict[str, str] = {}
    for text in sorted(counts, key=lambda text: (-counts[text], text)):
        best = process.extractOne(text, leaders, scorer=fuzz.token_sort_ratio, score_cutoff=cutoff)
        if best is None:
            leaders.append(text)
        found[text] = text if best is None else best[0]
    return found
