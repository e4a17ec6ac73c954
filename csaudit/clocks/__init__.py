"""Business time: calendars, holidays and zones, in plain Python and as polars expressions."""

from __future__ import annotations
