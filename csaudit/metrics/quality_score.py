"""The mean of a reviewer's marks, in per cent of the best possible."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Detail,
    Direction,
    Facts,
    Fault,
    Item,
    Kind,
    Metric,
    Outside,
    Scale,
    Score,
    Setting,
    SettingKind,
    SettingNeededError,
    Tally,
    Unit,
)
from csaudit.metrics.parts import reading, survey
from csaudit.metrics.parts.reading import Cells
from csaudit.tables import NO, YES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from csaudit.metrics.declaration import Tallies

AGENTS, REVIEWS, TICKETS = "agents#", "reviews#", "tickets#"
ONE_POINT = Scale(Decimal(0), Decimal(1))


def columns(settings: Mapping[str, Any], table: str) -> Columns:
    """Every item, the critical ones, and what tells how much of the work was reviewed."""
    items = [item.column for item in settings["items"] or ()]
    named = dict.fromkeys([*items, *settings["critical"]])
    ticket = "ticket_id" if table == "reviews" else "id"
    return Columns(
        needs=tuple((name,) for name in named), uses=("agent", ticket), values=tuple(named)
    )


def measure(facts: Facts) -> Score:
    """Weighted points over the points that the marked items could have brought."""
    import polars as pl

    items: Sequence[Item] = facts.settings["items"]
    critical: Sequence[str] = facts.settings["critical"]
    scale = _scale(facts, [*(item.column for item in items), *critical])
    cells = {name: _points(facts, name, scale) for name in [i.column for i in items] + [*critical]}
    weights = _whole([item.weight for item in items])
    weighed = list(zip((cells[item.column].value for item in items), weights, strict=True))
    points = pl.sum_horizontal(*(value * weight for value, weight in weighed))
    best = pl.sum_horizontal(
        *(
            pl.when(value.is_not_null()).then(survey.exact(scale.high * weight))
            for value, weight in weighed
        )
    )
    failed = pl.any_horizontal(
        pl.lit(value=False), *(_fails(facts, name, cells[name], scale) for name in critical)
    ).fill_null(value=False)
    unmarked = [cells[item.column].value.is_null() for item in items]
    legible = [~cells[item.column].garbled for item in items]
    return Score(
        value=pl.when(failed).then(survey.exact(Decimal(0))).otherwise(points),
        of=best,
        outside=(Outside("not marked", pl.all_horizontal(*unmarked, *legible)),),
        faults=tuple(Fault(name, cell.garbled) for name, cell in cells.items()),
        tallies={
            **{_known(item): Tally(cells[item.column].value, "count") for item in items},
            **{_marks(item): Tally(cells[item.column].value) for item in items},
            **_covered(facts),
        },
        details=lambda found: (
            *(_mean(found, item, scale) for item in items),
            *_coverage(found, facts),
        ),
    )


def _covered(facts: Facts) -> dict[str, Tally]:
    """What tells how much of the work was reviewed."""
    import polars as pl

    agent = facts.column("agent")
    tallies = {AGENTS: Tally(agent, "distinct"), REVIEWS: Tally(agent, "count")}
    tickets = facts.ids("tickets") if facts.table == "reviews" else None
    if tickets is not None and len(tickets):
        ticket = facts.column("ticket_id")
        known = ticket.is_in(list(tickets))
        tallies[TICKETS] = Tally(pl.when(known).then(ticket), "distinct")
    return tallies


def _scale(facts: Facts, names: Sequence[str]) -> Scale:
    """The scale of the marks; without one every item must be yes or no."""
    if facts.settings["scale"] is not None:
        scale: Scale = facts.settings["scale"]
        return scale
    for name in names:
        number = next((text for text in facts.values(name) if _is_mark(text)), None)
        if number is not None:
            raise SettingNeededError(
                "items",
                f"{name} holds marks such as {number}, and no scale is given: nobody can say "
                "what the best mark is",
                "scale: 1-5    (or whatever the reviewers use)",
            )
    return ONE_POINT


def _is_mark(text: str | None) -> bool:
    """Whether a cell holds a number that is neither yes nor no."""
    if text is None or text.strip().lower() in {*YES, *NO}:
        return False
    try:
        return Decimal(text.strip()) not in {0, 1}
    except ArithmeticError:
        return False


def _points(facts: Facts, name: str, scale: Scale) -> Cells:
    """A mark as it is; yes as the best one and no as none."""
    import polars as pl

    answer, best = reading.yes_no(facts, name), survey.exact(scale.high)
    in_words = pl.when(answer.value).then(best).when(~answer.value).then(survey.exact(Decimal(0)))
    if scale is ONE_POINT:
        return Cells(in_words, answer.garbled)
    mark = reading.mark(facts, name)
    off = survey.off_scale(mark.value, scale).fill_null(value=False)
    value = pl.coalesce(
        pl.when(~off).then(mark.value), pl.when(mark.value.is_null()).then(in_words)
    )
    return Cells(value, off | (mark.garbled & answer.value.is_null()))


def _fails(facts: Facts, name: str, cell: Cells, scale: Scale) -> pl.Expr:
    """No, or the lowest mark of the scale."""
    said_no = ~reading.yes_no(facts, name).value & reading.mark(facts, name).value.is_null()
    return (cell.value == survey.exact(scale.low)) | said_no


def _whole(weights: Sequence[Decimal]) -> list[int]:
    """Weights as whole numbers in the same proportions, so that sums stay exact."""
    exact = [Fraction(weight) for weight in weights]
    common = math.lcm(*(weight.denominator for weight in exact))
    return [int(weight * common) for weight in exact]


def _known(item: Item) -> str:
    return f"known#{item.column}"


def _marks(item: Item) -> str:
    return f"marks#{item.column}"


def _mean(found: Tallies, item: Item, scale: Scale) -> Detail:
    known, total = found[_known(item)], Fraction(found[_marks(item)] or 0)
    mean = total / (known * Fraction(scale.high)) if known else None
    return Detail(label=item.column, value=mean, n=known)


def _coverage(found: Tallies, facts: Facts) -> list[Detail]:
    """Reviews for each agent, and how many of the tickets were reviewed."""
    lines = []
    agents = found[AGENTS]
    if agents:
        each = Fraction(found[REVIEWS], agents)
        lines.append(Detail(label="reviews per agent", value=each, n=agents))
    if TICKETS in found:
        reviewed, tickets = found[TICKETS], facts.ids("tickets") or ()
        share = Fraction(reviewed, len(tickets))
        lines.append(
            Detail(label="tickets reviewed", value=share, n=len(tickets), numerator=reviewed)
        )
    return lines


METRIC = Metric(
    name="quality_score",
    tables=("reviews", "tickets"),
    kind=Kind.SCORE,
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    sampled=True,
    summary="The mean of a reviewer's marks, in per cent of the best possible.",
    definition=(
        "Each review is the sum of its marks, each times its weight, divided by the sum that the "
        "best marks would have brought; the score is the mean of the reviews. Items left blank "
        "count neither above nor below the line. Marks are on `scale`, or yes and no: yes is the "
        "best mark, no is none. A review in which an item of `critical` is no, or has the lowest "
        "mark, is 0. Marks off the scale are unreadable. The mean of each item is listed, and "
        "how many reviews each agent has and how many of the tickets were reviewed."
    ),
    formula="mean of (weighted marks ÷ weighted best marks)",
    columns=columns,
    measure=measure,
    settings=(
        Setting(
            "items",
            SettingKind.ITEMS,
            None,
            "the columns with marks, each with its weight",
            required=True,
        ),
        Setting("scale", SettingKind.SCALE, None, "the lowest and the highest mark"),
        Setting("critical", SettingKind.WORDS, (), "items whose failure makes the review 0"),
    ),
    example="""\
- id: quality
  statement: Our reviewers give us nine of ten points.
  metric: quality_score
  items: {courtesy: 1, clarity: 1, solution: 2}
  scale: 0-10
  target: 90%
""",
    elsewhere=(
        "Zendesk QA and Klaus average weighted categories in per cent and let a critical "
        "category fail the whole review."
    ),
)
