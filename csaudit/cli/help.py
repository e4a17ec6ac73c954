"""A command whose help speaks of files and names, and not of Python's types."""

from __future__ import annotations

import re
from typing import Any, Final

from typer.core import TyperCommand

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

_TYPE: Final = re.compile(r" <[\w\[\]]+>$")
_TWICE: Final = re.compile(r"\[\[(.*)\]\]")


class Command(TyperCommand):
    """What `--help` prints: `FILE...` where Typer would print `{FILE}...` and `<list[str]>`."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401 - of a private module
        """`[OPTIONS]` and the arguments: one pair of brackets for what may be left away."""
        pieces = super().collect_usage_pieces(ctx)
        return [_TWICE.sub(r"[\1]", re.sub("[{}]", "", piece)) for piece in pieces]

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - of a private module
        """The arguments and the options, each as a list of names and what they mean."""
        sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None and parameter.param_type_name == "argument":
                sections["Arguments"].append((_TYPE.sub("", record[0]), record[1]))
            elif record is not None:
                sections["Options"].append(record)
        for title, records in sections.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)
