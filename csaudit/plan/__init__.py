"""Standards × typed tables → one lazy plan a table: a column for each stage, then the tallies."""

from __future__ import annotations
