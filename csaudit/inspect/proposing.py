"""Standards that fit an export, with targets that its data keeps today.

Four audits: the first finds out what the data shows, of cases that have ended; the second what a
round limit near it would give, where open cases count as they are; the third that everything
proposed is kept; the fourth how it would stand at the usual level of the trade.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from csaudit.errors import DataError
from csaudit.inspect.not_as_wished import GUESS
from csaudit.inspect.office_hours import office_hours
from csaudit.inspect.proposal import Proposal, Proposed
from csaudit.inspect.trial_audits import Trials, head
from csaudit.inspect.usual_levels import beside_others
from csaudit.metrics import catalogue
from csaudit.metrics.declaration import Direction
from csaudit.outcomes import Outcome
from csaudit.sources.recognise.event_shape import as_log, looks_like_log
from csaudit.tables import argument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from csaudit.audit.report import Result
    from csaudit.inspect.findings import TableSeen
    from csaudit.inspect.office_hours import OfficeHours
    from csaudit.inspect.proposal import Said
    from csaudit.sources import Source

_ROUND: Final[Mapping[str, int]] = {
    "10s": 10, "20s": 20, "30s": 30, "45s": 45, "1m": 60, "2m": 120, "3m": 180, "5m": 300,
    "10m": 600, "15m": 900, "30m": 1_800, "1h": 3_600, "2h": 7_200, "4h": 14_400, "8h": 28_800,
    "12h": 43_200, "24h": 86_400, "2d": 172_800, "3d": 259_200, "5d": 432_000, "7d": 604_800,
    "10d": 864_000, "14d": 1_209_600, "21d": 1_814_400, "30d": 2_592_000, "45d": 3_888_000,
    "60d": 5_184_000, "90d": 7_776_000, "180d": 15_552_000, "365d": 31_536_000,
}  # fmt: skip
"""Limits as people set them, in seconds."""

_TOO_MANY: Final = Decimal("0.05")
_SHOWN: Final = 40
"""Characters of a cell that are shown."""

_WORDS: Final = {"s": "second", "m": "minute", "h": "hour", "d": "day"}


@dataclass(frozen=True, slots=True)
class _Draft:
    """A standard worth having. `limit`: it promises a time; `told`: it has no target."""

    id: str
    tables: tuple[str, ...]
    metric: str
    dimension: str
    statement: str
    limit: bool = False
    told: bool = False
    staff: bool = False


_TICKETS: Final = ("tickets",)
_ASKED: Final = ("surveys", "tickets", "calls")
_DRAFTS: Final = (
    _Draft("first-response", _TICKETS, "first_response_time", "responsiveness",
           "We answer a new ticket within {limit}.", limit=True),
    _Draft("next-response", _TICKETS, "next_response_time", "responsiveness",
           "We answer each further question within {limit}.", limit=True),
    _Draft("answer", ("calls",), "answer_time", "responsiveness",
           "We answer a call within {limit}.", limit=True),
    _Draft("given-up", ("calls",), "abandonment_rate", "responsiveness",
           "Few callers give up before we answer."),
    _Draft("resolution", _TICKETS, "resolution_time", "efficiency",
           "We resolve a ticket within {limit}.", limit=True),
    _Draft("due-dates", _TICKETS, "due_date_met", "efficiency",
           "We keep the due date that a ticket was given."),
    _Draft("resolved-in-the-end", _TICKETS, "resolution_rate", "efficiency",
           "What customers ask us is resolved in the end."),
    _Draft("waiting", _TICKETS, "waiting_time", "efficiency",
           "A customer waits for us no longer than {limit} in all.", limit=True),
    _Draft("first-contact", _TICKETS, "first_contact_resolution", "quality",
           "We resolve tickets with our first answer."),
    _Draft("reopened", _TICKETS, "reopen_rate", "quality", "What we resolve stays resolved."),
    _Draft("handed-over", _TICKETS, "reassignment_rate", "quality",
           "A ticket stays with whom it came to.", staff=True),
    _Draft("replies-to-resolve", _TICKETS, "replies_to_resolve", "quality",
           "How many replies a resolved ticket takes.", told=True, staff=True),
    _Draft("accuracy", ("reviews",), "accuracy_rate", "quality", "What we say is right."),
    _Draft("satisfaction", _ASKED, "customer_satisfaction", "customer experience",
           "Customers who rate us are satisfied."),
    _Draft("recommendation", ("surveys", "tickets"), "net_promoter_score", "customer experience",
           "Customers recommend us."),
    _Draft("effort", ("surveys", "tickets"), "customer_effort", "customer experience",
           "It is easy to get help from us."),
    _Draft("success", ("tickets", "surveys"), "customer_success_rate", "customer experience",
           "Customers find what they came for."),
)  # fmt: skip


def propose(sources: Sequence[Source], table: TableSeen, said: Said) -> Proposed:
    """Standards for one table.

    Args:
        sources: all tables that will be audited together, opened as the user said.
        table: what an inspection saw of the one that standards are wanted for.
        said: what the user said of them.

    Raises:
        DataError: the records cannot be audited, or nothing can be measured on them.

    """
    source = next(one for one in sources if one.table == table.table)
    if told := looks_like_log(table.table, source.columns, source.headers):
        raise as_log(source.paths, told)
    drafts = [draft for draft in _DRAFTS if table.judged in draft.tables]
    zone = said.timezone or table.zone_of_preset
    zone_from = "given" if said.timezone else "preset" if zone else "assumed"
    trials = Trials(sources, head(table, said, zone or "UTC"), said.as_of)
    ready = {draft.id: draft for draft in drafts if not _wants(draft, table)}
    measured = trials.run([_figure(draft, table) for draft in ready.values()])
    if not any(result.value is not None for result in measured.values()):
        raise trials.error or _nothing(table, measured.values())
    first = [_aimed(ready[name], table, result) for name, result in measured.items()]
    second = trials.run(first)
    final = [_aimed_again(keys, second[keys["id"]]) for keys in first if keys["id"] in second]
    third = trials.run(final)
    kept = [Proposal(keys=keys, result=third[keys["id"]]) for keys in final if keys["id"] in third]
    good = tuple(one for one in kept if one.result and _is_kept(one.result))
    if not good:
        raise _nothing(table, third.values())
    names = {one.keys["id"] for one in good}
    zone = zone or "UTC"
    pending = [draft for draft in drafts if _wants(draft, table).startswith("write ")]
    return Proposed(
        table=table,
        timezone=zone,
        timezone_from=zone_from,
        source=said.source,
        date_order=said.date_order,
        standards=beside_others(good, trials),
        pending=tuple(_pending(draft, table) for draft in pending),
        left=tuple(
            _left(draft, table, [*kept], trials.refused)
            for draft in drafts
            if draft.id not in names and draft not in pending
        ),
        hours=_hours(sources, table, zone),
    )


def _hours(sources: Sequence[Source], table: TableSeen, zone: str) -> OfficeHours | None:
    source = next(one for one in sources if one.table == table.table)
    return None if table.table == "events" else office_hours(source, zone)


def _nothing(table: TableSeen, results: Iterable[Result]) -> DataError:
    where = ", ".join(file.path for file in table.files)
    found = [*_unread(table), *_few(results), *_asking(table)]
    why = f" ({'; '.join(found)})" if found else ""
    guess = next((one.setting for one in table.remarks if one.code == GUESS), None)
    hint = f"see what was recognised:  csaudit inspect {argument(table.table, table.files[0].path)}"
    if guess is not None:
        hint += f"\n  perhaps (check it) standards.yaml needs:  {guess}"
    return DataError(
        f"{where}: there is nothing in it for which a standard could be proposed{why}.", hint
    )


def _unread(table: TableSeen) -> Iterator[str]:
    """Columns of which so much cannot be read that nothing can be judged."""
    for column in table.columns:
        filled = column.present + column.unreadable
        if column.canonical and column.unreadable > filled * _TOO_MANY:
            example = column.unreadable_examples[0].text[:_SHOWN]
            yield (
                f'{column.unreadable:,} of {filled:,} cells of "{column.headers[0]}" cannot be '
                f'read as {column.type}, such as "{example}"'
            )


def _few(results: Iterable[Result]) -> Iterator[str]:
    for result in results:
        if result.reason == "too_few" and result.n:
            yield f"{result.metric} has {result.n:,} records to judge, which is too few"


def _asking(table: TableSeen) -> Iterator[str]:
    for draft in _DRAFTS:
        wanted = _wants(draft, table) if table.judged in draft.tables else ""
        if wanted.startswith("write "):
            yield f"{draft.metric} needs {wanted.removeprefix('write ')}:, which only you know"


# ---- one standard ----


def _wants(draft: _Draft, table: TableSeen) -> str:
    """What keeps a draft from being measured: `lacks …`, `write …`, or nothing."""
    seen = next(one for one in table.metrics if one.name == draft.metric)
    if seen.lacks:
        return f"lacks {'; '.join(seen.lacks)}"
    unsaid = [name for name in seen.write if name not in _known(draft, table)]
    return f"write {', '.join(unsaid)}" if unsaid else ""


def _known(draft: _Draft, table: TableSeen) -> dict[str, str]:
    """The settings that the preset knows: the scale that a survey has."""
    marks = {"customer_satisfaction": "csat", "customer_effort": "ces"}
    column = table.column(marks.get(draft.metric, ""))
    if column is None or column.type != "number" or column.name not in table.scales:
        return {}
    return {"scale": table.scales[column.name]}


def _keys(draft: _Draft, table: TableSeen, limit: str = "", **judged: str) -> dict[str, str]:
    own = {} if draft.tables[0] == table.judged else {"table": table.judged}
    staff = {"audience": "staff"} if draft.staff else {}
    statement = draft.statement.format(limit=_in_words(limit)) if limit else draft.statement
    return {
        "id": draft.id,
        "statement": statement,
        "metric": draft.metric,
        **own,
        **_known(draft, table),
        **judged,
        "dimension": draft.dimension,
        **staff,
    }


def _figure(draft: _Draft, table: TableSeen) -> dict[str, str]:
    """The standard without a target, to see what the data shows of cases that have ended."""
    if not draft.limit:
        return _keys(draft, table)
    has_open = any(setting.name == "open" for setting in catalogue()[draft.metric].settings)
    ended = {"open": "leave_out"} if has_open else {}
    return _keys(draft, table, statistic="p90", **ended)


def _aimed(draft: _Draft, table: TableSeen, result: Result) -> dict[str, str]:
    """The standard with a round limit or target near what the data shows."""
    if draft.told or result.value is None:
        return _figure(draft, table)
    if not draft.limit:
        target = _target(result.value, result)
        return _keys(draft, table, **({"target": target} if target else {}))
    value = result.value
    limit = next((text for text, size in _ROUND.items() if size >= value), "365d")
    return _keys(draft, table, limit, within=limit, target=">= 1%")


def _aimed_again(keys: dict[str, str], result: Result) -> dict[str, str]:
    """A limit's target, now that it is known how many keep the limit."""
    if "within" not in keys or result.value is None:
        return keys
    target = _target(result.value, result)
    return {**keys, "target": target} if target else keys


def _target(value: float, result: Result) -> str | None:
    """`>= 90%`, `<= 5%`, `>= 25`: the next round number that is kept; None where none is."""
    if result.unit != "share":
        return f">= {int(value // 5 * 5)}"
    percent = round(value * 100, 6)
    if _lower_is_better(result):
        step = 1 if percent < 10 else 5  # noqa: PLR2004 - per cent
        target = int(percent // step * step) + step
        return f"<= {target}%" if target < 100 else None  # noqa: PLR2004 - per cent
    step = 1 if percent >= 90 else 5  # noqa: PLR2004 - per cent
    target = min(int(percent // step * step), 99)
    return f">= {target}%" if target else None


def _lower_is_better(result: Result) -> bool:
    judged_by_limit = result.limit is not None
    return not judged_by_limit and catalogue()[result.metric].direction is Direction.LOWER


def _is_kept(result: Result) -> bool:
    return result.outcome in {Outcome.PASS, Outcome.WARN, Outcome.INFO} and result.value is not None


def _in_words(limit: str) -> str:
    """`24h` is 24 hours."""
    number, unit = limit[:-1], _WORDS[limit[-1]]
    return f"{number} {unit}{'' if number == '1' else 's'}"


def _pending(draft: _Draft, table: TableSeen) -> Proposal:
    """A standard that waits for what only the team knows; its guesses are to be looked at."""
    wanted = _wants(draft, table).removeprefix("write ").split(", ")
    guesses = {"scale": "1-5", "easy": "high"}
    said = {name: guesses[name] for name in wanted if name in guesses}
    target = {"target": ">= 4"} if draft.metric == "customer_effort" else {"target": ">= 80%"}
    keys = _keys(draft, table, **said, **target)
    return Proposal(keys=keys, why=f"only you know {' and '.join(f'{name}:' for name in wanted)}")


def _left(
    draft: _Draft, table: TableSeen, kept: Sequence[Proposal], refused: Mapping[str, str]
) -> Proposal:
    """A standard that cannot be judged, and why."""
    tried = next((one for one in kept if one.keys["id"] == draft.id), None)
    why = _wants(draft, table) or refused.get(draft.id)
    return replace(tried or Proposal(keys=_keys(draft, table)), why=why)
