# SPDX-License-Identifier: Apache-2.0
"""No pattern in which a repeated part repeats something is new unseen: if it can match one text in two ways, a line of sixty
characters holds a process for ever.
"""

import ast
from re import _constants as names
from re import _parser as parser

from casts.docs.places import ROOT, SOURCE

REVIEWED = {
    r"(?=.{1,64}\Z)[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z",
    r"(?=.{1,64}\Z)[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*\Z",
    r"([a-z]{2})/([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\Z",
    r"-----BEGIN ([A-Z0-9 ]+)-----\n((?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{1,64}={0,2}\n)-----END \1-----\n",
    r"-> ([!-~]+(?: [!-~]+)*)\Z",
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\Z",
    r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\Z",
    r"[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    r"[a-z0-9]+(?:[-_][a-z0-9]+)*",
    r"[a-z]+(?:-[a-z]+)*\Z",
    r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z",
    r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*",
    r"[a-z]{2}/[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    r"[a-z]{2}/[a-z][a-z0-9]*(-[a-z0-9]+)*",
    r"\(\?P<(\w+)>((?:\[[^]]*\]|[^)])*)\)",
    r"\bcertificate form:? +([a-z0-9]+(?:-[a-z0-9]+)*)",
    r"^\[object_store\][^\n]*\n(?:(?!\[)[^\n]*\n?)*",
}
"""Patterns read by a person: each round of a repetition begins with a character that those within it do not take, or nothing follows that
could fail (`[object_store]`, whose file is the operator's own)."""

MANY = 20
"""A part that repeats more often than this counts: below, the ways are few."""


def patterns(path):
    """Yield the line and the text of each pattern that a module compiles; what is put into it counts as one character."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            text = text_of(node.args[0])
            if text is not None:
                yield node.lineno, text


def text_of(node):
    if isinstance(node, ast.Constant):
        return node.value.decode("latin-1") if isinstance(node.value, bytes) else node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            text_of(one) if isinstance(one, ast.Constant) else "x" for one in node.values
        )
    return None


def repeats_a_repetition(parts, *, inside=False):
    """Decide whether a part that repeats without end contains another one."""
    for kind, of in parts:
        if kind in (names.MAX_REPEAT, names.MIN_REPEAT):
            _least, most, part = of
            has_many = most > MANY
            if (inside and has_many) or repeats_a_repetition(part, inside=inside or has_many):
                return True
        elif kind is names.SUBPATTERN:
            if repeats_a_repetition(of[3], inside=inside):
                return True
        elif kind is names.BRANCH:
            if any(repeats_a_repetition(one, inside=inside) for one in of[1]):
                return True
        elif kind in (names.ASSERT, names.ASSERT_NOT) and repeats_a_repetition(
            of[1], inside=inside
        ):
            return True
    return False


def is_nested(text):
    return repeats_a_repetition(parser.parse(text))


def test_the_pattern_that_hung_is_found():
    assert is_nested(r"(?:;[^:]*)*;TZID=")
    assert not is_nested(r"(?:ab){2,5}c*(?=d+)")


def test_every_pattern_in_which_a_repetition_repeats_was_read_by_a_person():
    found, count = [], 0
    for path in (*sorted(SOURCE.rglob("*.py")), ROOT / "verifier" / "rogatory_verify.py"):
        for line, text in patterns(path):
            count += 1
            if is_nested(text):
                found.append((str(path.relative_to(ROOT)), line, text))
    assert count > 200
    assert [(path, line) for path, line, text in found if text not in REVIEWED] == []
    assert {text for _path, _line, text in found} == REVIEWED
