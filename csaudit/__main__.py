"""The process: from an exception to one plain message and an exit code."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import Final, NoReturn

from csaudit import streams
from csaudit.errors import CsauditError
from csaudit.exit_codes import ExitCode

SIGNALLED: Final = 128
"""Added to a signal's number, the exit code of a process that it stopped."""


def main() -> NoReturn:
    """Run csaudit; every way out of the process leads through here."""
    # A tenth of a short run went into looking for circles among what imports have just made.
    gc.set_threshold(100_000, 20, 20)
    _stop_on_signals()
    streams.mute_native_code()
    sys.exit(_run())


def _stop_on_signals() -> None:
    """Asked to stop, the process leaves as from anywhere else: what it had begun is removed."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def _stop(number: int, _frame: object) -> NoReturn:
    sys.exit(SIGNALLED + number)


def _run() -> int:
    try:
        from csaudit.cli.app import app

        app()
    except SystemExit as end:
        return _code(end)
    except CsauditError as error:
        streams.message("error", str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        return ExitCode.OK
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise  # a panic of polars is no Exception, and a defect all the same
        _report_defect(error)
        return ExitCode.DEFECT
    return ExitCode.OK


def _code(end: SystemExit) -> int:
    if end.code is None:
        return ExitCode.OK
    return end.code if isinstance(end.code, int) else ExitCode.USAGE


def _report_defect(error: BaseException) -> None:
    """One line; the whole story only for who asks, since it may hold text of tickets."""
    if os.environ.get("CSAUDIT_DEBUG") or {"--verbose", "-v"} & set(sys.argv[1:]):
        from traceback import format_exception

        streams.say("".join(format_exception(error)).rstrip())
    streams.message(
        "error",
        f"this is a defect in csaudit ({type(error).__name__}); please report it.\n"
        "  the details for a report:  run the same command with CSAUDIT_DEBUG=1",
    )


if __name__ == "__main__":
    main()
