"""A list of cases, slice by slice, as values that every machine format writes alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import polars as pl

ROWS: Final = 50_000
"""So many rows are held as text at once."""

_SECONDS: Final = "%Y-%m-%dT%H:%M:%SZ"
_MICROSECONDS: Final = "%Y-%m-%dT%H:%M:%S%.6fZ"


def slices(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """So many rows at a time; instants as ISO text in UTC, numbers that are none as null."""
    import polars as pl
    from polars import selectors

    number, instant = selectors.float(), selectors.datetime()
    whole = instant.dt.microsecond() == 0
    for part in frame.iter_slices(ROWS):
        yield part.with_columns(
            pl.when(number.is_finite()).then(number),
            pl.when(whole)
            .then(instant.dt.strftime(_SECONDS))
            .otherwise(instant.dt.strftime(_MICROSECONDS)),
        )


def mended(frame: pl.DataFrame, mend: Callable[[str], str]) -> pl.DataFrame:
    """The frame with every text mended, each distinct text once."""
    import polars as pl

    changed = []
    for name, kind in frame.schema.items():
        if kind == pl.String:
            texts = frame.get_column(name).unique().drop_nulls().to_list()
            changes = {text: new for text in texts if (new := mend(text)) != text}
            changed.append(pl.col(name).replace(changes))
    return frame.with_columns(changed)
