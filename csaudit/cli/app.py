"""The commands of csaudit."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from csaudit import __version__, streams
from csaudit.cli import calendar, check, init, inspect, lint, metrics, schema, sources, tickets
from csaudit.cli.flags import flagged

EXAMPLES: Final = """\b
Examples:
  csaudit check tickets.csv                   audit an export
  csaudit check tickets.csv -o report.json    and keep the report
  csaudit tickets tickets.csv                 list the tickets that broke a promise
  csaudit lint                                look over standards.yaml
  csaudit calendar                            when are we open, what is due when
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
app.command(epilog=f"{check.EXAMPLES}\n{EXIT_CODES}")(flagged(check.check))
app.command(epilog=tickets.EXAMPLES)(flagged(tickets.tickets))
app.command(epilog=init.EXAMPLES)(flagged(init.init))
app.command(epilog=inspect.EXAMPLES)(flagged(inspect.inspect))
app.command(epilog=lint.EXAMPLES)(flagged(lint.lint))
app.command(epilog=calendar.EXAMPLES)(flagged(calendar.calendar))
app.command(epilog=metrics.EXAMPLES)(metrics.metrics)
app.command(epilog=schema.EXAMPLES)(schema.schema)
app.command(epilog=sources.EXAMPLES)(flagged(sources.sources))


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
