# SPDX-License-Identifier: Apache-2.0
"""Which files of a package somebody wants: by path, by folder, by pattern.

A path may be given with `data/` before it or without. `*` matches any characters but a slash, `?`
one, `**` between slashes any folders; none of them can occur in a stored name, so no path is taken
for a pattern. A folder is wanted with all beneath it. Patterns and folders look at the evidence; a
tag file (`inventory.jsonl`, `request/message.json`) is wanted by its own path.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.names import LONGEST_PATH
from rogatory.wire.words import P_, FilledText

MOST_WANTED = 1000
"""Each is compared with every path that lies near it; a longer list is a folder or a pattern."""

MOST_DEEP = 3
"""`**` in one pattern: each multiplies what a deep path that does not match costs."""

_WILD = re.compile(r"[*?]")


@dataclass(slots=True)
class SelectionPattern:
    """One path, folder or pattern, as it was given; `found` counts the files that it matched."""

    given: str
    path: str
    form: re.Pattern[str] | None
    found: int = field(default=0)

    @property
    def is_pattern(self) -> bool:
        return self.form is not None

    def intervals(self) -> list[tuple[bytes, bytes]]:
        """Return in which parts of a list in byte order of path its files lie."""
        if self.form is not None:
            start = self.path[: min(m.start() for m in _WILD.finditer(self.path))].encode()
            # Behind every path that begins so: 0xFF never occurs in UTF-8.
            return [(start, start + b"\xff")]
        whole = self.path.encode()
        folder = whole.rstrip(b"/") + b"/"
        inside = (folder, folder + b"\xff")
        return [inside] if whole.endswith(b"/") else [(whole, whole + b"\0"), inside]

    def matches(self, path: str) -> bool:
        if self.form is not None:
            return self.form.fullmatch(path) is not None
        return path == self.path or path.startswith(self.path.rstrip("/") + "/")


def parse_wanted(given: Sequence[str]) -> list[SelectionPattern]:
    """Parse what is wanted; refuse, naming each, what can name nothing in a package."""
    if len(given) > MOST_WANTED:
        problem = FilledText(
            P_("{count} were given; at most {limit} are accepted at once"),
            count=len(given),
            limit=MOST_WANTED,
        )
        raise Refused(refusals.WANTED.because(path=given[0][:80], problem=problem))
    wrong = [
        refusals.WANTED.because(
            path=ascii(text)[:80], problem=P_("it is empty or too long, or has too many **")
        )
        for text in given
        if not text.strip("/")
        or len(text.encode("utf-8", "surrogateescape")) > LONGEST_PATH
        or text.count("**") > MOST_DEEP
    ]
    if wrong:
        raise Refused(wrong)
    return [_wanted(text) for text in given]


def _wanted(text: str) -> SelectionPattern:
    path = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    path = path if path.startswith(DATA_FOLDER) else DATA_FOLDER + path
    form = re.compile(_pattern(path), re.DOTALL) if _WILD.search(path) else None
    return SelectionPattern(text, path, form)


def _pattern(path: str) -> str:
    *folders, last = path.split("/")
    made = "".join("(?:.*/)?" if part == "**" else _component(part) + "/" for part in folders)
    return made + (".*" if last == "**" else _component(last))


def _component(text: str) -> str:
    """Return the expression for a part between slashes. What follows a `*` is looked for once, from
    the left, or a name made for it would be tried in as many ways as there are places for the
    stars.
    """
    first, *rest = (re.escape(part).replace(r"\?", "[^/]") for part in text.split("*"))
    if not rest:
        return first
    middle = "".join(f"(?>[^/]*?{part})" for part in rest[:-1] if part)
    return f"{first}{middle}[^/]*{rest[-1]}"


def merged(wanted: Sequence[SelectionPattern]) -> list[tuple[bytes, bytes]]:
    """Return the intervals of all, each part of the list once, in order."""
    spans: list[tuple[bytes, bytes]] = []
    for low, high in sorted(span for each in wanted for span in each.intervals()):
        if spans and low <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(high, spans[-1][1]))
        else:
            spans.append((low, high))
    return spans


def taken_by(wanted: Sequence[SelectionPattern], path: str) -> bool:
    """Decide whether one of them wants the file; each that does counts it."""
    taken = False
    for each in wanted:
        if each.matches(path):
            each.found += 1
            taken = True
    return taken
