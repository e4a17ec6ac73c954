"""The commands: a line each for `--help`; the file of one is imported when it is named."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any, Final, cast

import typer
from typer.core import TyperGroup
from typer.main import get_command

from csaudit.cli.flags import flagged
from csaudit.cli.help import Command

COMMANDS: Final = {
    "check": "Audit exports against the standards; exit 1 if one is not kept.",
    "tickets": "List the records behind the figures, the worst first.",
    "explain": "Tell how single tickets came to their verdicts.",
    "trend": "Show each standard over time.",
    "compare": "Tell what got better or worse between two reports.",
    "render": "Write a saved report in another format; it always exits 0.",
    "charter": "Write the customer charter: what you promise, in plain language.",
    "init": "Write a first standards.yaml that fits an export.",
    "inspect": "Show what is understood of an export.",
    "lint": "Look over a standards file: every mistake at once, and advice.",
    "calendar": "Show when your calendars are open, and what is due when.",
    "metrics": "List the metrics that standards may use, or define one.",
    "schema": "Print the JSON Schema of standards.yaml, for editors.",
    "sources": "List the kinds of exports that are known.",
}
"""`csaudit NAME` is the function NAME in the file NAME.py beside this one, its help ends with the
file's EXAMPLES."""


class Commands(TyperGroup):
    """The program's commands, in the order of `COMMANDS`."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - Typer's own settings
        """Know the names; nothing is imported yet."""
        super().__init__(**settings)
        self.commands = dict.fromkeys(COMMANDS, cast("Any", None))  # what suggestions come from

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - of a private module
        """The command of this name, or None."""
        return command(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002 - of a private module
        """The list in `--help`."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@cache
def command(name: str) -> Any:  # noqa: ANN401 - of a private module
    """One command, with its flags."""
    module = import_module(f"csaudit.cli.{name}")
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    register = alone.command(name, cls=Command, epilog=module.EXAMPLES, short_help=COMMANDS[name])
    register(flagged(getattr(module, name)))
    return get_command(alone)
