"""Flags that several commands share are fields of a dataclass; commands take the dataclass.

Typer reads a command's flags from its signature. `flagged` gives a command that takes such
dataclasses the signature that lists their fields one by one.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, get_type_hints

import typer

from csaudit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


def flag(*names: str, help: str, metavar: str | None = None, **more: Any) -> Any:  # noqa: A002, ANN401 - Typer's own words
    """An option, and the environment variable of its long name: `--as-of`, `CSAUDIT_AS_OF`."""
    long = next(name for name in names if name.startswith("--")).partition("/")[0]
    variable = "CSAUDIT_" + long.removeprefix("--").replace("-", "_").upper()
    return typer.Option(
        *names, help=help, metavar=metavar, envvar=variable, show_envvar=False, **more
    )


_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*([kmgt]?)i?b?", re.IGNORECASE)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}


def size(written: str | None, name: str) -> int | None:
    """Bytes: `500MB`, `2 GB`, `1.5g`; a bare number is bytes. Raises UsageError."""
    if written is None:
        return None
    found = _SIZE.fullmatch(written.strip())
    if found is None:
        raise UsageError(f"{name} {written} is no size.", f"write:  {name} 500MB  or  {name} 2GB")
    return int(float(found[1]) * 1_000 ** _POWERS[found[2].lower()])


def flagged(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the fields of its dataclasses as its flags; other parameters stay."""
    hints = get_type_hints(command)
    groups = {name: hints[name] for name in hints if is_dataclass(hints[name])}
    flags = [
        flag
        for own in _parameters(command)
        for flag in (_parameters(groups[own.name]) if own.name in groups else [own])
    ]

    def run(**given: object) -> None:
        made = {
            name: group(**{field.name: given.pop(field.name) for field in fields(group)})
            for name, group in groups.items()
        }
        command(**made, **given)

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in flags}
    run.__signature__ = inspect.Signature(flags)  # type: ignore[attr-defined]  # what inspect reads
    return run


def _parameters(of: Callable[..., Any]) -> list[inspect.Parameter]:
    hints = get_type_hints(of, include_extras=True)
    return [
        parameter.replace(annotation=hints[name])
        for name, parameter in inspect.signature(of).parameters.items()
    ]
