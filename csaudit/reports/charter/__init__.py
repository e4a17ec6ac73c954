"""The customer charter: what a team promises, in plain language, and how each promise was kept.

A module of this package that defines `FORMAT` is a format.
"""

from __future__ import annotations
