"""Every value of a TOML file is known by its line."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.organisation.toml_lines import Way, lines_of

EXAMPLE = Path(__file__).parents[2] / "deploy" / "organisation"

TEXT = '''# a comment = "not a key"
title = "a # that is no comment"
"quoted key" = 'its' # comment
dotted . key."with.dot" = 1

many = [ # begins
  "first", # of two ]
  "second",
]
paragraph = """
[not.a.table]
key = "no" \\""" still
""""
literal = \'\'\'
[[neither]]
\'\'\'
after = 2026-01-01 # a date

[table.below]
inline = { one = 1, two = { three = [ { four = 4 } ] } }

[[list]]
id = "a"
  [[list.inner]]
  id = "a1"
[list.extra]
x = true
[[list]]
id = "b"
'''


def ways(value: object, way: Way = ()) -> Iterator[Way]:
    if way:
        yield way
    if isinstance(value, dict):
        for key, part in value.items():
            yield from ways(part, (*way, key))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from ways(part, (*way, place))


@pytest.mark.parametrize(
    ("way", "words"),
    [
        (("title",), "title ="),
        (("quoted key",), '"quoted key"'),
        (("dotted", "key", "with.dot"), "dotted . key"),
        (("many",), "many ="),
        (("many", 1), '"second"'),
        (("paragraph",), "paragraph ="),
        (("after",), "after ="),
        (("table", "below"), "[table.below]"),
        (("table", "below", "inline", "two", "three", 0, "four"), "inline ="),
        (("list", 0, "id"), 'id = "a"'),
        (("list", 0, "inner", 0, "id"), 'id = "a1"'),
        (("list", 0, "extra", "x"), "x = true"),
        (("list", 1, "id"), 'id = "b"'),
    ],
)
def test_keys_tables_and_elements_have_the_line_they_stand_on(way: Way, words: str) -> None:
    line = lines_of(TEXT)[way]
    assert words in TEXT.splitlines()[line - 1]


def test_windows_line_endings_give_the_same_lines() -> None:
    assert lines_of(TEXT.replace("\n", "\r\n")) == lines_of(TEXT)


def test_every_value_of_the_example_organisation_has_a_line() -> None:
    files = sorted(EXAMPLE.rglob("*.toml"))
    assert len(files) > 6
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert set(lines_of(text)) == set(ways(tomllib.loads(text)))


STRINGS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
BARE_KEYS = st.text("abcXYZ019_-", min_size=1, max_size=6)


@st.composite
def strings(draw: st.DrawFn) -> str:
    text = draw(STRINGS)
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    plain = text.replace("'", "")
    return draw(
        st.sampled_from(
            [f'"{escaped}"', f"'{plain}'", f'"""\n{escaped}\n"""', f"'''{plain}\n#[x]\n'''"]
        )
    )


@st.composite
def documents(draw: st.DrawFn) -> str:
    values = st.recursive(
        strings() | st.sampled_from(["1", "-2.5", "true", "2026-01-01 10:00:00", "0x1F"]),
        lambda inner: (
            st.lists(inner, max_size=3).map(lambda v: "[\n  # ]\n  " + ",\n ".join(v) + "\n]")
            | st.dictionaries(BARE_KEYS, inner.filter(lambda v: "\n" not in v), max_size=2).map(
                lambda v: "{ " + ", ".join(f"{key} = {part}" for key, part in v.items()) + " }"
            )
        ),
        max_leaves=5,
    )
    lines = []
    for number in range(draw(st.integers(0, 5))):
        key = f"key{number}" + draw(st.sampled_from(["", ".sub", ' . "quoted #"', ".'it.s'"]))
        header = draw(st.sampled_from(["", f"[table{number}]", "[[tables]]", "[[tables]] # x"]))
        lines += [header, f"  {key} = {draw(values)} # comment ] \" '", ""]
    return "\n".join(lines)


@given(documents())
def test_the_index_has_exactly_the_values_that_the_parser_finds(text: str) -> None:
    parsed: dict[str, Any] = tomllib.loads(text)
    lines = lines_of(text)

    assert set(lines) == set(ways(parsed))
    for way, line in lines.items():
        if isinstance(way[-1], str) and way[-1].isalnum():
            assert way[-1] in text.split("\n")[line - 1]
