"""Whatever is done to a good file, it is read or refused with sentences, never anything else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from csaudit.errors import StandardsError
from tests.standards.writing import CONTRACT, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.errors import Problem

LINES = CONTRACT.split("\n")
VALUES = """\
24 4h true ~ [] {} [a,b] {a:b} 'x' -1 3.5 95% ">=95%" always [[a]] {by:a} *a &a !x "\\e[31m" \
2026-01-01 '<mapping>' {'<mapping>':1} 1e9 '' {1:2} [~] >x [{from:2026-01-01}] {limit:4h}""".split()
JARGON = re.compile(r"pydantic|Input should|value_error|<class|Traceback|\bstr\b|\bdict\b|\bNone\b")

ANY_LINE = st.integers(0, len(LINES) - 1)
EDITS = st.one_of(
    st.tuples(st.just("value"), ANY_LINE, st.sampled_from(VALUES)),
    st.tuples(st.sampled_from(["delete", "repeat"]), ANY_LINE, st.just("")),
    st.tuples(st.just("indent"), ANY_LINE, st.sampled_from([" ", "  ", "\t"])),
    st.tuples(st.just("append"), ANY_LINE, st.text(max_size=3)),
)


def edited(how: str, line: str, what: str) -> list[str]:
    match how:
        case "value":
            return [f"{line.split(':', maxsplit=1)[0]}: {what}"]
        case "delete":
            return []
        case "repeat":
            return [line, line]
        case "indent":
            return [what + line]
    return [line + what]


@settings(max_examples=300, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=4))
def test_an_edited_file_is_read_or_refused_in_sentences(
    changes: list[tuple[str, int, str]],
) -> None:
    lines = [[line] for line in LINES]
    for how, index, what in changes:
        lines[index] = [new for line in lines[index] for new in edited(how, line, what)]
    text = "\n".join(line for block in lines for line in block)
    for problem in problems_in(text):
        assert problem.what.endswith((".", ")"))
        assert problem.what.isprintable()
        assert not JARGON.search(problem.what)
        assert 1 <= problem.place.line <= text.count("\n") + 2


def problems_in(text: str) -> Sequence[Problem]:
    try:
        read(text)
    except StandardsError as error:
        return error.problems
    return ()
