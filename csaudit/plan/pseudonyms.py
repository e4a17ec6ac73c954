"""Aliases in the place of names: the same person has the same alias in every run with one secret.

An alias is a keyed hash (HMAC-SHA-256, RFC 2104) of a cell. Who does not know the secret can
neither turn it back nor try out names.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from dataclasses import dataclass
from functools import partial

import polars as pl

_BYTES = 5
"""Of the hash: eight letters, in which 10,000 people share one by a chance of 1 in 20,000."""


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Which columns are shown by aliases, and the secret that they are made with."""

    columns: frozenset[str]
    secret: bytes

    def shown(self, name: str, text: pl.Expr) -> pl.Expr:
        """The text of a column, or the aliases of it."""
        if name not in self.columns:
            return text
        return text.map_batches(
            partial(self._aliased, name), return_dtype=pl.String, is_elementwise=True
        )

    def alias(self, name: str, text: str) -> str:
        """`agent-k3f9q2ab`; the same text has another alias in another column."""
        digest = hmac.digest(self.secret, f"{name}\0{text}".encode(), "sha256")
        return f"{name}-{b32encode(digest[:_BYTES]).decode().lower()}"

    def _aliased(self, name: str, texts: pl.Series) -> pl.Series:
        known = {text: self.alias(name, text) for text in texts.unique().drop_nulls().to_list()}
        return texts.replace(known) if known else texts
