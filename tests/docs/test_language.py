# SPDX-License-Identifier: Apache-2.0
"""The project's English: words and names not used, docstrings, commit subjects; what is left only shrinks."""

import shutil
import subprocess
from pathlib import Path

import language_lint
import pytest
from language_lint import Counts, Found

ROOT = Path(__file__).parents[2]
LONGEST_SUBJECT = 72
"""Characters: longer ones are cut by the tools that show a history."""
SUBJECTS_COUNT_FROM = "2026-11-29"
"""Earlier ones are as they are: a history is not rewritten."""


@pytest.fixture(scope="module")
def counted():
    return language_lint.counted()


@pytest.mark.parametrize("kind", Counts._fields)
def test_what_the_project_does_not_use_only_becomes_less(counted, kind):
    """A file may have more than before only if it came from another, so that the tree has not more."""
    known = language_lint.baseline()
    more = {
        path: getattr(counts, kind)
        for path, counts in counted.items()
        if getattr(counts, kind) > getattr(known.get(path, Counts()), kind)
    }
    total, allowed = (sum(getattr(one, kind) for one in each.values()) for each in (counted, known))
    assert total <= allowed, (
        f"{total} {kind} that are not used, at most {allowed} are left: look at these files with "
        f"`python tests/docs/language_lint.py PATH`: {more}"
    )


def test_each_kind_is_found_where_people_read_it(tmp_path):
    module = tmp_path / "module.py"
    module.write_text(
        '"""What a matter is."""\n\nTOLD_BEFORE = "road"  # it stands here\n\n\n'
        'def matter_of(told):\n    """Whether it holds, `told` aside."""\n    return f"a room {told} there"\n'
    )
    assert language_lint.look(module) == Found(
        ["matter", "stands", "room"],
        ["TOLD_BEFORE", "matter_of", "told"],
        ["What a matter is.", "Whether it holds, `told` aside."],
    )
    page = tmp_path / "page.html"
    page.write_text(
        '<p class="matter{% if a > 1 %} told{% endif %}">{% translate "Stand by" %} {{ told }}'
        '{% url "matter" %}{% if a == "b" or stands == "c" %}{% endif %}</p>'
    )
    assert language_lint.look(page) == Found(["Stand"], [], [])
    document = tmp_path / "page.md"
    document.write_text("It stands.\n\n    rogatory matter show\n\n`told` [books](books.md)\n")
    assert language_lint.look(document) == Found(["stands", "books"], [], [])


def test_subjects_of_commits_are_short():
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("no history here")
    log = ["git", "log", f"--since={SUBJECTS_COUNT_FROM}", "--no-merges", "--format=%s"]
    subjects = subprocess.run(log, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [one for one in subjects.splitlines() if len(one) > LONGEST_SUBJECT] == []
