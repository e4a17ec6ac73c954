"""The secret that aliases are made with, out of the environment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from csaudit.errors import UsageError
from csaudit.plan.pseudonyms import Pseudonyms

if TYPE_CHECKING:
    from csaudit.audit.options import Options

SECRET: Final = "CSAUDIT_PSEUDONYM_SECRET"  # noqa: S105 - where it is, not what it is
SHORTEST: Final = 16


def pseudonyms(options: Options) -> Pseudonyms | None:
    """Whose names are not shown. Raises UsageError where there is no secret, or one to be guessed.

    It comes from the environment, so that it stands in no file, no list of processes, no report.
    """
    if not options.pseudonymise:
        return None
    secret = options.secret or os.environ.get(SECRET, "")
    if len(secret) < SHORTEST:
        what = "is not set" if not secret else f"has fewer than {SHORTEST} characters"
        raise UsageError(
            f"--pseudonymise makes aliases with a secret, and {SECRET} {what}.",
            f'keep one and set it:  export {SECRET}="$(openssl rand -hex 16)"',
        )
    return Pseudonyms(frozenset(options.pseudonymise), secret.encode())
