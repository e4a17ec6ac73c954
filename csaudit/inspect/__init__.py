"""What an export holds, and standards that would fit it. Nothing is judged."""

from __future__ import annotations
