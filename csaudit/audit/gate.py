"""The gate: what the exit code follows from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.audit.report import Gate, TrippedBy
from csaudit.exit_codes import ExitCode
from csaudit.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.audit.options import Options
    from csaudit.audit.report import Result
    from csaudit.standards import Standard, StandardsFile


def gate(results: Sequence[Result], file: StandardsFile, options: Options) -> Gate:
    """Which standards made the gate trip; groups and periods never do."""
    tripped_by = []
    for result in results:
        standard = file.standard(result.id)
        if result.gates and standard is not None and _trips(result, standard, file, options):
            tripped_by.append(
                TrippedBy(
                    id=result.id, group=result.group, outcome=result.outcome, reason=result.reason
                )
            )
    return Gate(
        fail_on=options.fail_on,
        tripped=bool(tripped_by),
        exit_code=int(ExitCode.GATE if tripped_by else ExitCode.OK),
        tripped_by=tuple(tripped_by),
    )


def _trips(result: Result, standard: Standard, file: StandardsFile, options: Options) -> bool:
    if result.outcome is Outcome.FAIL:
        return standard.mandatory or options.fail_on in {"fail", "warn"}
    if result.outcome is Outcome.WARN:
        return options.fail_on == "warn"
    if result.outcome is not Outcome.NO_DATA or standard.is_information:
        return False
    policy = options.no_data or standard.on_no_data or file.on_no_data_default
    return {"fail": options.fail_on in {"fail", "warn"}, "warn": options.fail_on == "warn"}.get(
        policy, False
    )
