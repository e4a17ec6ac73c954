"""`csaudit lint`, as it is read on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.running import Csaudit

ONE = "  - {id: s%d, metric: share, success: spam, target: 5%%, review_by: 2999-01-01}\n"


def test_a_remark_on_many_standards_is_told_once(csaudit: Csaudit) -> None:
    written = "version: 1\nstandards:\n" + "".join(ONE % number for number in range(5))
    (csaudit.folder / "many.yaml").write_text(written)
    told = csaudit("lint", "-s", "many.yaml").out.splitlines()
    (at,) = [number for number, line in enumerate(told) if "nobody answers for it" in line]
    assert told[at].startswith("many.yaml:3:10: of 5 standards: ")
    assert told[at + 2] == "  they are:  s0, s1, s2, s3, s4"


def test_a_remark_on_few_standards_names_each(csaudit: Csaudit) -> None:
    written = "version: 1\nstandards:\n" + "".join(ONE % number for number in range(2))
    (csaudit.folder / "few.yaml").write_text(written)
    told = csaudit("lint", "-s", "few.yaml").out
    assert "few.yaml:3:10: s0: nobody answers for it." in told
    assert "few.yaml:4:10: s1: nobody answers for it." in told
