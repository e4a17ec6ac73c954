"""csaudit: the linter for customer service.

The Python API: `csaudit.check(tables, standards) -> Audit`, a report that can be shown in a
notebook, listed ticket by ticket and asserted on. See docs/api.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from csaudit.api import Audit, check
    from csaudit.errors import CsauditError, DataError, StandardsError, StandardsNotKeptError

__version__ = "0.1.0"

__all__ = [
    "Audit",
    "CsauditError",
    "DataError",
    "StandardsError",
    "StandardsNotKeptError",
    "__version__",
    "check",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the names above
    """Loaded when asked for: the command line needs none of it."""
    if name in {"Audit", "check"}:
        from csaudit import api

        return getattr(api, name)
    if name in __all__:
        from csaudit import errors

        return getattr(errors, name)
    raise AttributeError(f"module 'csaudit' has no attribute '{name}'")
