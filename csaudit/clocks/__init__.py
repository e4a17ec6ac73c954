"""Business time: calendars, holidays and zones, in plain Python and as polars expressions.

Plain Python, quick to import: `calendar` (read a calendar, open time, due instants, working
days), `waits` (the longest wait that a limit allows), `pauses`. With polars, imported where a
query is built: `expressions` and `pause_expression`, the same clock over columns.
"""

from __future__ import annotations
