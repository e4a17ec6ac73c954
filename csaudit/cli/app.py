"""The commands of csaudit."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Final

import typer

from csaudit import __version__, streams
from csaudit.cli import (
    calendar,
    charter,
    check,
    compare,
    explain,
    init,
    inspect,
    lint,
    metrics,
    render,
    schema,
    sources,
    tickets,
    trend,
)
from csaudit.cli.flags import flagged
from csaudit.cli.help import Command

EXAMPLES: Final = """\b
Examples:
  csaudit init tickets.csv                    write standards that fit your export
  csaudit check tickets.csv                   audit it
  csaudit check tickets.csv -o report.json    and keep the report
  csaudit tickets tickets.csv                 list the tickets that broke a promise
  csaudit explain tickets.csv --id 4711       and tell why
  csaudit trend tickets.csv --every week      is it getting better?
  csaudit lint                                look over standards.yaml
  csaudit metrics                             what can be measured
"""

EXIT_CODES: Final = """\b
Exit codes:
  0    audited, and nothing at or above --fail-on
  1    the gate tripped: a standard was not kept
  2    a flag or the standards file is wrong
  3    the records could not be audited
  70   a defect in csaudit
  130  interrupted

\b
Every long flag has a variable: --fail-on is CSAUDIT_FAIL_ON.
"""

app = typer.Typer(
    name="csaudit",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    epilog=f"{EXAMPLES}\n{EXIT_CODES}",
)
_command = partial(app.command, cls=Command)
_command(epilog=f"{check.EXAMPLES}\n{EXIT_CODES}")(flagged(check.check))
_command(epilog=tickets.EXAMPLES)(flagged(tickets.tickets))
_command(epilog=explain.EXAMPLES)(flagged(explain.explain))
_command(epilog=trend.EXAMPLES)(flagged(trend.trend))
_command(epilog=compare.EXAMPLES)(flagged(compare.compare))
_command(epilog=render.EXAMPLES)(flagged(render.render))
_command(epilog=charter.EXAMPLES)(flagged(charter.charter))
_command(epilog=init.EXAMPLES, short_help="Write a first standards.yaml that fits an export.")(
    flagged(init.init)
)
_command(epilog=inspect.EXAMPLES, short_help="Show what is understood of an export.")(
    flagged(inspect.inspect)
)
_command(epilog=lint.EXAMPLES)(flagged(lint.lint))
_command(epilog=calendar.EXAMPLES)(flagged(calendar.calendar))
_command(epilog=metrics.EXAMPLES)(metrics.metrics)
_command(epilog=schema.EXAMPLES)(schema.schema)
_command(epilog=sources.EXAMPLES, short_help="List the kinds of exports that are known.")(
    flagged(sources.sources)
)


def _version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if asked:
        streams.write_lines([f"csaudit {__version__}"])
        raise typer.Exit


@app.callback()
def csaudit(
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", callback=_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """The linter for customer service: audits exports of any helpdesk against your standards."""
