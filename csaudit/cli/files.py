"""The arguments `[NAME=]FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csaudit.errors import UsageError, did_you_mean
from csaudit.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

STDIN = "-"
_BEHIND_STDIN = Path("/dev/stdin")
"""Whatever file standard input has been redirected from, where the system tells."""


def read_files(arguments: Iterable[str]) -> list[Path]:
    """The files of this machine that the arguments name, wildcards put into what they match."""
    paths = [named_file(argument)[1] for argument in arguments]
    if not paths:
        return []
    from csaudit.sources.files.addresses import address_of
    from csaudit.sources.files.contents import expand

    named = [one for path in paths if address_of(path) is None for one in expand(path)]
    return [_BEHIND_STDIN if path == STDIN else Path(path) for path in named]


def names_a_secret(arguments: Iterable[str]) -> bool:
    """Whether an address among them holds a login or a key, which no line may repeat."""
    from csaudit.sources.files.addresses import address_of

    addresses = (address_of(named_file(argument)[1]) for argument in arguments)
    return any(one is not None and one.name != one.url for one in addresses)


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
