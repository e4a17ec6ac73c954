"""standards.yaml: a strict loader, the validated model, quantities, advice, and the schema."""

from __future__ import annotations
