"""Where a report goes: stdout by `-f`, files by `-o`, a last word on stderr."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from csaudit import streams
from csaudit.errors import UsageError, did_you_mean
from csaudit.reports import Format, Look, format_of_suffix

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from csaudit.audit.report import Report
    from csaudit.cli.options import Reported

Content = TypeVar("Content")

_WORKBOOKS: Final = frozenset({".xlsx", ".xls", ".ods", ".numbers"})


@dataclass(frozen=True)
class Outputs(Generic[Content]):
    """What to write where, settled before anything is audited."""

    stdout: Format[Content] | None
    files: Mapping[Path, Format[Content]]
    options: Reported
    silent: bool = False

    @property
    def shows_progress(self) -> bool:
        """Whether somebody wants to know what takes so long."""
        return not (self.options.quiet or self.options.no_progress)

    @property
    def formats(self) -> frozenset[str]:
        """The names of the formats that are written anywhere."""
        written = (self.stdout, *self.files.values())
        return frozenset(one.name for one in written if one is not None)

    def silenced(self) -> Outputs[Content]:
        """The files only: neither stdout nor a last word."""
        return Outputs(None, self.files, replace(self.options, quiet=True), silent=True)

    @property
    def tells_people(self) -> bool:
        """Whether stdout is for people, who read a summary there."""
        return self.stdout is not None and not self.stdout.for_machines


def plan(
    options: Reported,
    read: Iterable[Path],
    known: Mapping[str, Format[Content]],
    usual: str = "table",
) -> Outputs[Content]:
    """Settle every output; without a word `usual` goes to stdout.

    Raises `UsageError` for an unknown format or suffix, for two reports in one file, and for a
    report onto one of the files that are `read`.
    """
    files: dict[Path, Format[Content]] = {}
    for written in options.output or ():
        path, format_ = _file(written, known)
        if path in files:
            raise UsageError(f"-o {path} is given twice; a file holds one report.")
        files[path] = format_
    streams.refuse_overwriting(files, read)
    if options.format is not None:
        return Outputs(_named(options.format, known), files, options)
    return Outputs(None if options.quiet else known[usual], files, options)


def _file(written: str, known: Mapping[str, Format[Content]]) -> tuple[Path, Format[Content]]:
    name, sign, path = written.partition("=")
    if "-" in {written, path}:
        raise UsageError(
            f"-o {written}: -o writes files; what goes to stdout is --format.",
            f"write:  -f {name if sign and name in known else 'json'}",
        )
    if sign and name in known:
        return Path(path), known[name]
    found = format_of_suffix(Path(written).suffix, known)
    if found is None or (sign and name.isidentifier() and not Path(name).suffix):
        raise _no_format(written, path if sign else written, known)
    return Path(written), found


def _no_format(written: str, path: str, known: Mapping[str, Format[Content]]) -> UsageError:
    """The error for a file of which nothing says what to write into it."""
    suffixes = ", ".join(suffix for format_ in known.values() for suffix in format_.suffixes)
    stem, suffix = Path(path).with_suffix("").name, Path(path).suffix.lower()
    meant = next((one for one in known.values() if one.name == path.casefold()), None)
    if meant is not None:  # a format and no file
        line = f"-o {meant.name}=report{meant.suffixes[0] if meant.suffixes else '.txt'}"
    elif suffix in _WORKBOOKS:
        line = f"-o {stem}{'.xlsx' if 'xlsx' in known else '.csv'}"
    elif suffix == ".pdf" and "html" in known:
        line = f"-o {stem}.html    (and print that as a PDF)"
    else:
        line = f"-o json={path}"
    return UsageError(
        f"-o {written}: the suffix names no format (known: {suffixes}).", f"write:  {line}"
    )


def _named(name: str, known: Mapping[str, Format[Content]]) -> Format[Content]:
    if name not in known:
        raise UsageError(
            f"--format {name}: there is no such format{did_you_mean(name, known)}.",
            f"choose one of  {', '.join(known)}",
        )
    if known[name].only_files:
        suffix = known[name].suffixes[0]
        raise UsageError(f"{name} is no text.", f"write it to a file:  -o report{suffix}")
    return known[name]


def write(
    content: Content, outputs: Outputs[Content], next_step: tuple[str, str] | None = None
) -> None:
    """Write the files, then stdout."""
    options = outputs.options
    bom = getattr(options, "bom", False)
    on_paper = Look(
        width=streams.width(None),
        colour=options.color == "always",
        verbose=options.verbose,
        bom=bom,
    )
    streams.write_files(
        {path: format_.render(content, on_paper) for path, format_ in outputs.files.items()}
    )
    if outputs.stdout is not None:
        look = Look(
            width=streams.width(sys.stdout),
            colour=streams.coloured(sys.stdout, options.color),
            encoding=streams.encoding(sys.stdout),
            verbose=options.verbose,
            next_step=next_step,
            bom=bom,
        )
        text = outputs.stdout.render(content, look)
        streams.write_report(text, utf8=outputs.stdout.for_machines)


def write_failure(text: str, outputs: Outputs[Report]) -> None:
    """What could not be audited, where a file in JSON was asked for; stdout and others stay."""
    files = {path: text for path, format_ in outputs.files.items() if format_.name == "json"}
    if files:
        streams.write_files(files)


def hand_over(
    report: Report, outputs: Outputs[Report], next_step: tuple[str, str] | None = None
) -> None:
    """Write an audit's report; if nobody else says it, the summary goes to stderr."""
    write(report, outputs, next_step)
    _step_summary(report, outputs)
    if not outputs.tells_people and not outputs.silent:
        _last_word(report, quiet=outputs.options.quiet)


def _step_summary(report: Report, outputs: Outputs[Report]) -> None:
    """On GitHub, the page that shows a step's annotations has its summary, too."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path is None or outputs.stdout is None or outputs.stdout.name != "github":
        return
    from csaudit.reports.markdown import render

    streams.append(Path(path), render(report))


def _last_word(report: Report, *, quiet: bool) -> None:
    from csaudit.reports.summary import summary_line

    if report.gate.exit_code or not quiet:
        streams.say(summary_line(report))
