"""A list of cases, slice by slice, as values that every machine format writes alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.harmless import STEERING

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

    changes = {
        name: {text: new for text in texts if (new := mend(text)) != text}
        for name, texts in _texts(frame)
    }
    return frame.with_columns(pl.col(name).replace(new) for name, new in changes.items() if new)


def steers(frame: pl.DataFrame) -> bool:
    """Whether any text holds a character that would steer a terminal."""
    return any(STEERING.search(text) for _, texts in _texts(frame) for text in texts)


def _texts(frame: pl.DataFrame) -> Iterator[tuple[str, list[str]]]:
    """The distinct texts of every column of texts."""
    import polars as pl

    for name, kind in frame.schema.items():
        if kind == pl.String:
            yield name, frame.get_column(name).unique().drop_nulls().to_list()
