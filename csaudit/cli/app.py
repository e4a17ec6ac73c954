"""The commands of csaudit."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from csaudit import __version__, streams
from csaudit.cli.commands import Commands
from csaudit.cli.help import EXIT_CODES

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

app = typer.Typer(
    name="csaudit",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    epilog=f"{EXAMPLES}\n{EXIT_CODES}",
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
