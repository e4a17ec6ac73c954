"""Whatever a helpdesk exports, read into the canonical tables of `csaudit.tables`."""

from __future__ import annotations

from csaudit.sources.model import Example, Input, Records, Remark, SourceColumn
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
