"""The arguments `[NAME=]FILE`."""

from __future__ import annotations

from pathlib import Path

from csaudit.errors import UsageError, did_you_mean
from csaudit.tables import TABLES


def named_file(argument: str) -> tuple[str | None, str]:
    """The table and the path: `calls=may.csv` names one, `a=b.csv` is a path with a sign in it."""
    name, sign, path = argument.partition("=")
    if not sign or Path(argument).exists():
        return None, argument
    if name not in TABLES:
        meant = did_you_mean(name, TABLES)
        if meant and Path(path).exists():
            raise UsageError(f"{argument}: {name} is no table{meant}.")
        return None, argument
    if not path:
        raise UsageError(f"{argument}: the file is missing.", f"write  {name}=FILE")
    return name, path
