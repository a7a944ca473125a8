# SPDX-License-Identifier: Apache-2.0
"""The one stylesheet: tokens alone say colours, sizes and space; every side turns with the writing."""

import re
from pathlib import Path

import rogatory.console

HERE = Path(rogatory.console.__file__).parent
SHEET = re.sub(r"/\*.*?\*/", "", (HERE / "static/console/console.css").read_text(), flags=re.DOTALL)
RULES = re.sub(r":root \{.*?\}", "", SHEET, flags=re.DOTALL)
"""The sheet without its tokens."""

DECLARED = re.findall(r"([a-z-]+):\s*([^;{}]+)[;}]", RULES)


def test_no_side_is_named_by_left_or_right_so_that_every_page_mirrors():
    sides = re.compile(r"\b(left|right)\b")
    assert [one for one in DECLARED if sides.search(" ".join(one))] == []
    assert not {"width", "height", "top", "bottom"} & {name for name, _ in DECLARED}
    shorthand = [
        (name, declared)
        for name, declared in DECLARED
        if name in {"margin", "padding", "inset", "border-width", "border-radius"}
        and len(declared.split()) == 4
        and declared.split()[1] != declared.split()[3]
    ]
    assert shorthand == []


def test_a_colour_is_in_a_token_and_nowhere_else():
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgba?\([^)]*\)|hsl\(", RULES) == []


def test_a_size_of_type_is_in_a_token():
    sizes = {declared for name, declared in DECLARED if name == "font-size"}
    assert {one for one in sizes if not one.startswith("var(--t-")} == {"100%", "10.5pt"}


def test_dark_and_print_answer_every_colour_that_the_light_sheet_sets():
    light, dark, printed = (
        set(re.findall(r"(--[a-z-]+):", one))
        for one in re.findall(r":root \{(.*?)\}", SHEET, re.DOTALL)
    )
    shape = {one for one in light if re.search(rf"{one}: [^;]*(?:#|rgb)", SHEET)}
    assert shape - dark == {"--white"}
    assert shape - printed == {"--white", "--accent-ink", "--warn-line", "--bad-line"}


def test_every_token_that_a_rule_names_is_set():
    used, known = (
        set(re.findall(r"var\((--[\w-]+)\)", SHEET)),
        set(re.findall(r"(--[\w-]+):", SHEET)),
    )
    assert used - known == set()


def test_every_cell_names_its_column_for_rows_shown_as_blocks():
    """On a telephone the head of a table is not seen; the first cell heads the block."""
    rows = re.compile(r"\{% table .*?\{% endtable %\}|<tbody>.*?</tbody>", re.DOTALL)
    cells = [
        (path.name, cell)
        for path in HERE.rglob("*.html")
        for table in rows.findall(path.read_text())
        for cell in re.findall(r"<td\b[^>]*>.*?</td>", table, re.DOTALL)
    ]
    assert len(cells) > 50
    bare = [
        f"{name}: {cell[:60]}"
        for name, cell in cells
        if "data-name=" not in cell and "<form" not in cell
    ]
    assert bare == []


def test_no_script_and_no_template_sets_a_style():
    for path in HERE.rglob("*"):
        if path.suffix in {".html", ".js"}:
            assert not re.search(r"\sstyle=|\.style\b|<style|\son[a-z]+=\"", path.read_text()), path
