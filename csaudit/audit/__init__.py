"""Standards × tables → a frozen `Report`. No printing, no exit."""

from __future__ import annotations
