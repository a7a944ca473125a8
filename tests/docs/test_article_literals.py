# SPDX-License-Identifier: Apache-2.0
"""No article is written in code or in a page: the law's data have them, by what cites them.

`article_exceptions.yaml` lists what is written all the same, each with its reason. It only shrinks.
"""

import ast
import re
from collections import Counter
from pathlib import Path

import yaml

import rogatory
from rogatory.treaty.rows import CERTAINTIES

SOURCE = Path(rogatory.__file__).parent
EXCEPTIONS = Path(__file__).with_name("article_exceptions.yaml")

ARTICLE = re.compile(
    r"(?:[1-9]|[1-5]\d|6[0-8])(?:\(\d{1,2}\)|\([a-z]\))+(?:-\(\d{1,2}\))?(?:(?:, | by )\d{1,2}.*)?\Z"
)
"""A paragraph or letter of an article alone, as the law's data write it; a bare number may be anything."""

NUMBER = re.compile(r"(?:[1-9]|[1-5]\d|6[0-8])(?:, \d{1,2})*\Z")
"""A bare number, which is an article where a degree of certainty is beside it."""

PROSE = re.compile(
    r"\b[Aa]rticles? \d+(?:\(\w+\))*(?:(?: to |-| and |, paragraphs? )\d+(?: to \d+)?)?"
)
"""An article that a sentence names."""

CITING = {"article", "articles"}
"""Names under which an article would be given."""

TAG = re.compile(r"""\{%\s*(?:rests_on|article|basis_after)\s+["']([^"']+)["']""")
"""A tag of a page that is given an article itself."""


def modules():
    return sorted(SOURCE.rglob("*.py"))


def pages():
    return [path for ending in ("html", "txt") for path in sorted(SOURCE.rglob(f"*.{ending}"))]


def literals(path):
    """Yield the article-like texts of a module and the articles that it gives by name, beside a degree of
    certainty, or in a sentence.
    """
    tree = ast.parse(path.read_text())
    documented = {id(one) for one in documentation(tree)}
    for node in ast.walk(tree):
        yield from beside_certainty(node)
        is_named = isinstance(node, ast.keyword) and node.arg in CITING
        found = node.value if is_named else node
        if not isinstance(found, ast.Constant) or not isinstance(found.value, str):
            continue
        if is_named != bool(ARTICLE.match(found.value)):
            yield found.lineno, found.value
        elif not is_named and id(found) not in documented:
            yield from ((found.lineno, one[0]) for one in PROSE.finditer(found.value))


def documentation(tree):
    """Yield the texts that are no part of an expression: docstrings, of modules, classes, functions and values."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def beside_certainty(node):
    """Yield the bare numbers in one call or one list with a degree of certainty."""
    if isinstance(node, ast.Call):
        beside = node.args
    elif isinstance(node, ast.Tuple | ast.List):
        beside = node.elts
    else:
        return
    texts = [one for one in beside if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if any(one.value in CERTAINTIES for one in texts):
        yield from ((one.lineno, one.value) for one in texts if NUMBER.match(one.value))


def in_page(path):
    """Yield the articles that a template gives to a tag or names in a text."""
    text = path.read_text()
    for pattern, group in ((TAG, 1), (PROSE, 0)):
        for found in pattern.finditer(text):
            yield text.count("\n", 0, found.start()) + 1, found[group]


def excepted():
    return {
        name: Counter({str(text): count for text, count in one["written"].items()})
        for name, one in yaml.safe_load(EXCEPTIONS.read_text()).items()
    }


def written():
    """Return what is written, by file and with how often."""
    found = {}
    for path, read in (
        *((one, literals) for one in modules()),
        *((one, in_page) for one in pages()),
    ):
        texts = Counter(text for _, text in read(path))
        if texts:
            found[path.relative_to(SOURCE).as_posix()] = texts
    return found


def test_articles_are_written_nowhere_but_where_a_reason_is_listed():
    assert written() == excepted()


def test_every_exception_has_its_reason():
    for name, one in yaml.safe_load(EXCEPTIONS.read_text()).items():
        assert len(one["why"].split()) > 5, name


def test_an_article_in_code_is_found(tmp_path):
    lines = [
        'A = ("42(8)", "40(21)(a) by 42(6)", "6", "40")',
        'B = Code("x", article="57")',
        'C = Facts("Order", "26", "parallel")',
        'D = "Articles 7 to 17 and article 36(3) do not count."',
        '"""Article 42 is documentation here."""',
    ]
    (tmp_path / "one.py").write_text("\n".join(lines))
    assert sorted(literals(tmp_path / "one.py")) == [
        (1, "40(21)(a) by 42(6)"),
        (1, "42(8)"),
        (2, "57"),
        (3, "26"),
        (4, "Articles 7 to 17"),
        (4, "article 36(3)"),
    ]


def test_an_article_in_a_page_is_found(tmp_path):
    (tmp_path / "one.html").write_text(
        '<p>{% rests_on "41(2)" "memory" %}</p>\n{% rests_on one.article one.certainty %}\nArticle 4'
    )
    assert sorted(in_page(tmp_path / "one.html")) == [(1, "41(2)"), (3, "Article 4")]
