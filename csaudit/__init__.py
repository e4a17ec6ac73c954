"""csaudit: the linter for customer service.

The Python API is one function: `csaudit.check(tables, standards) -> Report`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from csaudit.audit.report import Report

__version__ = "0.1.0"

__all__ = ["__version__", "check"]


def check(
    tables: Mapping[str, str | Path | Sequence[str | Path]] | str | Path,
    standards: str | Path,
    **options: Any,  # noqa: ANN401 - the fields of csaudit.audit.Options, which checks them
) -> Report:
    """Audit exports against a standards file.

    `tables` is a path, or maps tables (`tickets`, `calls`, `surveys`, `reviews`) to a path or
    several. `options` are the fields of `csaudit.audit.Options`, and `source` and
    `allow_partial` for reading. Raises subclasses of `csaudit.errors.CsauditError`.
    """
    from datetime import UTC, datetime
    from pathlib import Path

    from csaudit.audit import Options, audit
    from csaudit.sources import Input, open_inputs
    from csaudit.standards import load

    started = datetime.now(UTC)
    file = load(Path(standards))
    reading = {name: options.pop(name) for name in ("source", "allow_partial") if name in options}
    asked = Options(**options)
    named = tables if isinstance(tables, dict) else {None: tables}
    inputs = [
        Input(table, str(path))
        for table, paths in named.items()
        for path in ([paths] if isinstance(paths, str | Path) else paths)
    ]
    timezone = asked.timezone or file.timezone
    sources = open_inputs(inputs, file.tables, timezone=timezone, **reading)
    return audit(sources, file, asked, __version__, started)
