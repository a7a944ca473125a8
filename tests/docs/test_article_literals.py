# SPDX-License-Identifier: Apache-2.0
"""No article is written in the code on requests: the law's data have them, by what cites them."""

import ast
import re
from pathlib import Path

import pytest

import rogatory

SOURCE = Path(rogatory.__file__).parent
ARTICLE = re.compile(
    r"(?:[1-9]|[1-5]\d|6[0-8])(?:\(\d{1,2}\)|\([a-z]\))+(?:-\(\d{1,2}\))?(?:(?:, | by )\d{1,2}.*)?\Z"
)
"""A paragraph or letter of an article alone, as the law's data write it; a bare number may be anything."""

CITING = {"article", "articles", "certainty"}
"""Names under which an article would be given, with its number or how well it is known."""


def modules(*packages):
    return [path for package in packages for path in sorted((SOURCE / package).rglob("*.py"))]


def literals(path):
    """Yield the article-like texts of a module and the articles that it gives by name."""
    for node in ast.walk(ast.parse(path.read_text())):
        is_named = isinstance(node, ast.keyword) and node.arg in CITING
        found = node.value if is_named else node
        if not isinstance(found, ast.Constant) or not isinstance(found.value, str):
            continue
        if is_named or ARTICLE.match(found.value):
            yield found.lineno, found.value


@pytest.mark.parametrize("path", modules("requests"), ids=lambda one: str(one.relative_to(SOURCE)))
def test_code_on_requests_writes_no_article(path):
    assert list(literals(path)) == []


def test_an_article_in_code_is_found(tmp_path):
    written = 'A = ("42(8)", "40(21)(a) by 42(6)", "6", "40")\nB = Code("x", article="57")\n'
    (tmp_path / "one.py").write_text(written)
    assert sorted(literals(tmp_path / "one.py")) == [
        (1, "40(21)(a) by 42(6)"),
        (1, "42(8)"),
        (2, "57"),
    ]
