"""Formats of a list of cases: one row for each record and standard.

They are written piece by piece, since there may be millions of rows.
"""

from __future__ import annotations
