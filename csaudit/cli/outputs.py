"""Where a report goes: stdout by `-f`, files by `-o`, a last word on stderr."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from csaudit import streams
from csaudit.errors import UsageError, did_you_mean
from csaudit.reports import Format, Look, format_of_suffix, formats

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from csaudit.audit.report import Report
    from csaudit.cli.options import Reported


@dataclass(frozen=True)
class Outputs:
    """What to write where, settled before anything is audited."""

    stdout: Format | None
    files: Mapping[Path, Format]
    options: Reported

    @property
    def shows_progress(self) -> bool:
        """Whether somebody wants to know what takes so long."""
        return not (self.options.quiet or self.options.no_progress)


def plan(options: Reported, read: Iterable[Path]) -> Outputs:
    """Settle every output.

    Raises `UsageError` for an unknown format or suffix, for two reports in one file, and for a
    report onto one of the files that are `read`.
    """
    files: dict[Path, Format] = {}
    for written in options.output or ():
        path, format_ = _file(written)
        if path in files:
            raise UsageError(f"-o {path} is given twice; a file holds one report.")
        files[path] = format_
    streams.refuse_overwriting(files, read)
    if options.format is not None:
        return Outputs(_named(options.format), files, options)
    return Outputs(None if options.quiet else formats()["table"], files, options)


def _file(written: str) -> tuple[Path, Format]:
    name, sign, path = written.partition("=")
    if sign and name in formats():
        return Path(path), formats()[name]
    found = format_of_suffix(Path(written).suffix)
    if found is None:
        known = ", ".join(suffix for known in formats().values() for suffix in known.suffixes)
        raise UsageError(
            f"-o {written}: the suffix names no format (known: {known}).",
            f"name the format:  -o json={path or written}",
        )
    return Path(written), found


def _named(name: str) -> Format:
    if name not in formats():
        raise UsageError(
            f"--format {name}: there is no such format{did_you_mean(name, formats())}.",
            f"choose one of  {', '.join(formats())}",
        )
    return formats()[name]


def hand_over(report: Report, outputs: Outputs, next_step: tuple[str, str] | None = None) -> None:
    """Write the files, then stdout; if nobody else says it, the summary goes to stderr."""
    options = outputs.options
    on_paper = Look(
        width=streams.width(None), colour=options.color == "always", verbose=options.verbose
    )
    streams.write_files(
        {path: format_.render(report, on_paper) for path, format_ in outputs.files.items()}
    )
    if outputs.stdout is not None:
        look = Look(
            width=streams.width(sys.stdout),
            colour=streams.coloured(sys.stdout, options.color),
            encoding=streams.encoding(sys.stdout),
            verbose=options.verbose,
            next_step=next_step,
        )
        text = outputs.stdout.render(report, look)
        streams.write_report(text, utf8=outputs.stdout.for_machines)
    if outputs.stdout is None or outputs.stdout.for_machines:
        _last_word(report, quiet=options.quiet)


def _last_word(report: Report, *, quiet: bool) -> None:
    from csaudit.reports.summary import summary_line

    if report.gate.exit_code or not quiet:
        streams.say(summary_line(report))
