"""The share of the commonest question, topic or tag, and which ones are too common."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from csaudit.metrics.declaration import Detail, N, SettingNeededError, Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from csaudit.metrics.declaration import Facts, Period, Tallies

ASKED, SPELLED, ID = "asked#", "spelled#", "id#"
KINDS, BEARING, COMMONEST = "kinds#", "bearing#", "commonest#"
SHOWN_IDS = 5
SHOWN_WITHOUT_LIMIT = 5
PERCENT = 100

Thing = tuple[str, int, str, Sequence[str]]
"""What is asked, how many records ask it, how it is spelled, and the ids of some of them."""


def grouped(
    facts: Facts, *, near: Fraction | None = None
) -> Callable[[pl.LazyFrame, list[str]], pl.LazyFrame]:
    """Counts what the records ask: ASKED (a list of keys, empty where nothing is asked), SPELLED
    (as they are written, in the same order) and ID.

    Of each group: how many records (N) and how many of them ask something (BEARING), how many
    KINDS of things are asked, and the COMMONEST, the first that is listed being first. All of
    them where nearly equal ones are still to be joined.
    """  # noqa: D205 - what is counted is named in one breath
    import polars as pl

    limit = None if near is not None else facts.promised

    def make(frame: pl.LazyFrame, by: list[str]) -> pl.LazyFrame:
        records = frame.group_by(by).agg(pl.len().alias(N))
        asked = _once_a_record(frame, by)
        bearing = asked.group_by(by).agg(pl.col("record").n_unique().alias(BEARING))
        things = (
            asked.group_by([*by, ASKED])
            .agg(
                pl.len().alias("count"),
                pl.col(SPELLED).mode().sort().first(),
                pl.col(ID)
                .drop_nulls()
                .sort_by(pl.col(ID).drop_nulls().str.len_chars(), pl.col(ID).drop_nulls())
                .head(SHOWN_IDS),
            )
            .join(records, on=by, nulls_equal=True)
            .sort("count", ASKED, descending=[True, False])
        )
        place = pl.int_range(pl.len())
        shown = _over(limit) | (place == 0) if near is None else pl.lit(value=True)
        if limit is None and near is None:
            shown = place < SHOWN_WITHOUT_LIMIT
        listed = pl.struct(ASKED, "count", SPELLED, ID).filter(shown).implode()
        commonest = things.group_by(by, maintain_order=True).agg(
            pl.len().alias(KINDS), listed.alias(COMMONEST)
        )
        found = records.join(bearing, on=by, how="left", nulls_equal=True)
        return found.join(commonest, on=by, how="left", nulls_equal=True)

    return make


def _over(limit: Fraction | None) -> pl.Expr:
    """Boolean: the thing has at least the share `limit` of the group's records."""
    import polars as pl

    share = limit or Fraction(0)
    count, records = pl.col("count").cast(pl.Int128), pl.col(N).cast(pl.Int128)
    return count * share.denominator >= records * share.numerator


def _once_a_record(frame: pl.LazyFrame, by: list[str]) -> pl.LazyFrame:
    """One row for each record and thing asked in it, each thing once a record."""
    import polars as pl

    return (
        frame.with_row_index("record")
        .select(*by, "record", ASKED, SPELLED, ID)
        .explode(ASKED, SPELLED)
        .drop_nulls(ASKED)
        .group_by("record", ASKED)
        .agg(pl.col(SPELLED).min(), pl.col(ID, *by).first())
    )


def summing(facts: Facts, what: str, near: Fraction | None) -> Callable[[Tallies, Period], Summary]:
    """Sums up what `grouped` counted; `what` names the things in words, in the plural."""

    def summarise(found: Tallies, _period: Period) -> Summary:
        return _summary(found, facts.promised, what, near)

    return summarise


def _summary(found: Tallies, limit: Fraction | None, what: str, near: Fraction | None) -> Summary:
    n, bearing = found[N], found[BEARING]
    if not n or not bearing:
        return Summary(n=n, reason="no_records", words=f"there are no {what}" if n else None)
    things: list[Thing] = [
        (thing[ASKED], thing["count"], thing[SPELLED], thing[ID]) for thing in found[COMMONEST]
    ]
    kinds = found[KINDS]
    if near is not None:
        things = _joined(things, near)
        kinds = len(things)
    least = Fraction(bearing, kinds * n)
    impossible = limit is not None and least >= limit
    named = f"{kinds} {what}" if kinds > 1 else f"one {what.removesuffix('s')}"
    words = f"with {named} the commonest has at least {float(least * PERCENT):.3g} %"
    return Summary(
        n=n,
        numerator=things[0][1],
        denominator=n,
        reason="cannot_be_met" if impossible else None,
        words=words if impossible else None,
        details=tuple(_details(things, n, limit)),
    )


def _joined(things: Sequence[Thing], near: Fraction) -> list[Thing]:
    """The things that are nearly the same counted as one, the commonest first."""
    leaders = near_duplicates({thing[0]: thing[1] for thing in things}, near)
    counts: dict[str, int] = {}
    ids: dict[str, list[str]] = {}
    for key, count, _, some in things:
        leader = leaders[key]
        counts[leader] = counts.get(leader, 0) + count
        ids.setdefault(leader, []).extend(some)
    order = sorted(counts, key=lambda key: (-counts[key], key))
    first = {key: sorted(found, key=lambda one: (len(one), one)) for key, found in ids.items()}
    return [(key, counts[key], key, first[key][:SHOWN_IDS]) for key in order]


def _details(things: Sequence[Thing], n: int, limit: Fraction | None) -> list[Detail]:
    """The commonest, and all others at or over the limit; without a limit the first five."""
    shown = SHOWN_WITHOUT_LIMIT
    if limit is not None:
        shown = max(1, sum(Fraction(count, n) >= limit for _, count, *_ in things))
    return [
        Detail(label=label, value=Fraction(count, n), n=n, numerator=count, ids=tuple(ids))
        for _, count, label, ids in things[:shown]
    ]


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
