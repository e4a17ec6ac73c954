"""Columns of text into the narrow typed table, with what could not be read."""

from __future__ import annotations
