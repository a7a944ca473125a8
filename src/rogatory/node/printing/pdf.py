# SPDX-License-Identifier: Apache-2.0
"""A document as PDF/A-2u, by typst: the same bytes each time from the same fonts.

PDF/A-2u refuses a character that no font has. The fonts that come with typst serve for Latin,
Greek and Cyrillic on every machine; for other scripts, fonts are looked for (`fonts.py`). A text
of others that no font can print is printed by its codes, never as nothing; a document whose own
language no font can print is refused.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from rogatory.errors import Refused
from rogatory.node.printing import refusals
from rogatory.node.printing.blocks import Document, with_texts
from rogatory.node.printing.fonts import FontFile, folders, fonts_for
from rogatory.node.printing.languages import NAMES
from rogatory.node.printing.printed import PrintedPdf
from rogatory.node.printing.shown_text import named_text
from rogatory.wire.words import Theirs

STANDARD: Literal["a-2u"] = "a-2u"

ROUNDS = 4
"""Typst names every character that lacks a glyph at once; more rounds would find nothing new."""

SAMPLES = {"ar": "\u0627", "zh": "\u4e2d"}
"""A letter of each language that the fonts inside typst do not have."""

_LACKING = re.compile(r'the text `?"(?P<text>(?:[^"\\]|\\.)*)"`? could not be displayed')
_CODE = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


def typst_version() -> str:
    return version("typst")


def need_fonts(language: str, places: tuple[Path, ...] | None = None) -> tuple[FontFile, ...]:
    """Return the fonts that a language needs beside those inside typst.

    Raises:
        Refused: there are none on this machine.
    """
    sample = SAMPLES.get(language)
    if sample is None:
        return ()
    found = fonts_for(sample, folders() if places is None else places)
    if not found:
        raise Refused(refusals.NO_FONT.because(language=NAMES[language]))
    return found


def to_pdf(document: Document, at: datetime, places: tuple[Path, ...] | None = None) -> PrintedPdf:
    """Return the PDF; `at` is the time written in it, so that it is the same each time. Fonts are
    looked for in `places`.

    Raises:
        Refused: no font has the letters of the document's language, or typst does not print it, or
            has anything to remark.
    """
    where = folders() if places is None else places
    fonts = dict.fromkeys(need_fonts(document.language, where))
    lacking: frozenset[str] = frozenset()
    problem = ""
    for _round in range(ROUNDS):
        try:
            data = _compiled(_without(document, lacking), fonts, at)
            return PrintedPdf(data, tuple(fonts))
        except _NotPrinted as error:
            problem = str(error)
        found = _characters(problem)
        more = [one for one in fonts_for(found - lacking, where) if one not in fonts]
        if more:
            fonts |= dict.fromkeys(more)
            continue
        if found <= lacking:
            break
        lacking |= found
    raise Refused(refusals.FONT.because(problem=Theirs(re.sub(r"\s+", " ", problem)[:300])))


def _without(document: Document, lacking: frozenset[str]) -> Document:
    if not lacking:
        return document
    return with_texts(document, lambda text: named_text(text, lacking))


def _characters(problem: str) -> frozenset[str]:
    """Return the characters that typst says no font has."""
    texts = (match["text"] for match in _LACKING.finditer(problem))
    return frozenset("".join(_CODE.sub(lambda code: chr(int(code[1], 16)), one) for one in texts))


def _linked(fonts: Iterable[FontFile], folder: Path) -> list[Path]:
    """Return a folder of links to these fonts alone: typst takes whole folders."""
    for number, font in enumerate(fonts):
        (folder / f"{number:03}{font.path.suffix}").symlink_to(font.path)
    return [folder]


def _fields(shape: Any) -> dict[str, Any]:
    """Return a shape of `blocks` as typst reads it."""
    return {one.name: getattr(shape, one.name) for one in fields(shape)}


class _NotPrinted(Exception):
    """The messages of typst."""


def _compiled(document: Document, fonts: Iterable[FontFile], at: datetime) -> bytes:
    """Compile it in a folder of its own: fonts are read when they are needed, and nothing else can
    be.
    """
    template = files("rogatory.node.printing").joinpath("page.typ").read_bytes()
    with TemporaryDirectory(prefix="rogatory-page-") as folder:
        place = Path(folder) / "page.typ"
        place.write_bytes(template)
        return _in_folder(place, document, fonts, at)


def _in_folder(
    template: Path, document: Document, fonts: Iterable[FontFile], at: datetime
) -> bytes:
    import typst

    loaded = typst.Fonts(include_system_fonts=False, font_paths=_linked(fonts, template.parent))
    try:
        pdf, warnings = typst.compile_with_warnings(
            template,
            root=template.parent,
            font_paths=loaded,
            format="pdf",
            timestamp=int(at.timestamp()),
            pdf_standards=STANDARD,
            sys_inputs={
                "document": json.dumps(document, default=_fields),
                "families": json.dumps(loaded.families()),
            },
        )
    except typst.TypstError as error:
        raise _NotPrinted(f"{error.message} {error.diagnostic}") from error
    if warnings:
        text = re.sub(r"\s+", " ", str(warnings[0]))
        raise Refused(refusals.FONT.because(problem=Theirs(text[:300])))
    assert isinstance(pdf, bytes)
    return pdf
