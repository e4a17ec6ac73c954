"""The only numbers that csaudit exits with."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the caller of the process may rely on; never renumbered."""

    OK = 0
    """Audited, and nothing at or above `--fail-on`."""

    GATE = 1
    """Audited, and the gate tripped: a standard was not kept."""

    USAGE = 2
    """A flag or the standards file is wrong; nothing was audited."""

    DATA = 3
    """The records could not be audited: missing, unreadable, partial, stale, no rows."""

    DEFECT = 70
    """A defect in csaudit itself."""

    INTERRUPTED = 130
    """Stopped by the user."""
