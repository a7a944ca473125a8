# SPDX-License-Identifier: Apache-2.0
"""English remainders of a page in Chinese: two Latin words side by side, a Latin comma between two
words, a space or a Latin colon or bracket where Chinese has its own sign.
"""

import re
from html.parser import HTMLParser

WITHOUT_END = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
DATA = frozenset({"script", "style", "code", "bdi", "pre", "textarea"})
"""Elements that hold what people wrote, identifiers, commands."""

SPOKEN = ("aria-label", "title", "placeholder", "alt")

ENGLISH = re.compile(r"[A-Za-z]{2,}(?:['’][a-z]+)?[ ,]+[A-Za-z]{2,}")
_COMMA = re.compile(r"[\u4e00-\u9fff)] ?, |, ?[\u4e00-\u9fff]")


IN_LINE = frozenset(("a", "b", "bdi", "code", "em", "i", "small", "span", "strong", "time"))
"""Elements that do not break a line."""
SET_APART = frozenset(("block", "count", "faint", "known", "tag"))
"""Classes of elements that are beside the text around them, not in it."""
_SPACED = re.compile(
    r".{0,30}[\u4e00-\u9fff）”](?:[：，。；！？（]\s|: ?)\S.{0,30}|.{0,30}[\u4e00-\u9fff] ?\([^()]{0,60}"
)
"""White space after a full-width sign, which has its own; a Latin colon or bracket after Chinese."""


class Walk(HTMLParser):
    """Collects what a page says in the page's own language, and its lines."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.texts, self.lines = [], [], [""]

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        is_line = tag in IN_LINE and not SET_APART & set((attributes.get("class") or "").split())
        if not is_line and tag != "wbr":
            self.lines.append("")
        is_data = bool(self.open and self.open[-1][1]) or tag in DATA
        language = attributes.get("lang", "zh-hans")
        is_data = is_data or not language.startswith("zh") or attributes.get("dir") == "auto"
        if not is_data:
            self.texts += [attributes[name] for name in SPOKEN if attributes.get(name)]
        if tag not in WITHOUT_END:
            self.open.append((tag, is_data, is_line))

    def handle_endtag(self, tag):
        while self.open:
            opened, _is_data, is_line = self.open.pop()
            if not is_line:
                self.lines.append("")
            if opened == tag:
                break

    def handle_data(self, data):
        is_data = not self.open or self.open[-1][1]
        self.lines[-1] += "X" if is_data and data.strip() else data
        if not is_data:
            self.texts.append(" ".join(data.split()))


def leftovers(page, written=()):
    """The texts of a page that hold English besides the data `written`."""
    walk = Walk()
    walk.feed(page)
    for text in walk.texts:
        ours = text
        for data in written:
            ours = ours.replace(data, "")
        if ENGLISH.search(ours) or _COMMA.search(ours):
            yield text


def spaced(page):
    """The lines of a page that put a space after a full-width sign, or a Latin sign after Chinese."""
    walk = Walk()
    walk.feed(page)
    for line in walk.lines:
        if found := _SPACED.search(" ".join(line.split())):
            yield found[0]


WRITTEN_BY_PEOPLE = (
    "Ministry of Justice of Meridia",
    "Police of Meridia",
    "Duty officer",  # the label of a number on a card
    "rogatory evidence verify",
    "Preservation request (T-CY(2018)11)",  # the name that its publisher gave a form
    "Request to preserve data (UNODC)",
)
"""Data of the walk that are where no element can mark them: in a choice, in a sentence of ours."""


OF_PROGRAMS = re.compile(
    r"[0-9a-f]{8,64}(?:-[0-9a-f]{4}){0,3}(?:-[0-9a-f]{12})?|[0-9A-F]{4}-[0-9A-F]{4}|'[^']*'|"
    r"rogatory [a-z][a-z -]*[A-Z]*(?: --from [A-Z]+)?|any 2 of XB XM XT|"
    r"[A-Z][A-Za-z -]+ \((?:UNODC|T-CY[^)]*)\)|\[[a-z]+\]"
)
"""Digests and identifiers, what was sent, commands, what a file is to say and in which part, and the names that publishers gave their forms."""


A_NAME = re.compile(r"(?<![\w./:@{(-])[a-z]{2,}(?:[_-][a-z]+)*(?![\w./:@}-])")
"""A word of Latin letters by itself, such as a kind, a role or a field by the name that programs give it."""


UNTRANSLATED = {
    "webhook",
    "worker",
    "paging",
    "signature-other-document",
}
"""Calls that are in files, and that nobody makes otherwise."""


def latin_words(page):
    walk = Walk()
    walk.feed(page)
    for text in walk.texts:
        ours = OF_PROGRAMS.sub("", text)
        for data in WRITTEN_BY_PEOPLE:
            ours = ours.replace(data, "")
        if ENGLISH.search(ours) or set(A_NAME.findall(ours)) - UNTRANSLATED:
            yield text
