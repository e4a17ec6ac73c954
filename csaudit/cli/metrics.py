"""`csaudit metrics`: the catalogue, and the definition of one metric."""

from __future__ import annotations

import sys
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Final

import typer

from csaudit import streams
from csaudit.cli import completion
from csaudit.errors import UsageError, did_you_mean
from csaudit.metrics.other_names import meanings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.metrics.declaration import Metric, Setting

EXAMPLES: Final = """\b
Examples:
  csaudit metrics
  csaudit metrics first_response_time
  csaudit metrics csat
"""

_INDENT: Final = 10
_READABLE: Final = 100


def metrics(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            autocompletion=completion.metrics,
            help="The metric to define, also by what others call it; else all are listed.",
        ),
    ] = None,
) -> None:
    """List the metrics that standards may use, or define one."""
    from csaudit.metrics import catalogue

    known = catalogue()
    if name is None:
        width = max(len(metric) for metric in known)
        streams.write_lines([f"{one.name:<{width}}  {one.summary}" for one in known.values()])
    elif name in known:
        streams.write_lines(list(_definition(known[name])))
    elif meant := meanings(name):
        streams.message("note", f"{name} is called {' or '.join(meant)} here")
        streams.write_lines(list(_definition(known[meant[0]])))
    else:
        raise UsageError(
            f"there is no metric {name}{did_you_mean(name, known)}.",
            "csaudit metrics  lists them all",
        )


def _definition(metric: Metric) -> Iterator[str]:
    """What is counted, in words; then what it needs and what may be set."""
    yield from _wrapped("", f"{metric.name}: {metric.summary}")
    yield ""
    yield from _wrapped("", metric.definition)
    yield ""
    for label, text in _facts(metric):
        yield from _wrapped(label, text)
    if metric.example:
        yield from ("", "in standards.yaml:", *_indented(metric.example))


def _facts(metric: Metric) -> Iterator[tuple[str, str]]:
    from csaudit.metrics.parts import explaining

    yield "formula", metric.formula
    yield "unit", f"{metric.unit}, {metric.direction} is better"
    yield "tables", ", ".join(metric.tables)
    yield "needs", explaining.needs(metric)
    if used := explaining.uses(metric):
        yield "uses", f"{used}, where the data has them"
    if (judged := explaining.judged_by(metric)) is not None:
        yield "judged", judged
    for number, setting in enumerate(metric.settings):
        yield "settings" if number == 0 else " ", _setting(setting)
    if metric.elsewhere:
        yield "elsewhere", metric.elsewhere


def _wrapped(label: str, text: str) -> list[str]:
    """The text folded to the terminal, beside its label where it has one."""
    indent = " " * _INDENT if label else ""
    first = f"{label:<{_INDENT}}" if label else ""
    width = min(streams.width(sys.stdout), _READABLE)
    return wrap(text, width, initial_indent=first, subsequent_indent=indent)


def _setting(setting: Setting) -> str:
    from csaudit.metrics.parts import explaining

    choices = f" ({', '.join(setting.choices)})" if setting.choices else ""
    default = explaining.default(setting)
    said = default if setting.required else f"default {default}"
    return f"{setting.name}{choices}: {setting.meaning}; {said}"


def _indented(text: str) -> list[str]:
    return [f"  {line}" for line in text.rstrip().splitlines()]
