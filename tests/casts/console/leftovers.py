# SPDX-License-Identifier: Apache-2.0
"""English remainders of a page in Chinese: two Latin words side by side, a Latin comma between two
words.
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


class Walk(HTMLParser):
    """Collects what a page says in the page's own language."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.texts = [], []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        is_data = bool(self.open and self.open[-1][1]) or tag in DATA
        language = attributes.get("lang", "zh-hans")
        is_data = is_data or not language.startswith("zh") or attributes.get("dir") == "auto"
        if not is_data:
            self.texts += [attributes[name] for name in SPOKEN if attributes.get(name)]
        if tag not in WITHOUT_END:
            self.open.append((tag, is_data))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.open and not self.open[-1][1]:
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
