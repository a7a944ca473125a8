# SPDX-License-Identifier: Apache-2.0
"""No test fails because the machine has other work: what must happen is waited for long, and nothing is timed at import."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
FILES = sorted(path for path in TESTS.rglob("*.py") if "node_modules" not in path.parts)

WAITS = {"acquire", "communicate", "join", "settimeout", "wait"}
"""Calls whose first argument may be how many seconds they wait."""

SILENCE = 1
"""Seconds: who waits no longer than this waits for nothing to happen, or looks again in a loop."""

LONG = 60
"""Seconds: what takes this long on a loaded machine hangs. `casts/steady/patience.py` has the usual number."""


def seconds(node):
    """The seconds that a call waits for something, if it says them as a number."""
    named = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    given = [*node.args[:1]] if named in WAITS else []
    given += [one.value for one in node.keywords if one.arg == "timeout"]
    for one in given:
        if isinstance(one, ast.Constant) and type(one.value) in {int, float}:
            yield one.value


def until(node):
    """The seconds that are added to the monotonic clock."""
    added = isinstance(node.op, ast.Add) and isinstance(node.right, ast.Constant)
    if added and "monotonic()" in ast.unparse(node.left):
        yield node.right.value


MAY_WAIT = re.compile(rf"\b({'|'.join(sorted(WAITS))}|timeout|monotonic)\b")
"""Words of which every file with a wait has one: most files have none, and are not parsed."""


def waits(text):
    if not MAY_WAIT.search(text):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield from ((node.lineno, found) for found in seconds(node))
        if isinstance(node, ast.BinOp):
            yield from ((node.lineno, found) for found in until(node))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TESTS)))
def test_what_must_happen_is_waited_for_long(path):
    hasty = [
        f"line {line}: {found} seconds"
        for line, found in waits(path.read_text())
        if SILENCE < found < LONG
    ]
    assert hasty == [], "wait for `patience.PATIENCE`"


CLOCKS = {"datetime.now", "datetime.utcnow", "time.time", "time.monotonic", "date.today"}
"""Clocks: a value taken from them at import is old by the time the last test uses it, and older
than what others made."""


MAY_ASK = re.compile(r"\b(now|utcnow|today|monotonic|time\.time)\b")
"""Words of which every file that asks a clock has one."""


def taken_at_import(text):
    """Lines that ask a clock while the module is imported."""
    if not MAY_ASK.search(text):
        return []
    found, left = [], list(ast.parse(text).body)
    while left:
        node = left.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            left += node.decorator_list if not isinstance(node, ast.Lambda) else []
            continue
        if isinstance(node, ast.If) and "__main__" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS:
            found.append(node.lineno)
        left += ast.iter_child_nodes(node)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TESTS)))
def test_no_time_is_taken_at_import(path):
    assert taken_at_import(path.read_text()) == []
