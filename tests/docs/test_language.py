# SPDX-License-Identifier: Apache-2.0
"""The project's English: words and names that are not used, docstrings, commit subjects."""

import shutil
import subprocess
from pathlib import Path

import language_lint
import pytest
from language_lint import Found

ROOT = Path(__file__).parents[2]
MOST_EXCEPTIONS = 28
"""Names that are stored or published; see `language_exceptions.yaml`."""
LONGEST_SUBJECT = 72
"""Characters: longer ones are cut by the tools that show a history."""
SUBJECTS_COUNT_FROM = "2026-11-29"
"""Earlier ones are as they are: a history is not rewritten."""


def test_the_lint_passes_over_everything():
    """`python tests/docs/language_lint.py` prints what is found."""
    assert language_lint.found() == {}


def test_every_exception_is_still_needed_and_none_is_added():
    """A name that only code reads is renamed; another exception is weighed against its reason."""
    known = language_lint.exceptions()
    unused = {
        path: set(names) - set(language_lint.look(ROOT / path).names)
        for path, names in known.items()
    }
    assert {path: names for path, names in unused.items() if names} == {}
    assert sum(map(len, known.values())) <= MOST_EXCEPTIONS


def test_a_function_s_docstring_begins_with_a_verb():
    """A property is a value: a noun phrase names it."""
    module = (
        'def one():\n    """The names that it has."""\n\n\n'
        'def two():\n    """Return the names."""\n\n\n'
        '@property\ndef three(self):\n    """The names."""\n\n\n'
        'async def four():\n    """Refuses it."""\n'
    )
    assert list(language_lint.without_imperative(module)) == [
        "The names that it has.",
        "Refuses it.",
    ]


def test_each_kind_is_found_where_people_read_it(tmp_path):
    module = tmp_path / "module.py"
    module.write_text(
        '"""What a matter is."""\n\nTOLD_BEFORE = "road"  # it stands here\n\n\n'
        'def matter_of(told):\n    """Whether it holds, `told` aside."""\n    return f"a room {told} there"\n'
        "def test_a_stand_in_is_told(self):\n    self.told_at = 1\n"
    )
    assert language_lint.look(module) == Found(
        ["matter", "stands", "room"],
        ["TOLD_BEFORE", "matter_of", "test_a_stand_in_is_told", "told", "told_at"],
        ["What a matter is.", "Whether it holds, `told` aside."],
    )
    page = tmp_path / "page.html"
    page.write_text(
        '<p class="matter{% if a > 1 %} told{% endif %}">{% translate "Stand by" %} {{ told }}'
        '{% url "matter" %}{% if a == "b" or stands == "c" %}{% endif %}</p>'
    )
    assert language_lint.look(page) == Found(["Stand"], [], [])
    script = tmp_path / "page.js"
    script.write_text('// It stands here.\nconst told = "https://told";\n')
    assert language_lint.look(script) == Found(["stands"], [], [])
    style = tmp_path / "page.css"
    style.write_text("/* It stands here. */\n.told { color: red; }\n")
    assert language_lint.look(style) == Found(["stands"], [], [])
    data = tmp_path / "rows.yaml"
    data.write_text(
        "# It stands here.\nmatter: [told]\nrule: the State is told\nname: in Criminal Matters\n"
    )
    assert language_lint.look(data) == Found(["stands", "told"], [], [])
    schema = tmp_path / "schema.json"
    schema.write_text('{"matter": "room", "description": "a room of its own"}')
    assert language_lint.look(schema) == Found(["room"], [], [])
    layout = tmp_path / "page.typ"
    layout.write_text("// A line that stands.\n#let told(word) = word\n")
    assert language_lint.look(layout) == Found(["stands"], ["told"], [])
    document = tmp_path / "page.md"
    document.write_text("It stands.\n\n    rogatory matter show\n\n`told` [books](books.md)\n")
    assert language_lint.look(document) == Found(["stands", "books"], [], [])


def test_subjects_of_commits_are_short():
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("no history here")
    log = ["git", "log", f"--since={SUBJECTS_COUNT_FROM}", "--no-merges", "--format=%s"]
    subjects = subprocess.run(log, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [one for one in subjects.splitlines() if len(one) > LONGEST_SUBJECT] == []
