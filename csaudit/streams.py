"""The only writer to stdout, stderr and files.

stdout holds the report and nothing else; messages go to stderr, one plain line each; files
appear whole or not at all. A reader who has had enough (`| head`) is no error.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from glob import escape
from itertools import count
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import IO, TYPE_CHECKING, Final

from csaudit.errors import UsageError
from csaudit.harmless import harmless_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Content = str | bytes | Iterable[str]

WIDTH_WITHOUT_TERMINAL: Final = 100

_QUIET_FOR: Final = 0.3
_EVERY: Final = 0.5
"""Seconds before a progress line appears, and between its changes."""


# ---- what a stream can show ----


NATIVE: Final = 2
"""The file descriptor of stderr."""


def coloured(stream: IO[str] | None, choice: str = "auto") -> bool:
    """Whether to write colour: `--color`, NO_COLOR, FORCE_COLOR, TERM, then the stream itself."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "") not in ("", "0"):
        return True
    return os.environ.get("TERM") != "dumb" and is_terminal(stream)


def width(stream: IO[str] | None) -> int:
    """How many columns there are: COLUMNS, the terminal's own, or 100 where there is none."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return int(told)
    if stream is None or not is_terminal(stream):
        return WIDTH_WITHOUT_TERMINAL
    with suppress(OSError):
        # A terminal that does not know its width says 0.
        return os.get_terminal_size(stream.fileno()).columns or WIDTH_WITHOUT_TERMINAL
    return WIDTH_WITHOUT_TERMINAL


def encoding(stream: IO[str] | None) -> str:
    """What the stream's text is encoded in."""
    return getattr(stream, "encoding", None) or "utf-8"


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether somebody sits in front of it."""
    return stream is not None and not stream.closed and stream.isatty()


# ---- stdout and stderr ----


def write_report(text: Content, *, utf8: bool) -> None:
    """Write the report to stdout, in UTF-8 whatever stdout is, or in stdout's own encoding.

    It may come piece by piece. Raises `UsageError` if it cannot be written; a reader that has
    gone is no error.
    """
    if sys.stdout is None:
        return
    into = "utf-8" if utf8 else encoding(sys.stdout)
    try:
        sys.stdout.flush()
        for piece in _in_bytes(text, into):
            rest = memoryview(piece)
            while rest:  # without buffering (python -u) a write may take only a part
                rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _to_nowhere()
    except OSError as error:
        _to_nowhere()
        raise UsageError(f"stdout cannot be written: {error.strerror}.") from None


def write_lines(lines: Iterable[str]) -> None:
    """Write lines of plain text to stdout, in its own encoding."""
    shown = (harmless_lines(line, encoding(sys.stdout)) for line in lines)
    write_report("".join(f"{line}\n" for line in shown), utf8=False)


def mute_native_code() -> None:
    """Keep what libraries that are not Python write to stderr by themselves out of it.

    A library that panics tells so on file descriptor 2, several lines long, before anybody can
    turn it into one sentence. Python's own stderr goes on as it was.
    """
    if os.environ.get("CSAUDIT_DEBUG"):
        return
    with suppress(OSError, ValueError, AttributeError):
        stderr = sys.stderr
        if stderr.fileno() != NATIVE:
            return
        own = os.fdopen(os.dup(NATIVE), "w", encoding=stderr.encoding, errors=stderr.errors)
        own.reconfigure(line_buffering=True, write_through=True)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, NATIVE)
        os.close(nowhere)
        sys.stderr = own


def message(kind: str, text: str) -> None:
    """Write `csaudit: error: …` or `csaudit: note: …` to stderr."""
    say(f"{kind}: {text}")


def say(text: str) -> None:
    """Write `csaudit: …` to stderr; where stderr is gone there is nobody to tell."""
    line = f"csaudit: {text}"
    with suppress(OSError, ValueError, AttributeError):
        sys.stdout.flush()
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(harmless_lines(line, encoding(sys.stderr)) + "\n")
        sys.stderr.flush()


class Phases:
    """What is being done, and how many seconds each thing has taken so far.

    It is called with the name of what begins now.
    """

    def __init__(self, doing: str) -> None:
        self.started = monotonic()
        self._began: dict[str, float] = {doing: self.started}
        self.doing = doing

    def __call__(self, doing: str) -> None:
        """The last thing is over, and this one begins."""
        self._began[doing] = monotonic()
        self.doing = doing

    def seconds(self) -> dict[str, float]:
        """How long each phase took, the one that is not over up to now."""
        ends = [*list(self._began.values())[1:], monotonic()]
        return {
            name: end - began for (name, began), end in zip(self._began.items(), ends, strict=True)
        }


@contextmanager
def progress(doing: str, *, shown: bool) -> Iterator[Phases]:
    """Say on a terminal what takes so long, phase by phase, and wipe it out again."""
    phases, done = Phases(doing), Event()
    if not shown or not is_terminal(sys.stderr):
        yield phases
        return
    thread = Thread(target=_tick, args=(phases, done), daemon=True)
    thread.start()
    try:
        yield phases
    finally:
        done.set()
        thread.join()


def _tick(phases: Phases, done: Event) -> None:
    longest = 0
    while not done.wait(_EVERY if longest else _QUIET_FOR):
        doing = harmless_lines(phases.doing)
        line = f"csaudit: {doing}: {monotonic() - phases.started:.0f} s"[: width(sys.stderr) - 1]
        longest = max(longest, len(line))
        with suppress(OSError, ValueError):
            sys.stderr.write(f"\r{line:<{longest}}")
            sys.stderr.flush()
    if longest:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"\r{' ' * longest}\r")
            sys.stderr.flush()


def _to_nowhere() -> None:
    """Nobody reads stdout any more; what Python still flushes at its end must not complain."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


# ---- files ----


def refuse_overwriting(targets: Iterable[Path], sources: Iterable[Path], flag: str = "-o") -> None:
    """Raise `UsageError` if a report would be written onto a file that is read."""
    read = list(sources)
    for target in targets:
        for source in read:
            if _same(target, source):
                raise UsageError(
                    f"{flag} {target}: that file is read by this audit; a report would destroy it.",
                    "write to another file",
                )


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)


def write_files(texts: Mapping[Path, Content]) -> None:
    """Write every file, text in UTF-8, each to a temporary name beside it, then rename them all.

    A text may come piece by piece. Raises `UsageError`; whatever happens on the way, no file
    has changed that could be left as it was.
    """
    written: dict[Path, Path] = {}
    target = Path()
    try:
        for target, text in texts.items():
            if target.exists() and not target.is_file():
                _write_through(target, text)  # a device or a pipe cannot be replaced
            else:
                written[target] = _write_beside(target.resolve(), text)
        for target, temporary in written.items():
            temporary.replace(target.resolve())
    except OSError as error:
        raise UsageError(f"-o {target}: cannot be written: {error.strerror}.") from None
    except RuntimeError:  # what pathlib makes of it
        raise UsageError(f"-o {target}: its symbolic links lead in a circle.") from None
    finally:
        for temporary in written.values():  # those that have been renamed are gone
            temporary.unlink(missing_ok=True)


def append(target: Path, text: str) -> None:
    """Write a text behind what a file holds, whole or not at all. Raises `UsageError`.

    Two runs that write at once wait for each other; a line that a killed run left broken is ended.
    """
    try:
        with target.open("ab+") as stream:
            _lock(stream)
            end = stream.seek(0, os.SEEK_END)
            try:
                stream.writelines(_in_bytes(text if _ends_a_line(stream, end) else f"\n{text}"))
                stream.flush()
            except OSError:
                stream.truncate(end)
                raise
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror}.") from None


def _lock(stream: IO[bytes]) -> None:
    """Wait until nobody else writes; where the system has no such locks, nothing is waited for."""
    with suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX)


def _ends_a_line(stream: IO[bytes], end: int) -> bool:
    if end == 0:
        return True
    stream.seek(end - 1)
    return stream.read(1) == b"\n"


def _write_through(target: Path, text: Content) -> None:
    with suppress(BrokenPipeError), target.open("wb") as stream:
        stream.writelines(_in_bytes(text))


def _write_beside(target: Path, text: Content) -> Path:
    """A new file next to the target, with the rights that any new file gets."""
    _clear_leftovers(target)
    for number in count():
        temporary = target.with_name(f".{target.name}.{os.getpid()}-{number}.tmp")
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            continue
        break
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.writelines(_in_bytes(text))
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _clear_leftovers(target: Path) -> None:
    """Remove what runs that were killed have left beside a target."""
    for path in target.parent.glob(f".{escape(target.name)}.*-*.tmp"):
        process = path.name.removeprefix(f".{target.name}.").partition("-")[0]
        if process.isdecimal() and not _is_running(int(process)):
            with suppress(OSError):
                path.unlink()


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # it is somebody else's, or nobody can tell
        return True
    return True


def _in_bytes(content: Content, encoding: str = "utf-8") -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    for piece in (content,) if isinstance(content, str) else content:
        yield piece.encode(encoding, "backslashreplace")
