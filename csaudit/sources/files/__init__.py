"""Bytes into columns of text, whatever the format."""

from __future__ import annotations
