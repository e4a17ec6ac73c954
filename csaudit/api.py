"""The Python API, for notebooks, pipelines and tests."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from csaudit import __version__
from csaudit.audit.options import Options
from csaudit.audit.report import Report
from csaudit.errors import StandardsNotKeptError, did_you_mean
from csaudit.sources import Input, open_inputs
from csaudit.standards import load

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from csaudit.audit.records_asked import Cases, Wanted
    from csaudit.standards import StandardsFile

_READING = ("source", "allow_partial", "max_size")
_SEVERAL = ("by", "select", "ignore", "pseudonymise")


@dataclass(frozen=True, kw_only=True)
class Audit(Report):
    """A report, and what else can be asked of the audit that made it."""

    _list: Callable[[Wanted], Cases] = field(repr=False, compare=False)

    def to_frame(self) -> pl.DataFrame:
        """One row for each result: the standards, then their groups and periods.

        The columns are those of the CSV report: `id`, `outcome`, `value`, `unit`, `n`, `margin`,
        `target_op`, `target_value` and so on; durations in seconds, shares from 0 to 1. `group`,
        `settings` and other mappings are JSON text.
        """
        from csaudit.reports.frame import frame

        return frame(self)

    def tickets(
        self,
        *verdicts: str,
        columns: str | Sequence[str] = (),
        limit: int | None = None,
    ) -> pl.DataFrame:
        """One row for each record and standard, the worst first; by default what was missed.

        Args:
            verdicts: which to list (`missed`, `not_due`, `met`, …); `all` lists every record.
            columns: further columns of the data, as text.
            limit: so many rows at most.

        Returns:
            Columns `standard, table, record_id, verdict, measured, unit, limit, overrun,
            started_at, ended_at, due_at, reason` and the further ones; durations in seconds,
            instants in UTC.

        """
        import polars as pl

        from csaudit.audit.records_asked import Wanted

        asked = frozenset(verdicts or ("missed",))
        wanted = Wanted(
            verdicts=None if "all" in asked else asked,
            columns=(columns,) if isinstance(columns, str) else tuple(columns),
            limit=limit,
        )
        return self._list(wanted).frame.cast({pl.Enum: pl.String})

    def to_html(self) -> str:
        """The whole report as one HTML page; needs the extra `html`."""
        return self.render("html")

    def to_json(self) -> str:
        """The report that `csaudit render` and `--baseline` read."""
        return self.render("json")

    def render(self, format: str) -> str:  # noqa: A002 - the word of the command line
        """The report in any format of the command line, such as table, csv, markdown or junit.

        Raises:
            ValueError: there is no such format.

        """
        from csaudit.reports import formats

        known = formats()
        if format not in known:
            raise ValueError(f"no format {format!r}; there are {', '.join(known)}")
        text = known[format].render(self)
        return text if isinstance(text, str) else "".join(cast("Sequence[str]", text))

    def raise_for_gate(self) -> None:
        """Raise StandardsNotKeptError if the gate tripped, with a line for each cause."""
        if not self.gate.tripped:
            return
        from csaudit.reports.outline import sentence

        causes = {cause.id for cause in self.gate.tripped_by}
        told = [f"{one.id}: {sentence(one)}" for one in self.gating() if one.id in causes]
        raise StandardsNotKeptError("\n".join(told))

    def _repr_html_(self) -> str | None:
        """What a notebook shows: the page in a frame of its own, which has no script to run."""
        from html import escape

        from csaudit.errors import UsageError

        try:
            page = self.to_html()
        except UsageError:  # without the extra a notebook shows the plain text
            return None
        style = "width:100%;height:36rem;border:0"
        return f'<iframe sandbox style="{style}" srcdoc="{escape(page, quote=True)}"></iframe>'

    def __str__(self) -> str:
        """The table of the terminal."""
        return self.render("table")


def check(
    tables: Mapping[str, Any] | str | Path | Any,  # noqa: ANN401 - any kind of frame
    standards: str | Path | Mapping[str, Any],
    **options: Any,  # noqa: ANN401 - the fields of Options, which are checked
) -> Audit:
    """Audit exports or frames against standards.

    Args:
        tables: a path or a frame (polars, pandas, Arrow), or by table (`tickets`, `calls`,
            `surveys`, `reviews`, `events`) a path, a frame or several of them. Without a name the
            columns tell which table it is.
        standards: the path of a standards file, or what would stand in it.
        options: what the flags of `csaudit check` say: `as_of`, `since`, `until`, `month`, `last`,
            `timezone`, `where`, `by`, `every`, `select`, `ignore`, `fail_on`, `no_data`, `engine`,
            `memory`, `cross_check`, `pseudonymise`; `accepted` (ids by standard); and of reading
            `source`, `allow_partial`, `max_size`.

    Returns:
        The report. It raises nothing for a standard that was not kept: see `raise_for_gate`.

    Raises:
        StandardsError: the standards are wrong; every mistake with its place.
        DataError: the records cannot be audited.
        UsageError: an option makes no sense.
        TypeError: an option that does not exist, or tables of a kind that cannot be read.

    """
    from csaudit.audit.auditing import audit, judge_cases

    started = datetime.now(UTC)
    reading, asked = _options(options)
    file = _standards(standards)
    inputs = list(_inputs(tables))
    timezone = asked.timezone or file.timezone
    sources = open_inputs(inputs, file.tables, timezone=timezone, **reading)
    report = audit(sources, file, asked, __version__, started)

    def listed(wanted: Wanted) -> Cases:
        return judge_cases(sources, file, replace(asked, by=(), every=None), wanted)

    own = {one.name: getattr(report, one.name) for one in fields(Report)}
    return Audit(**own, _list=listed)


def _options(given: Mapping[str, Any]) -> tuple[dict[str, Any], Options]:
    """What concerns reading, and what the audit; one name stands for a list of one."""
    known = [one.name for one in fields(Options)]
    for name in given:
        if name not in (*known, *_READING):
            near = did_you_mean(name, (*known, *_READING))
            raise TypeError(f"csaudit.check has no option {name}{near}")
    several = {
        name: (value,) if isinstance(value, str) else tuple(value)
        for name, value in given.items()
        if name in _SEVERAL
    }
    reading = {name: value for name, value in given.items() if name in _READING}
    rest = {name: value for name, value in given.items() if name in known}
    return reading, Options(**{**rest, **several})


def _standards(given: str | Path | Mapping[str, Any]) -> StandardsFile:
    if isinstance(given, Mapping):
        text = json.dumps(given, ensure_ascii=False, default=str)
        return load(Path("standards"), text=text)
    return load(Path(given))


def _inputs(tables: object) -> list[Input]:
    if not isinstance(tables, Mapping):
        return [_input(None, tables)]
    return [
        _input(table, one)
        for table, given in tables.items()
        for one in (given if isinstance(given, list | tuple) else [given])
    ]


def _input(table: str | None, given: Any) -> Input:  # noqa: ANN401 - any kind of frame
    """A path or a frame. Raises TypeError for anything else."""
    import polars as pl

    if isinstance(given, str | Path):
        return Input(table, str(given))
    if isinstance(given, pl.LazyFrame):
        given = given.collect()
    if not isinstance(given, pl.DataFrame):
        given = _foreign(given)
    return Input(table, "a frame", given)


def _foreign(given: Any) -> pl.DataFrame:  # noqa: ANN401 - any kind of frame
    """A frame of another library, through Arrow; one of pandas without pyarrow by its values."""
    import polars as pl

    if hasattr(given, "__arrow_c_stream__"):
        try:
            return pl.DataFrame(given)
        except ImportError:
            return _by_values(given)
    if hasattr(given, "__dataframe__"):
        return pl.from_dataframe(given)
    raise TypeError(
        f"a table is a path or a frame of polars, pandas or Arrow, not {type(given).__name__}"
    )


def _by_values(given: Any) -> pl.DataFrame:  # noqa: ANN401 - a frame of pandas
    """Pandas makes whole numbers with gaps into floats: 20001.0 is the id 20001 again."""
    import polars as pl

    columns = []
    for name in given.columns:
        cells = zip(given[name].tolist(), given[name].isna().tolist(), strict=True)
        column = pl.Series(
            str(name), [None if gone else cell for cell, gone in cells], strict=False
        )
        whole = column.dtype.is_float() and bool((column == column.round()).all())
        columns.append(column.cast(pl.Int64) if whole else column)
    return pl.DataFrame(columns)
