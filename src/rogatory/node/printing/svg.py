# SPDX-License-Identifier: Apache-2.0
"""A picture as SVG within a page: shapes and text, no style but the page's, no script."""

from html import escape

from rogatory.node.printing.blocks import DiagramLine, DiagramMark, Label, Picture

_ANCHORS = {"left": "start", "middle": "middle", "right": "end"}
_TURNED = {"left": "end", "middle": "middle", "right": "start"}
"""Where a text runs from right to left, its start is its right end."""


def to_svg(picture: Picture, place: str) -> str:
    """Return the picture; `place` keeps its names apart from those of other pictures of the page."""
    parts = [*map(_line, picture.lines), *map(_mark, picture.marks), *map(_label, picture.labels)]
    return (
        f'<svg viewBox="0 0 {_n(picture.width)} {_n(picture.height)}" role="img" '
        f'aria-labelledby="t{place} d{place}">\n'
        f'<title id="t{place}">{escape(picture.title)}</title>'
        f'<desc id="d{place}">{escape(picture.description)}</desc>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _line(line: DiagramLine) -> str:
    return (
        f'<line class="{line.style}" x1="{_n(line.x1)}" y1="{_n(line.y1)}" '
        f'x2="{_n(line.x2)}" y2="{_n(line.y2)}"/>'
    )


def _mark(mark: DiagramMark) -> str:
    x, y = mark.x, mark.y
    if mark.shape in {"circle", "ring"}:
        return f'<circle class="{mark.shape} {mark.style}" cx="{_n(x)}" cy="{_n(y)}" r="3.6"/>'
    points = {
        "diamond": ((x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y)),
        "arrow-right": ((x, y), (x - 6, y - 3), (x - 6, y + 3)),
        "arrow-left": ((x, y), (x + 6, y - 3), (x + 6, y + 3)),
    }[mark.shape]
    shown_points = " ".join(f"{_n(a)},{_n(b)}" for a, b in points)
    return f'<polygon class="{mark.style}" points="{shown_points}"/>'


def _label(label: Label) -> str:
    direction = "rtl" if label.right_to_left else "ltr"
    anchor = (_TURNED if label.right_to_left else _ANCHORS)[label.anchor]
    return (
        f'<text class="{label.style}" x="{_n(label.x)}" y="{_n(label.y)}" '
        f'font-size="{_n(label.size)}" text-anchor="{anchor}" direction="{direction}">'
        f"{escape(label.text)}</text>"
    )


def _n(number: float) -> str:
    """Return a number as it is written once and for all: two places, no zeros at the end."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
