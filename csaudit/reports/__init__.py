"""One file a format, each `render(report) -> str`."""

from __future__ import annotations
