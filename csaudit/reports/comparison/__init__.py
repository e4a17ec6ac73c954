"""Formats of what changed between two reports: `csaudit compare`.

They are given the newer report, whose `baseline` holds the changes. A module of this package that
defines `FORMAT` is a format.
"""

from __future__ import annotations
