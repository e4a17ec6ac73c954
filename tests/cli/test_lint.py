"""`csaudit lint`, as it is read on a terminal."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from junitparser import JUnitXml

if TYPE_CHECKING:
    from pathlib import Path

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


BROKEN = "version: 1\nstandards:\n  - {id: a, metric: shar, target: 5%}\n  - {id: b, metrik: x}\n"


def test_findings_for_programs_have_codes_places_and_fixes(csaudit: Csaudit) -> None:
    (csaudit.folder / "one.yaml").write_text("version: 1\nstandards:\n" + ONE % 1)
    told = csaudit("lint", "-s", "one.yaml", "-f", "json")
    found = json.loads(told.out)
    owner = next(one for one in found["findings"] if one["code"] == "no_owner")
    assert (owner["line"], owner["column"], owner["level"]) == (3, 10, "advice")
    assert owner["fix"] == "owner: head of support"
    assert (told.code, found["errors"], found["advice"]) == (0, 0, len(found["findings"]))


def test_mistakes_for_programs_are_exit_2(csaudit: Csaudit) -> None:
    (csaudit.folder / "broken.yaml").write_text(BROKEN)
    as_json = csaudit("lint", "-s", "broken.yaml", "-f", "json")
    found = json.loads(as_json.out)
    assert as_json.code == 2
    assert found["errors"] == len(found["findings"]) > 1
    assert {one["code"] for one in found["findings"]} == {"mistake"}
    as_junit = csaudit("lint", "-s", "broken.yaml", "-f", "junit")
    suites = JUnitXml.fromstring(as_junit.out.encode())
    assert (as_junit.code, suites.failures) == (2, found["errors"])
    as_github = csaudit("lint", "-s", "broken.yaml", "-f", "github")
    first, *_ = as_github.out.splitlines()
    assert as_github.code == 2
    assert first.startswith("::error file=broken.yaml,line=3,col=")


def test_a_hostile_name_ends_no_annotation(csaudit: Csaudit) -> None:
    hostile = 'version: 1\nstandards:\n  - {id: "a\\r\\n::error::x", metric: share, target: 5%}\n'
    (csaudit.folder / "hostile.yaml").write_text(hostile)
    lines = csaudit("lint", "-s", "hostile.yaml", "-f", "github").out.splitlines()
    assert lines
    assert all(line.startswith(("::error file=", "::notice")) for line in lines)


def test_every_code_of_advice_has_a_line_in_the_docs(root: Path) -> None:
    source = (root / "csaudit" / "standards" / "advice.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'(?:remark|Advice)\("([a-z_]+)"', source))
    page = (root / "docs" / "lint.md").read_text(encoding="utf-8")
    assert len(codes) > 10
    assert not {code for code in codes if f"`{code}`" not in page}


def test_several_files_are_looked_over_at_once(csaudit: Csaudit) -> None:
    (csaudit.folder / "good.yaml").write_text("version: 1\nstandards:\n" + ONE % 1)
    (csaudit.folder / "bad.yaml").write_text(BROKEN)
    (csaudit.folder / "worse.yaml").write_text("version: 2\n")
    assert csaudit("lint", "good.yaml", "-q").code == 0
    done = csaudit("lint", "good.yaml", "bad.yaml", "worse.yaml")
    assert done.code == 2
    assert "bad.yaml:3:" in done.err
    assert "worse.yaml:1:" in done.err
    found = json.loads(csaudit("lint", "bad.yaml", "worse.yaml", "-f", "json").out)
    assert {one["path"] for one in found["findings"]} == {"bad.yaml", "worse.yaml"}
    assert csaudit("lint", "good.yaml", "-s", "bad.yaml").code == 2
