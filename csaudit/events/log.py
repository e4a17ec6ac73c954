"""The events of a log, one row each, as its rules make them of the rows of the files."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.errors import DataError
from csaudit.events.threads import parent_column, roots
from csaudit.sources.files.nested import ITSELF
from csaudit.sources.recognise.event_rules import FIRST, EventRule
from csaudit.sources.typed.status_words import statuses
from csaudit.tables import EVENT_KINDS, EVENTS, FILE, ROW, SUPERSEDED, dtype, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from csaudit.sources import Example, Remark, Source

COLUMNS: Final = (
    *("ticket_id", "at", "seq", "kind", "actor", "actor_role", "public", "from", "to"),
    *("channel", "text"),
)
TOO_MANY: Final = 0.05
"""The share of unreadable events beyond which nothing can be said."""

ROLES: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("customer", "user", "end-user", "end_user", "requester", "client"), "customer"
    ),
    **dict.fromkeys(("contact", "lead", "visitor", "kunde"), "customer"),
    **dict.fromkeys(("agent", "admin", "staff", "operator", "support"), "agent"),
    **dict.fromkeys(("bot", "chatbot"), "bot"),
    **dict.fromkeys(("system", "automation", "trigger", "workflow"), "system"),
}
"""What logs call those who write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLog:
    """The events of a source: `frame` as `derivation.derive` reads it.

    `rows`: of the files. `kinds`: how many readable events of each. `others`: the words that are
    no kind of event. `unreadable`: events that cannot be read, by column. `statuses`:
    the words of statuses. `newest`: the last instant. `zoneless`: a cell without a zone, where
    nothing tells it.
    """

    source: Source
    frame: pl.DataFrame
    rows: int
    kinds: Mapping[str, int]
    others: Mapping[str, int]
    unreadable: Mapping[str, int]
    statuses: Mapping[str, int]
    newest: datetime | None
    zoneless: Example | None = None
    remarks: tuple[Remark, ...] = field(default=())

    @property
    def is_too_unreadable(self) -> bool:
        """Whether more events are unreadable than an audit can do without."""
        return sum(self.unreadable.values()) > TOO_MANY * len(self.frame)


def read_log(source: Source) -> EventLog:
    """The events of a source of the table `events`.

    Raises:
        DataError: the log does not say of which case an event is, or when it was.

    """
    _check_columns(source)
    ours = [name for name in source.columns if name in EVENTS or name.endswith("#")]
    thread = source.preset.thread if source.preset is not None else None
    if thread is not None and (parent := parent_column(source, thread)) is not None:
        ours = list(dict.fromkeys([*ours, parent]))
    ours += [name for name in (ITSELF,) if name in source.columns]
    records = source.read(ours)
    rows = _repeated(source, records.frame, known=set(ours))
    if thread is not None:
        rows = roots(rows, source, thread)
    if source.preset is not None and source.preset.one_case:
        rows = _of_one_case(rows, source)
    known = {*ours, *rows.collect_schema().names()}
    events = _events(source.rules or (_ROW_BY_ROW,), rows, known)
    frame = _read(events).with_row_index("event").collect()
    good = frame.lazy().filter(pl.col("fate").is_null())
    unread = frame.lazy().filter(pl.col("fate") == "unreadable")
    kinds, others, statuses_, garbled, newest = pl.collect_all(
        [
            _counted(good, "kind"),
            _counted(good.filter(pl.col("kind") == "other"), "word"),
            _counted(good.filter(pl.col("kind") == "status"), "to"),
            _counted(unread, "why"),
            good.select(pl.col("at").max()),
        ]
    )
    return EventLog(
        source=source,
        frame=frame,
        rows=_rows(records.frame),
        kinds={kind: count for kind, count in kinds.rows() if kind in EVENT_KINDS},
        others=dict(others.rows()),
        unreadable=dict(garbled.rows()),
        statuses=dict(statuses_.rows()),
        newest=newest.item(),
        zoneless=next(iter(records.zoneless.values()), None),
        remarks=records.remarks,
    )


def _counted(events: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """How many events have each word of a column."""
    return events.group_by(name).len().sort(name)


def _rows(frame: pl.LazyFrame) -> int:
    """How many rows there are; a record around its items is none."""
    if ITSELF in frame.collect_schema().names():
        frame = frame.filter(pl.col(ITSELF).is_null())
    return int(frame.select(pl.len()).collect().item())


def _of_one_case(rows: pl.LazyFrame, source: Source) -> pl.LazyFrame:
    """Rows that do not say of which case they are belong to the one that their file tells of."""
    stems = pl.lit(pl.Series([PurePath(path).name.partition(".")[0] for path in source.paths]))
    told = pl.lit(None, dtype=pl.String)
    if "ticket_id" in source.columns:
        told = pl.col("ticket_id")
    own = pl.coalesce(told, told.drop_nulls().first().over(FILE), stems.gather(pl.col(FILE)))
    return rows.with_columns(own.alias("ticket_id"))


# A log may have millions of events; words of a known few take a byte each.
_KIND: Final = pl.Enum([*EVENT_KINDS, "other"])
_WHY: Final = pl.Enum(["ticket_id", "at", "seq", "to", "public"])
_FATE: Final = pl.Enum(["duplicate", "unreadable"])

_ROW_BY_ROW: Final = EventRule(when={}, cells={}, words={})
"""A log whose rows are events already."""


def _check_columns(source: Source) -> None:
    told = {"ticket_id"} if source.preset is not None and source.preset.one_case else set()
    for name, what in (("ticket_id", "which case an event is of"), ("at", "when it happened")):
        told |= {name} & {*source.columns, *(one for rule in source.rules for one in rule.cells)}
        if name not in told:
            found = ", ".join(list(source.columns)[:6])
            raise DataError(
                f"{', '.join(source.paths)}: no column says {what} (found: {found}, …).",
                "add to standards.yaml:  "
                f'tables: {{events: {{columns: {{{name}: "Its header"}}}}}}',
            )


def _repeated(source: Source, frame: pl.LazyFrame, known: set[str]) -> pl.LazyFrame:
    """The rows with `again`: they repeat another one, or were replaced by it."""
    if "id" in known:
        return frame.with_columns(pl.col(SUPERSEDED).alias("again"))
    # Rows that are alike in every cell are alike in these; few others are.
    told = pl.struct(known & {"ticket_id", "at", "kind"} or known)
    alike = frame.filter(told.hash().is_duplicated()).select(FILE, ROW).collect()
    copies = source.copies(alike).lazy().with_columns(pl.lit(value=True).alias("again"))
    return frame.join(copies, on=[FILE, ROW], how="left").with_columns(
        pl.col("again").fill_null(value=False)
    )


def _events(rules: Iterable[EventRule], rows: pl.LazyFrame, known: set[str]) -> pl.LazyFrame:
    """One row an event; rows of which no rule makes one are `other`."""
    marked = rows
    if any(FIRST in rule.when for rule in rules):
        marked = rows.with_columns(_first_of_case(known).alias(FIRST))
    parts, made = [], []
    for rule in rules:
        holds = reduce(
            lambda one, two: one & two,
            (_has(name, words) for name, words in rule.when.items()),
            pl.lit(value=True),
        )
        made.append(holds)
        parts.append(marked.filter(holds).select(_cells(rule, known)))
    if all(rule.when for rule in rules):
        nothing = ~pl.any_horizontal(made)
        if ITSELF in known:  # a record around its items is no row of its own
            nothing &= pl.col(ITSELF).is_null()
        told = EventRule(when={}, cells={}, words={"kind": "other"})
        words = [name for rule in rules for name in rule.when if name != FIRST]
        word = pl.coalesce(list(dict.fromkeys(words))) if words else pl.lit(None, dtype=pl.String)
        parts.append(marked.filter(nothing).select(*_cells(told, known)[:-1], word.alias("word")))
    return pl.concat(parts)


def _has(name: str, words: tuple[str, ...]) -> pl.Expr:
    """A row's cell is one of some words."""
    if name == FIRST:
        return pl.col(FIRST) == (words == ("yes",))
    cell = pl.col(name)
    found = cell.str.to_lowercase().is_in([word for word in words if word not in {"*", ""}])
    found = found.fill_null(value=False)
    if "*" in words:
        found |= cell.is_not_null()
    return found | cell.is_null() if "" in words else found


def _first_of_case(known: set[str]) -> pl.Expr:
    """The row is of the first instant, and the first number at it, of its case."""
    first = pl.col("at") == pl.col("at").min().over("ticket_id")
    if "seq" not in known:
        return first
    number = pl.when(first).then(pl.col("seq").fill_null(0))
    return first & (number == number.min().over("ticket_id")).fill_null(value=False)


def _cells(rule: EventRule, known: set[str]) -> list[pl.Expr]:
    """The canonical columns, the marks of what cannot be read, `again`, and the word of a kind."""
    found, marks = [], []
    for name in COLUMNS:
        kind = dtype(EVENTS[name].type)
        column = rule.cells.get(name, name if name in known else None)
        if name in rule.words:
            found.append(pl.lit(_word(name, rule.words[name]), dtype=kind).alias(name))
        elif column is None:
            found.append(pl.lit(None, dtype=kind).alias(name))
        else:
            found.append(pl.col(column).cast(kind).alias(name))
        if name in {"at", "seq", "public"}:
            flag = pl.lit(value=False)
            if column is not None and name not in rule.words:
                flag = pl.col(unreadable(column))
            marks.append(flag.alias(f"{name} garbled"))
    if "kind" not in known and "kind" not in rule.cells and "kind" not in rule.words:
        told = pl.when(_of(found, "to").is_not_null()).then(pl.lit("status"))
        found[COLUMNS.index("kind")] = told.otherwise(pl.lit("message")).alias("kind")
    word = _of(found, "kind") if rule.word is None else pl.col(rule.word)
    word = word.alias("word")
    return [*found, *marks, pl.col("again"), pl.col(FILE), pl.col(ROW), word]


def _of(found: list[pl.Expr], name: str) -> pl.Expr:
    return found[COLUMNS.index(name)]


def _word(name: str, word: str) -> str | bool:
    return word in {"yes", "true"} if name == "public" else word


def _read(events: pl.LazyFrame) -> pl.LazyFrame:
    """The events with canonical words, and the `fate` of those that do not count, and `why`."""
    word = pl.col("kind").str.to_lowercase()
    # A column of process logs tells statuses and other kinds of events side by side.
    named = pl.col("to").is_in(["created", "other"]) & (word == "status")
    kind = pl.when(named).then(pl.col("to")).when(word.is_in(EVENT_KINDS)).then(word)
    is_status = pl.col("kind").is_in(["status", "created"])
    role = pl.col("actor_role").str.to_lowercase().replace_strict(ROLES, default=None)
    what = pl.when(named & (pl.col("to") == "created")).then(None).otherwise(pl.col("to"))
    known = events.with_columns(
        kind.fill_null("other").alias("kind"),
        what.alias("to"),
        role.alias("actor_role"),
    )
    known = known.with_columns(
        pl.when(is_status).then(_statuses(name)).otherwise(pl.col(name)).alias(name)
        for name in ("from", "to")
    )
    lacks = pl.col("kind").is_in(["status", "priority"]) & pl.col("to").is_null()
    why = (
        pl.when(pl.col("ticket_id").is_null())
        .then(pl.lit("ticket_id"))
        .when(pl.col("at").is_null() | pl.col("at garbled"))
        .then(pl.lit("at"))
        .when(pl.col("seq garbled"))
        .then(pl.lit("seq"))
        .when(lacks)
        .then(pl.lit("to"))
        .when(pl.col("public garbled"))
        .then(pl.lit("public"))
    )
    fate = (
        pl.when("again")
        .then(pl.lit("duplicate"))
        .when(why.is_not_null())
        .then(pl.lit("unreadable"))
    )
    columns: list[pl.Expr | str] = [*COLUMNS, FILE, ROW, "word"]
    columns += [why.alias("why").cast(_WHY), fate.alias("fate").cast(_FATE)]
    return known.select(columns).with_columns(pl.col("kind").cast(_KIND))


def _statuses(name: str) -> pl.Expr:
    """Canonical statuses; a word that is none stays as it is."""
    return pl.col(name).map_batches(statuses, return_dtype=pl.String)
