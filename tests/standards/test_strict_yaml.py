from __future__ import annotations

from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from csaudit.errors import Place, StandardsError
from csaudit.standards.strict_yaml import (
    MAX_BYTES,
    MAX_DEPTH,
    Document,
    Value,
    decode,
    parse,
)

LOADERS = pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader])


def value(text: str) -> Value:
    document = parse(text, "f.yaml")
    assert document.problems == ()
    return document.value


def refused(text: str, loader: type[yaml.SafeLoader | yaml.CSafeLoader]) -> str:
    with pytest.raises(StandardsError) as caught:
        parse(text, "f.yaml", loader)
    return str(caught.value)


def remarks(text: str) -> list[str]:
    return [str(problem) for problem in parse(text, "f.yaml").problems]


# ---- what values are ----


@pytest.mark.parametrize(
    "text",
    [
        "18:00",
        "24:00",
        "1:30",
        "no",
        "No",
        "yes",
        "on",
        "off",
        "y",
        "True",
        "FALSE",
        "NULL",
        "010",
        "0x1f",
        "0o17",
        "1e3",
        "1_000",
        "+5",
        ".5",
        "5.",
        ".inf",
        ".nan",
        "2026-01-01",
        "2026-01-01T10:00:00Z",
        "=",
        "9" * 400,
    ],
)
@LOADERS
def test_what_other_loaders_guess_at_stays_text(
    text: str, loader: type[yaml.SafeLoader | yaml.CSafeLoader]
) -> None:
    assert parse(f"a: {text}", "f.yaml", loader).value == {"a": text}


def test_only_true_false_and_plain_numbers_are_more_than_text() -> None:
    assert value("a: [true, false, 24, -3, 0, 3.50, -0.5, '24', \"true\"]") == {
        "a": [True, False, 24, -3, 0, Decimal("3.50"), Decimal("-0.5"), "24", "true"]
    }


def test_decimals_keep_their_digits() -> None:
    assert str(parse("a: 3.50", "f.yaml").value) == "{'a': Decimal('3.50')}"


def test_keys_are_text_as_they_are_written() -> None:
    assert value("{no: 1, 010: 2, 18:00: 3, 1.0: 4}") == {"no": 1, "010": 2, "18:00": 3, "1.0": 4}


def test_blocks_of_text_and_comments_are_read() -> None:
    assert value("# hello\na: |\n  x\n  y\nb: >\n  x\n  y\n") == {"a": "x\ny\n", "b": "x y\n"}


def test_an_empty_section_at_the_top_is_none() -> None:
    assert value("a:\nb: 1") == {"a": None, "b": 1}


def test_an_empty_file_is_none() -> None:
    assert value("") is None
    assert value("# nothing but a remark\n") is None


# ---- places ----


def places(text: str) -> Document:
    return parse(text, "f.yaml")


@LOADERS
def test_every_key_and_value_has_its_place(
    loader: type[yaml.SafeLoader | yaml.CSafeLoader],
) -> None:
    document = parse("a: 1\nbé:\n  - x\n  - {c: ü, d: [y]}\n", "f.yaml", loader)
    assert document.values == {
        (): Place(1, 1),
        ("a",): Place(1, 4),
        ("bé",): Place(3, 3),
        ("bé", 0): Place(3, 5),
        ("bé", 1): Place(4, 5),
        ("bé", 1, "c"): Place(4, 9),
        ("bé", 1, "d"): Place(4, 15),
        ("bé", 1, "d", 0): Place(4, 16),
    }
    assert document.keys == {
        ("a",): Place(1, 1),
        ("bé",): Place(2, 1),
        ("bé", 1, "c"): Place(4, 6),
        ("bé", 1, "d"): Place(4, 12),
    }


def test_a_place_that_is_not_there_is_that_of_what_surrounds_it() -> None:
    document = places("a:\n  b: 1\n")
    assert document.place(("a", "b", "c")) == Place(2, 6)
    assert document.place(("a", "x")) == Place(2, 3)
    assert document.key_place(("a",)) == Place(1, 1)
    assert document.key_place(("nothing",)) == Place(1, 1)


# ---- what is refused, but leaves the rest readable ----


def test_a_repeated_key_names_both_places_and_the_first_one_counts() -> None:
    document = parse("a: 1\nb: {c: 1, c: 2}\na: 3\n", "f.yaml")
    assert [str(problem) for problem in document.problems] == [
        "f.yaml:2:11: c stands twice; the first is at 2:5.",
        "f.yaml:3:1: a stands twice; the first is at 1:1.",
    ]
    assert document.value == {"a": 1, "b": {"c": 1}}


def test_anchors_aliases_tags_and_merge_keys_are_refused() -> None:
    text = "a: &x {b: 1}\nc: *x\nd: !!str 1\n<<: {e: 1}\nf: [*x, !t u]\n*x : 1\n"
    assert [line.split(". ")[0] for line in remarks(text)] == [
        "f.yaml:1:4: anchors (&name) are not supported",
        "f.yaml:2:4: aliases (*name) are not supported",
        "f.yaml:3:4: tags (!name) are not supported",
        "f.yaml:4:1: merge keys (<<) are not supported: repeat the lines.",
        "f.yaml:5:5: aliases (*name) are not supported",
        "f.yaml:5:9: tags (!name) are not supported",
        "f.yaml:6:1: aliases (*name) are not supported",
    ]


def test_a_second_document_is_refused() -> None:
    assert remarks("a: 1\n---\nb: 2\n") == [
        "f.yaml:2:1: a second YAML document begins here: delete the line ---."
    ]


def test_a_key_that_is_no_text_is_refused() -> None:
    assert remarks("? [a, b]\n: c\n") == ["f.yaml:1:3: a key must be text."]


def test_a_value_that_is_missing_is_refused_below_the_top() -> None:
    document = parse("a:\n  b:\n  c: ~\n  d: [x, null]\n", "f.yaml")
    assert [str(problem) for problem in document.problems] == [
        "f.yaml:2:3: b: has no value.",
        "f.yaml:3:3: c: has no value.",
        "f.yaml:4:10: an item of this list is empty.",
    ]
    assert document.value == {"a": {"d": ["x"]}}


# ---- what ends the reading ----

SYNTAX = [
    ("a:\n\tb: 1", "2:1: a tab stands here; YAML is indented with spaces.\n  write:  b: 1"),
    ("\ta: 1", "1:1: a tab stands here; YAML is indented with spaces.\n  write:  a: 1"),
    (
        "target: >= 95%",
        (
            "1:9: > and | begin a block of text; in quotes they are themselves.\n"
            '  write:  target: ">= 95%"'
        ),
    ),
    (
        "a:\n  - warn: > 3 # early\n",
        (
            "2:11: > and | begin a block of text; in quotes they are themselves.\n"
            '  write:  warn: "> 3"'
        ),
    ),
    ("a: %x", '1:4: text that begins like this must stand in quotes.\n  write:  a: "%x"'),
    ("a: @x", '1:4: text that begins like this must stand in quotes.\n  write:  a: "@x"'),
    (
        "a: * b",
        (
            "1:5: * and & are special here: text that begins like this must stand in quotes.\n"
            '  write:  a: "* b"'
        ),
    ),
    ("a: 'x\nb: 2\n", "1:4: the quote that opens here is never closed."),
    (
        "where: 'a' = b\nc: d",
        "1:12: text goes on after the closing quote: put all of it in quotes.",
    ),
    ("a: b: c", "1:5: a second colon, or a line that is indented too far."),
    ("a: 1\n  b: 2", "2:4: a second colon, or a line that is indented too far."),
    ("a: - b", "1:4: a list (- item) begins on a line of its own."),
    ("a: 1\nbc\nd: 2", "2:1: this line has no colon (key: value)."),
    (
        "a:\n  b: 1\n c: 2",
        "3:2: this line does not fit the lines above: look at its indentation and its colon.",
    ),
    (
        "a: [1, 2\nb: 3",
        "1:4: in the list that opens here a comma or the ] is missing, or a text needs quotes.",
    ),
    (
        "a: {x: 1\nb: 3",
        "1:4: in the mapping that opens here a comma or the } is missing, or a text needs quotes.",
    ),
    ("a: ]", "1:4: a value is missing here, or must stand in quotes."),
    ("a: 1\n...\nb: 2", "3:1: this line cannot stand here."),
]


@pytest.mark.parametrize(("text", "expected"), SYNTAX)
@LOADERS
def test_a_syntax_error_is_one_plain_sentence(
    text: str, expected: str, loader: type[yaml.SafeLoader | yaml.CSafeLoader]
) -> None:
    assert refused(text, loader) == f"f.yaml:{expected}"


def test_a_backslash_in_double_quotes_is_explained() -> None:
    assert refused('a: "x\\q"', yaml.CSafeLoader) == (
        "f.yaml:1:6: in double quotes a \\ is written twice: \\\\."
    )


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "- " * 100_000, "{a: " * 100_000, "{ " * 300, "? { " * 300]
)
@LOADERS
def test_deep_nesting_is_a_message_and_no_crash(
    text: str, loader: type[yaml.SafeLoader | yaml.CSafeLoader]
) -> None:
    message = refused(text, loader)
    assert message.endswith(f"the file is nested more than {MAX_DEPTH} levels deep here.")
    assert message == refused(text, yaml.SafeLoader)


def test_the_deepest_allowed_nesting_is_read() -> None:
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f.yaml").problems == ()


def test_a_large_file_is_refused() -> None:
    text = "a: " + "x" * MAX_BYTES
    assert "larger than 1,000,000 bytes" in refused(text, yaml.CSafeLoader)
    with pytest.raises(StandardsError, match=r"f\.yaml:1:1: the file is larger than 1,000,000"):
        decode(text.encode(), "f.yaml")


def test_a_file_of_very_many_lines_is_refused() -> None:
    assert "more than 20,000 lines" in refused("\n" * 40_001, yaml.CSafeLoader)


@pytest.mark.parametrize("character", ["\x07", "\x00", "\x1b", "\u2028", "\ufeff", "\x85"])
def test_an_invisible_character_is_named_with_its_place(character: str) -> None:
    assert refused(f"a: 1\nb: x{character}y", yaml.CSafeLoader) == (
        f"f.yaml:2:5: an invisible character (U+{ord(character):04X}) stands here: delete it."
    )


# ---- bytes ----


def test_a_byte_order_mark_at_the_start_is_nothing() -> None:
    assert value(decode(b"\xef\xbb\xbfa: 1", "f.yaml")) == {"a": 1}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a: 1\nb: caf\xe9", "f.yaml:2:7: the file is not UTF-8 text: save it as UTF-8."),
        ("a: 1".encode("utf-16"), "f.yaml:1:1: the file is UTF-16 text: save it as UTF-8."),
        (b"PK\x03\x04\x00\xff", "f.yaml:1:6: the file is binary, not text."),
    ],
)
def test_bytes_that_are_no_utf8_are_explained(data: bytes, expected: str) -> None:
    with pytest.raises(StandardsError) as caught:
        decode(data, "f.yaml")
    assert str(caught.value) == expected


def test_windows_line_ends_count_as_one() -> None:
    assert parse("a: 1\r\nb: 2\r\n", "f.yaml").values["b",] == Place(2, 4)


@given(st.text(alphabet=" \n:-[]{}'\"#&*!|>%@`,?ab1.\t~", max_size=60))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        document = parse(text, "f.yaml")
    except StandardsError as error:
        found = error.problems
        assert found
    else:
        found = document.problems
    lines = text.count("\n") + 1
    assert all(1 <= problem.place.line <= lines + 1 for problem in found)
