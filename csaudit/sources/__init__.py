"""Whatever a helpdesk exports, read into the canonical tables of `csaudit.tables`."""

from __future__ import annotations
