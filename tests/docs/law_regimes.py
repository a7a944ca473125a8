# SPDX-License-Identifier: Apache-2.0
"""Every line of every instrument that the program ships, for docs/law.md.

A line is what `lines_of_law` gives: one statement with one certainty. Lines of one row with the same
article and certainty are one row of the table, with the kinds of request that they are about.
"""

from collections import Counter, defaultdict
from functools import cache

from law_cases import cases_of, listed

from rogatory.treaty.law import packaged_law
from rogatory.treaty.rows import CERTAINTIES
from rogatory.treaty.verification.lines import LawLine, lines_of_law

HEAD = """
## Every line of every instrument

What the packaged law states of each instrument, line by line: where each line is found, for which kinds of request,
and how certain we are of it. `rogatory treaty sheet` writes the lines that are not *seen* into a lawyer's sheet, except
good practice that is in no article: no text can confirm it (decision 105). *Case* names the
exercises that are about the article, and those that play the line: in which an officer sends what it is about. Generated from `src/rogatory/treaty/data` by `just codes`. A treaty that a
ministry loads from a file, and corrections of its lawyers, are on its node alone.
"""
COLUMNS = "| section | line | article | states | certainty | for | case |\n| --- | --- | --- | --- | --- | --- | --- |\n"


@cache
def law():
    """The law of real States: that of exercises differs in its invented parties and treaty alone."""
    return packaged_law("world")


@cache
def by_instrument() -> dict[str, list[LawLine]]:
    """The lines, by the id of their instrument, in the order of the law."""
    found = defaultdict(list)
    for line in lines_of_law(law()):
        found[line.instrument].append(line)
    return dict(found)


def walk() -> str:
    """The section of docs/law.md."""
    return HEAD + "".join(_instrument(name, lines) for name, lines in by_instrument().items())


def _instrument(name: str, lines: list[LawLine]) -> str:
    known = next(one for one in law().instruments if one.id == name)
    counted = Counter(line.certainty for line in lines)
    counts = ", ".join(f"{counted[one]} {one}" for one in CERTAINTIES if counted[one])
    rows = "".join(_rows(lines))
    number = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
    return f"\n### {known.name} (`{name}`)\n\n{number}: {counts}.\n\n{COLUMNS}{rows}"


def _rows(lines: list[LawLine]):
    whole = _whole_rows(lines)
    groups = defaultdict(list)
    for line in lines:
        groups[line.section, line.key, line.article, stated(line, whole), line.certainty].append(
            line
        )
    for (section, key, article, states, certainty), found in groups.items():
        parts = ", ".join(f"`{one.part}`" for one in found if one.part)
        shown = listed(
            list(dict.fromkeys(each for one in found for each in cases_of(one, article)))
        )
        cells = [section, f"`{key}`", article, states, certainty, parts, shown]
        yield f"| {' | '.join(cell.replace('|', '\\|') for cell in cells)} |\n"


def _whole_rows(lines: list[LawLine]) -> dict[str, list[str]]:
    """Return what the row of each instrument states beside its kinds, entry by entry."""
    return {
        line.key: line.states.split("; ")
        for line in lines
        if line.section == "instruments" and line.part is None
    }


def stated(line: LawLine, whole: dict[str, list[str]]) -> str:
    """Return what a line states, without what the row of its instrument states already."""
    if line.section != "instruments" or line.part is None:
        return line.states
    known = whole.get(line.key, [])
    return "; ".join(one for one in line.states.split("; ") if one not in known)
