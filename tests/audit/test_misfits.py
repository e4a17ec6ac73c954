"""An expression whose types are right can still fail on the records: it is named, and no defect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import csaudit
from csaudit.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

ODD = "null <> (2.5 < case when created_weekday is not null then 1 else '[' end)"


@pytest.mark.parametrize("key", ["where", "success"])
def test_the_standard_and_the_expression_are_named(tmp_path: Path, key: str) -> None:
    export = tmp_path / "tickets.csv"
    export.write_text("id,created_at\n" + "".join(f"{n},2026-10-01T09:00Z\n" for n in range(3)))
    share = {"id": "a", "statement": "s", "metric": "share", "target": ">= 1%"}
    standard = {**share, "success": "id = '1'"} | {key: ODD}
    fine = {**share, "id": "fine", "success": "id = '1'"}
    with pytest.raises(DataError, match=r"a: the expression .* cannot be worked out") as told:
        csaudit.check(export, standards={"version": 1, "standards": [fine, standard]})
    assert ODD in str(told.value)
