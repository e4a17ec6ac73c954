"""A proposed standards.yaml as text, with comments for those who will edit it."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Any, Final

from csaudit.clocks.days_off import country_with_holidays
from csaudit.harmless import STEERING, harmless
from csaudit.reports import figures, words
from csaudit.reports.words import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from csaudit.inspect.findings import TableSeen
    from csaudit.inspect.proposal import Proposal, Proposed
    from csaudit.standards.begun_file import Begun

_WIDTH: Final = 96
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 _'./,-]*[A-Za-z0-9.]|\d+[smhd]|\d+-\d+")
_STAYS: Final = "\xa0"
"""A blank at which no line ends."""

_RESERVED: Final = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
_BY: Final = ("branch", "team", "queue", "agent", "channel", "priority", "type", "topic")


def render(proposed: Sequence[Proposed], kept: Begun) -> str:
    """The whole file, for one table or several; what is `kept` stands in it as it was written."""
    sections = {"version": ["version: 1"], "title": ["title: Service standards"]}
    sections["timezone"] = [*_timezone(_zone_of(proposed))]
    lines = [*_head(proposed), "", *kept.text.splitlines()]
    lines += [line for key, own in sections.items() if key not in kept.keys for line in own]
    lines += _tables(proposed, kept)
    lines += [] if "calendars" in kept.keys else _calendar(proposed)
    lines += [""] if "leave_out" in kept.keys else _exceptions(proposed[0].table)
    lines.append("standards:")
    for one in proposed:
        lines += _standards(one, "" if len(proposed) == 1 else f"{one.table.table.capitalize()}: ")
    lines += _pending([late for one in proposed for late in one.pending])
    lines += _left([lost for one in proposed for lost in one.left])
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _standards(proposed: Proposed, lead: str) -> Iterator[str]:
    dimension = None
    for one in proposed.standards:
        if one.keys["dimension"] != dimension:
            dimension = one.keys["dimension"]
            told = f"{lead}{dimension}"
            yield from ("", f"  # ---- {told[0].upper()}{told[1:]} ----")
        yield ""
        yield from _standard(one, proposed.table)


def _head(proposed: Sequence[Proposed]) -> Iterator[str]:
    tables = [one.table for one in proposed]
    told = [f"{_files(table)} ({table.rows:,} {table.table})" for table in tables]
    yield from _comment(f"Service standards, proposed by csaudit init from {', '.join(told)}.")
    yield "#"
    yield from _comment(
        "Every limit and target below is a PROPOSAL: a round number that the data keeps today. "
        "They say what is, not what should be: put your own promises in their place. What a "
        "metric counts:  csaudit metrics NAME"
    )


def _zone_of(proposed: Sequence[Proposed]) -> Proposed:
    """The table that says best where a day begins."""
    return min(proposed, key=lambda one: ("given", "preset", "assumed").index(one.timezone_from))


def _timezone(proposed: Proposed) -> Iterator[str]:
    why = {
        "given": "where a day begins, and of times that name no zone",
        "preset": "where a day begins; the zone of this kind of export",
        "assumed": "where a day begins; a proposal, write your own: Europe/London",
    }[proposed.timezone_from]
    yield f"timezone: {_scalar(proposed.timezone)}  # {why}"


def _files(table: TableSeen) -> str:
    return ", ".join(shortened(file.path, 200) for file in table.files)


def _tables(proposed: Sequence[Proposed], kept: Begun) -> Iterator[str]:
    """Only what detection cannot know; what it found is said in comments."""
    import yaml

    yield ""
    for one in proposed:
        yield from _recognised(one.table)
    yield from _comment("What it could not know belongs below tables: csaudit inspect shows all.")
    remarks = [remark for one in proposed for remark in one.table.remarks if remark.setting]
    for remark in remarks:
        yield from _comment(remark.message)
    settings = [yaml.safe_load(str(remark.setting)) for remark in remarks]
    guesses: dict[str, Any] = {}
    for setting in settings:
        guesses |= setting.pop("tables", {})
    if "tables" in kept.keys:
        yield from (f"# below tables: {line}" for line in _flow(guesses))
    else:
        yield from _tables_written({one.table.table: one.own for one in proposed}, guesses)
    yield from (f"# {line}" for setting in settings for line in _flow(setting))


def _tables_written(
    own: Mapping[str, Mapping[str, str]], guesses: Mapping[str, Any]
) -> Iterator[str]:
    """The section, its guesses as comments that are valid once the `# ` is taken away."""
    written = {table: keys for table, keys in own.items() if keys}
    if not written:
        example = {next(iter(own)): {"columns": {"branch": "Header of the office"}}}
        yield from (f"# {line}" for line in ["tables:", *_below(guesses or example)])
        return
    yield "tables:"
    for table, keys in written.items():
        yield f"  {table}:"
        yield from (f"    {key}: {_scalar(value)}" for key, value in keys.items())
        yield from (f"    # {line}" for line in _flow(guesses.get(table, {})))
    others = {table: guess for table, guess in guesses.items() if table not in written}
    yield from (f"  # {line}" for line in _flow(others))


def _below(tables: Mapping[str, Any]) -> Iterator[str]:
    for table, keys in tables.items():
        yield f"  {table}:"
        yield from (f"    {line}" for line in _flow(keys))


def _flow(keys: Mapping[str, Any]) -> Iterator[str]:
    """A line a key: `columns: {created_at: Opened}`."""
    import yaml

    for key, value in keys.items():
        text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=1_000_000)
        yield f"{key}: {harmless(text.strip().removesuffix('...').strip())}"


def _recognised(table: TableSeen) -> Iterator[str]:
    kind = f"as {table.preset}" if table.preset else "by the names of their columns"
    found = [
        f'{column.name} "{shortened(" + ".join(column.headers), 60)}"'
        for column in table.columns
        if column.canonical
    ]
    what = f"The {table.table} were recognised {kind}"
    yield from _comment(f"{what}: {', '.join(found)}.")
    others = [shortened(column.name, 60) for column in table.columns if not column.canonical]
    if others:
        more = f", and {len(others) - 20:,} more" if len(others) > 20 else ""  # noqa: PLR2004 - a lineful
        yield from _comment(f"Other columns: {', '.join(others[:20])}{more}.")


def _calendar(proposed: Sequence[Proposed]) -> Iterator[str]:
    yield ""
    hours = next((one.hours for one in proposed if one.hours is not None), None)
    yield from _comment(
        "Time runs day and night until a standard names a calendar (calendar: office). "
        "csaudit calendar office  shows one."
    )
    if hours is not None:
        yield from _comment(
            f"{100 * hours.share:.0f} % of {hours.answers:,} answers were given in these hours; "
            "the holidays are those of the zone's country. Both are proposals:"
        )
    told = {"mon-fri": "09:00-17:30"} if hours is None else hours.hours
    zone = _zone_of(proposed).timezone
    yield "# calendars:"
    yield "#   office:"
    yield f"#     timezone: {_scalar(zone)}"
    open_at = ", ".join(f"{days}: {json.dumps(span)}" for days, span in told.items())
    yield f"#     hours: {{{open_at}}}"
    if (country := country_with_holidays(zone)) is not None:
        yield f"#     holidays: {{country: {_scalar(country)}}}"
    yield ""


def _exceptions(table: TableSeen) -> Iterator[str]:
    known = {
        "tags": ("tag('customer_unreachable')", "customer could not be reached"),
        "agent": ("agent = 'Test'", "test"),
    }
    found = next((known[name] for name in known if table.column(name) is not None), None)
    if found is not None:
        yield from _comment("What shall never be judged, and always be counted and shown:")
        yield "# leave_out:"
        yield f'#   - {{where: "{found[0]}", reason: {found[1]}}}'
        yield ""


def _standard(one: Proposal, table: TableSeen) -> Iterator[str]:
    if one.result is not None:
        yield from _comment(_today(one), "  ")
    yield from _entry(one.keys)
    by = [name for name in _BY if (column := table.column(name)) and len(column.values) > 1]
    if by and "target" in one.keys:
        yield f"    # by: [{', '.join(by)}]  # shows each of them, too"


def _today(one: Proposal) -> str:
    assert one.result is not None  # noqa: S101 - only asked of standards that were measured
    result = one.result
    today = f"Today: {words.value(result)} of {figures.count(result.n)} judged"
    if result.open:
        today += f", {figures.count(result.open)} still open"
    usual = _at_the_usual_level(one)
    if "target" not in one.keys:
        return f"{today}. Without a target it is shown as information.{usual}"
    what = "limit and target are proposals" if "within" in one.keys else "the target is a proposal"
    return f"{today}; {what}.{_reached(one)}{usual}"


def _reached(one: Proposal) -> str:
    """` Kept within 1h: 12 %, 2h: 30 %, …`: where a limit could stand."""
    told = ", ".join(f"{limit}: {words.value(result)}" for limit, result in one.reached.items())
    return f" Kept within {told}." if told else ""


def _at_the_usual_level(one: Proposal) -> str:
    """Where the trade stands, so that nobody takes a fitted target for a good one."""
    if one.usual is None or one.at_usual is None or one.at_usual.value is None:
        return ""
    said = f" Usual in the trade is {one.usual.words} ({one.usual.source})"
    return f"{said}: today that is {words.value(one.at_usual)}, {one.at_usual.outcome.upper()}."


def _entry(keys: Mapping[str, str]) -> Iterator[str]:
    for number, (key, value) in enumerate(keys.items()):
        lead = "  - " if number == 0 else "    "
        yield f"{lead}{key}: {_scalar(value)}"


def _pending(pending: Sequence[Proposal]) -> Iterator[str]:
    if not pending:
        return
    yield ""
    yield from _comment(
        "---- Waiting for a word from you: check it, then take the # away ----", "  "
    )
    for one in pending:
        yield ""
        yield from _comment(f"{one.why}; what stands here is a guess.", "  ")
        yield from (f"  #{line[1:]}" for line in _entry(one.keys))


def _left(left: Sequence[Proposal]) -> Iterator[str]:
    if not left:
        return
    yield ""
    yield from _comment("---- Not proposed, since this export cannot show it ----", "  ")
    for one in left:
        why = one.why or (words.why_no_data(one.result) if one.result else "nothing to judge")
        yield from _comment(f"{one.keys['metric']}: {why}", "  ")


def _comment(text: str, lead: str = "") -> list[str]:
    wrapped = textwrap.wrap(
        harmless(text).replace(" %", f"{_STAYS}%"),
        _WIDTH,
        initial_indent=f"{lead}# ",
        subsequent_indent=f"{lead}# ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_STAYS, " ") for line in wrapped]


def _scalar(value: str) -> str:
    """A YAML scalar: as it stands where nothing in it means something, else in double quotes."""
    if _PLAIN.fullmatch(value) and value.lower() not in _RESERVED and ": " not in value:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return STEERING.sub(lambda match: f"\\U{ord(match[0]):08x}", quoted)
