"""Templates filled in, every value escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


def filled(template: str, values: Mapping[str, Any]) -> str:
    """A template of this package with its values, ended with a line break.

    Raises UsageError where the package that fills templates in is not installed.
    """
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError:
        raise UsageError(
            "the format html needs the package jinja2, which is not installed.",
            "pip install 'csaudit[html]'",
        ) from None
    environment = Environment(
        loader=PackageLoader("csaudit.reports.html", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(values) + "\n"
