# SPDX-License-Identifier: Apache-2.0
"""`report.json`: which reports a bundle has, and what they were made with.

The HTML is the same bytes from the same bundle in the same form (`renderers`); the PDF besides by the same typst and the same fonts. This file makes the condition checkable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rogatory
from rogatory.errors import Refused
from rogatory.node.court import layout, refusals
from rogatory.wire import canonical
from rogatory.wire.digests import parse_digest
from rogatory.wire.words import P_

VERSION = 1


@dataclass(frozen=True, slots=True)
class MadeWith:
    """`fonts` by file name, with the digest of each; `typst` is None where no PDF was made."""

    languages: tuple[str, ...]
    program: str
    format: int
    """The number of the report's form (`renderers`)."""
    typst: str | None = None
    fonts: Mapping[str, str] | None = None

    @property
    def pdf(self) -> bool:
        return self.typst is not None

    def encoded(self) -> bytes:
        fonts = self.fonts or {}
        return canonical.encode(
            {
                "fonts": [{"file": name, "sha256": fonts[name]} for name in sorted(fonts)],
                "format": self.format,
                "languages": list(self.languages),
                "pdf": self.pdf,
                "program": self.program,
                "typst": self.typst,
                "version": VERSION,
            }
        )

    def differences(self, other: "MadeWith") -> list[str]:
        """Return what would make other bytes: the names of parts that are not the same.

        `other` may have made some of the languages only, with some of the fonts.
        """
        found = []
        if self.format != other.format:
            found.append(f"the report's form {self.format}, here {other.format}")
        if self.program != other.program:
            found.append(f"rogatory {self.program}, here {other.program}")
        if self.pdf and other.pdf and self.typst != other.typst:
            found.append(f"typst {self.typst}, here {other.typst}")
        mine, theirs = self.fonts or {}, other.fonts or {}
        found += [f"the font {name}" for name in sorted(theirs) if mine.get(name) != theirs[name]]
        return found


def parse_made_with(data: bytes) -> MadeWith:
    """Return what `encoded` wrote; refuses another form."""
    found: dict[str, Any] = dict(canonical.decode_object(data))
    try:
        made = MadeWith(
            languages=tuple(found["languages"]),
            program=found["program"],
            format=found["format"],
            typst=found["typst"],
            fonts={one["file"]: parse_digest(one["sha256"]) for one in found["fonts"]},
        )
        right = (
            type(made.format) is int
            and made.format >= 1
            and all(isinstance(text, str) for text in _texts(made))
            and made.encoded() == data
        )
    except (KeyError, TypeError) as error:
        raise _wrong() from error
    if not right:
        raise _wrong()
    return made


def _texts(made: MadeWith) -> list[object]:
    return [*made.languages, made.program, made.typst or "", *(made.fonts or ())]


def _wrong() -> Refused:
    problem = P_("its members are not those of version 1")
    return Refused(refusals.UNREADABLE.because(path=layout.REPORT_JSON, problem=problem))


def program() -> str:
    return rogatory.__version__
