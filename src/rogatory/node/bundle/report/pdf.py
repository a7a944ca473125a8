# SPDX-License-Identifier: Apache-2.0
"""A report as PDF/A-2u, by typst: the same bytes each time from the same fonts.

PDF/A-2u refuses a character that no font has. The fonts that come with typst serve for Latin,
Greek and Cyrillic on every machine; for other scripts the Noto fonts serve where they are. What
is left is printed as its code, never as nothing.
"""

import json
import re
from dataclasses import asdict
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import typst

from rogatory.errors import Refused
from rogatory.node.bundle import refusals
from rogatory.node.bundle.report.blocks import Document, with_texts
from rogatory.node.bundle.report.shown_text import escaped_text

NOTO = (
    Path("/usr/share/fonts/truetype/noto"),
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/noto"),
    Path("/usr/share/fonts/noto-cjk"),
)
"""Where distributions put the Noto fonts."""

STANDARD: Literal["a-2u"] = "a-2u"

ROUNDS = 8
"""Typst names every character that lacks a glyph at once; more rounds would find nothing new."""

_LACKING = re.compile(r'the text `?"(?P<text>(?:[^"\\]|\\.)*)"`? could not be displayed')
_CODE = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


def to_pdf(document: Document, at: datetime) -> bytes:
    """The PDF; `at` is the moment that stands in it, so that it is the same each time.

    Raises:
        Refused: typst does not print it, or has anything to remark.
    """
    template = files("rogatory.node.bundle.report").joinpath("report.typ").read_bytes()
    fonts = typst.Fonts(include_system_fonts=False)
    folders = [str(folder) for folder in NOTO if folder.is_dir()]
    lacking: frozenset[str] = frozenset()
    problem = ""
    for _round in range(ROUNDS):
        try:
            return _compiled(template, _without(document, lacking), fonts, at)
        except typst.TypstError as error:
            problem = f"{error.message} {error.diagnostic}"
        if folders:
            fonts = typst.Fonts(include_system_fonts=False, font_paths=folders)
            folders = []
            continue
        found = _characters(problem)
        if found <= lacking:
            break
        lacking |= found
    raise Refused(refusals.FONT.because(problem=re.sub(r"\s+", " ", problem)[:300]))


def _without(document: Document, lacking: frozenset[str]) -> Document:
    if not lacking:
        return document
    return with_texts(document, lambda text: escaped_text(text, lacking))


def _characters(problem: str) -> frozenset[str]:
    """The characters that typst says no font has."""
    texts = (match["text"] for match in _LACKING.finditer(problem))
    return frozenset("".join(_CODE.sub(lambda code: chr(int(code[1], 16)), one) for one in texts))


def _compiled(template: bytes, document: Document, fonts: Any, at: datetime) -> bytes:
    pdf, warnings = typst.compile_with_warnings(
        template,
        font_paths=fonts,
        format="pdf",
        timestamp=int(at.timestamp()),
        pdf_standards=STANDARD,
        sys_inputs={"document": json.dumps(asdict(document))},
    )
    if warnings:
        told = re.sub(r"\s+", " ", str(warnings[0]))
        raise Refused(refusals.FONT.because(problem=told[:300]))
    assert isinstance(pdf, bytes)
    return pdf
