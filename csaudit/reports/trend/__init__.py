"""Formats of standards over time: `csaudit trend`. A module that defines `FORMAT` is a format."""

from __future__ import annotations
