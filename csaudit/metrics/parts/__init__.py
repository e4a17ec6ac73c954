"""What several metrics share: when a case is resolved, scales, settings, comparisons."""

from __future__ import annotations
