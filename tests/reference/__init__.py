"""csaudit once more: plain Python, slow, one record at a time, written from the contract alone.

Nothing here imports csaudit or polars. Where both agree on random tables, a mistake would have
to be made twice, in two different ways.
"""

from __future__ import annotations
