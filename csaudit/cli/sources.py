"""`csaudit sources`: the kinds of exports that csaudit knows by sight."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Final

import typer

from csaudit import streams
from csaudit.cli.flags import flag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.sources.recognise.presets import Preset, Recognise

EXAMPLES: Final = """\b
Examples:
  csaudit sources
  csaudit sources zendesk-csv
  csaudit sources -f json
"""

_INDENT: Final = 14
_READABLE: Final = 100


class SourcesFormat(StrEnum):
    """How it is told."""

    TABLE = "table"
    JSON = "json"


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Which presets, and how."""

    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Tell all of this one, or of a file of your own."),
    ] = None
    format: Annotated[SourcesFormat, flag("--format", "-f", help="For people, or programs.")] = (
        SourcesFormat.TABLE
    )


def sources(asked: Listed) -> None:
    """List the kinds of exports that are known, or tell how one is recognised and read."""
    from csaudit.reports.values import json_text, plain
    from csaudit.sources.recognise.presets import named, presets

    chosen = [named(asked.name)] if asked.name else list(presets().values())
    if asked.format is SourcesFormat.JSON:
        content = [_plain(preset) for preset in chosen]
        told = content[0] if asked.name else {"sources": content}
        streams.write_report(json_text(plain(told), indent=2) + "\n", utf8=True)
    elif asked.name:
        streams.write_lines(list(_definition(chosen[0])))
    else:
        streams.write_lines(list(_list(chosen)))


def _plain(preset: Preset) -> dict[str, object]:
    """What the preset says, defaults left away."""
    return preset.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _list(known: list[Preset]) -> Iterator[str]:
    width = max(len(preset.name) for preset in known)
    for preset in known:
        refused = " (not auditable; says why)" if preset.refuse else ""
        untried = " (by documentation alone)" if preset.untried else ""
        yield f"{preset.name:<{width}}  {preset.table:<7}  {preset.title}{refused}{untried}"
    yield ""
    yield "csaudit sources NAME  tells how one is recognised; a file of your own works as well:"
    yield "--source ./mine.yaml"


def _definition(preset: Preset) -> Iterator[str]:
    yield f"{preset.name}: {preset.title}"
    yield from _line("table", preset.table)
    yield from _clues(preset.recognise)
    if preset.root:
        yield from _line("JSON", f"records at {' or '.join(preset.root)}")
    if preset.untried:
        yield from _line("untried", "known by its documentation alone; no real file was seen")
    if preset.only_named:
        yield from _line("named", f"only where it is given as {preset.table}=FILE")
    if preset.refuse:
        yield from _line("refused", preset.refuse)
    else:
        yield from _reading(preset)
        yield from _columns(preset)
        yield from _rules(preset)


def _clues(clues: Recognise) -> Iterator[str]:
    yield from _line("recognised", _all(clues.all))
    if clues.any:
        few = f"and {clues.at_least} at least; " if clues.at_least else ""
        yield from _line("", f"{few}the more of these, the surer: {', '.join(clues.any)}")
    if clues.none:
        yield from _line("", f"and has none of {', '.join(clues.none)}")


def _reading(preset: Preset) -> Iterator[str]:
    yield from _line("times", preset.timezone or "as the cells say; if they name no zone, you must")
    if preset.empty:
        yield from _line("nothing", f"is written {', '.join(preset.empty)}")
    if preset.exclude:
        yield from _line("left out", ", ".join(preset.exclude))
    if preset.scales:
        yield from _line("scales", ", ".join(f"{name} {of}" for name, of in preset.scales.items()))
    if preset.note:
        yield from _line("note", preset.note)


def _columns(preset: Preset) -> Iterator[str]:
    width = max((len(name) for name in preset.columns), default=0)
    yield "columns"
    for name, origin in preset.columns.items():
        unit = f", in {origin.unit}" if origin.unit else ""
        own = ", on the helpdesk's own clock" if origin.clock == "helpdesk" else ""
        joined = f" + {origin.joined}" if origin.joined else ""
        yield f"  {name:<{width}}  {' or '.join(origin.headers)}{joined}{unit}{own}"


def _rules(preset: Preset) -> Iterator[str]:
    from csaudit.sources.recognise.presets import Literally

    if preset.rows:
        yield "events"
    for rule in preset.rows:
        when = " and ".join(
            f"{name} is {' or '.join(_said(word) for word in words)}"
            for name, words in rule.when.items()
        )
        kind = rule.kind.word if isinstance(rule.kind, Literally) else rule.kind.headers[0]
        yield from _line(kind, when or "every row")


def _said(word: str) -> str:
    return {"*": "filled", "": "empty"}.get(word, word)


def _all(names: tuple[str, ...]) -> str:
    return f"by the columns {', '.join(names)}" if names else "only when asked for with --source"


def _line(label: str, text: str) -> list[str]:
    return wrap(
        text,
        _READABLE,
        initial_indent=f"  {label:<{_INDENT - 2}}",
        subsequent_indent=" " * _INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
