"""Which table a file holds, and which header is which canonical column."""

from __future__ import annotations
