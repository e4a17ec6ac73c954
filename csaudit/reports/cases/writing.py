"""A slice of a list of cases, as values that every machine format writes alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.harmless import STEERING_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import polars as pl

_SECONDS: Final = "%Y-%m-%dT%H:%M:%SZ"
_MICROSECONDS: Final = "%Y-%m-%dT%H:%M:%S%.6fZ"


def in_writing(part: pl.DataFrame) -> pl.DataFrame:
    """Instants as ISO text in UTC, numbers that are none as null."""
    import polars as pl
    from polars import selectors

    number, instant = selectors.float(), selectors.datetime()
    broken = part.select(instant.dt.microsecond().gt(0).any())
    return part.with_columns(
        pl.when(number.is_finite()).then(number),
        *(_iso(column.name, broken=column.item()) for column in broken),
    )


def _iso(name: str, *, broken: bool) -> pl.Expr:
    """`broken`: some instants have a fraction of a second, which whole ones do not show."""
    import polars as pl

    instant = pl.col(name)
    seconds = instant.dt.strftime(_SECONDS)
    whole = instant.dt.microsecond() == 0
    return (
        pl.when(whole).then(seconds).otherwise(instant.dt.strftime(_MICROSECONDS))
        if broken
        else seconds
    )


def mended(frame: pl.DataFrame, mend: Callable[[str], str], where: str) -> pl.DataFrame:
    """The frame with every text mended that matches `where`, each distinct text once."""
    import polars as pl

    changes = {
        name: {text: mend(text) for text in texts.filter(texts.str.contains(where)).unique()}
        for name, texts in _texts(frame)
    }
    return frame.with_columns(
        pl.col(name).cast(pl.String).replace(new) for name, new in changes.items() if new
    )


def steers(frame: pl.DataFrame) -> bool:
    """Whether any text holds a character that would steer a terminal."""
    return any(texts.str.contains(STEERING_TEXT).any() for _, texts in _texts(frame))


def _texts(frame: pl.DataFrame) -> Iterator[tuple[str, pl.Series]]:
    """The texts of every column of texts; of few words that recur, all that there may be."""
    import polars as pl

    for column in frame:
        if column.dtype == pl.String:
            yield column.name, column
        elif isinstance(column.dtype, pl.Enum):
            yield column.name, column.dtype.categories
