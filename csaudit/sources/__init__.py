"""Whatever a helpdesk exports, read into the canonical tables of `csaudit.tables`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.sources.model import Example, Input, Records, Remark, SourceColumn

if TYPE_CHECKING:
    from csaudit.sources.opening import open_frame, open_inputs
    from csaudit.sources.source import Source

__all__ = [
    "Example",
    "Input",
    "Records",
    "Remark",
    "Source",
    "SourceColumn",
    "open_frame",
    "open_inputs",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is asked for
    """What reads files is imported when it is asked for: who lists presets need not wait."""
    if name in {"open_frame", "open_inputs"}:
        from csaudit.sources import opening

        return getattr(opening, name)
    if name == "Source":
        from csaudit.sources.source import Source

        return Source
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
