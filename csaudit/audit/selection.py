"""`--select` and `--ignore`: which standards are audited at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from csaudit.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.standards import StandardsFile


def select(file: StandardsFile, wanted: Sequence[str], ignored: Sequence[str]) -> StandardsFile:
    """The file with only the standards asked for; raises UsageError where none is left."""
    known = [standard.id for standard in file.standards]
    for name in (*wanted, *ignored):
        if name not in known:
            raise UsageError(f"{file.path} has no standard {name}{did_you_mean(name, known)}.")
    kept = tuple(
        standard
        for standard in file.standards
        if (not wanted or standard.id in wanted) and standard.id not in ignored
    )
    if not kept:
        raise UsageError("--select and --ignore leave no standard to audit.")
    return replace(file, standards=kept)
