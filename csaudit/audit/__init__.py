"""Standards × tables → a frozen `Report`. No printing, no exit."""

from __future__ import annotations

from csaudit.audit.auditing import audit
from csaudit.audit.options import Options

__all__ = ["Options", "audit"]
