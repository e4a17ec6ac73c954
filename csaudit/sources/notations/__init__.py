"""How people write numbers, dates and durations: from one cell of text to a value."""

from __future__ import annotations
