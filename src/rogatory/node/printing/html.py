# SPDX-License-Identifier: Apache-2.0
"""A document as one HTML page: no script, nothing fetched, made to be printed as well as read."""

from collections.abc import Iterable
from html import escape
from importlib.resources import files

from rogatory.node.printing.blocks import (
    UNKNOWN,
    Block,
    Box,
    Commands,
    Document,
    Fact,
    Facts,
    Paragraph,
    Picture,
    Points,
    Section,
    Table,
)
from rogatory.node.printing.shown_text import runs_right_to_left, split_whole
from rogatory.node.printing.svg import to_svg

_DIRECTIONS = {True: ' dir="rtl"', False: ' dir="ltr"', None: ""}
"""Said outright: a browser that looks itself takes the first letter of what is isolated."""

_MARKS = {"holds": "✓", "fails": "✗", "undecided": "?"}


def to_html(document: Document) -> bytes:
    """The page. Every text is escaped, and a text of others stands in a direction of its own."""
    css = files("rogatory.node.printing").joinpath("page.css").read_text("utf-8")
    body = "".join(_section(section, n) for n, section in enumerate(document.sections, 1))
    contents = "".join(
        f'<li><a href="#s{n}">{escape(section.title)}</a></li>'
        for n, section in enumerate(document.sections, 1)
    )
    direction = "rtl" if document.right_to_left else "ltr"
    return (
        f'<!doctype html>\n<html lang="{escape(document.language)}" dir="{direction}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n<style>\n{css}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{escape(document.title)}</h1>\n<p>{_line(document.subtitle)}</p>\n</header>\n"
        f"<nav><ol>{contents}</ol></nav>\n<main>\n{body}</main>\n"
        f"<footer>{escape(document.footer)}</footer>\n</body>\n</html>\n"
    ).encode()


def _section(section: Section, number: int) -> str:
    blocks = "".join(_block(block, f"{number}-{n}") for n, block in enumerate(section.blocks, 1))
    return f'<section id="s{number}">\n<h2>{number}. {escape(section.title)}</h2>\n{blocks}</section>\n'


def _block(block: Block, place: str) -> str:
    match block:
        case Paragraph():
            told = f"<p>{_own(block.text)}</p>\n"
        case Box():
            code = f"<code>{escape(block.code)}</code>" if block.code else ""
            told = f'<div class="box">{code}<p>{_own(block.text)}</p></div>\n'
        case Facts():
            told = f"<dl>\n{''.join(map(_fact, block.rows))}</dl>\n"
        case Table():
            told = _table(block)
        case Points():
            items = "".join(f"<li>{_own(item)}</li>" for item in block.items)
            told = f"<ul>{items}</ul>\n"
        case Commands():
            lines = "\n".join(escape(line) for line in block.lines)
            told = f'<h3>{escape(block.title)}</h3>\n<pre tabindex="0">{lines}</pre>\n'
        case Picture():
            told = f"<figure>\n{to_svg(block, place)}</figure>\n"
    return told


def _fact(row: Fact) -> str:
    value = _text(row.value, row.language)
    return f'<div class="l{min(row.level, 4)}"><dt>{escape(row.label)}</dt><dd>{value}</dd></div>\n'


def _table(table: Table) -> str:
    total = sum(table.widths)
    columns = "".join(f'<col style="width:{100 * w / total:.1f}%">' for w in table.widths)
    header = "".join(f"<th scope=col>{escape(text)}</th>" for text in table.header)
    rows = "".join(_row(table, row) for row in table.rows)
    return (
        f"<table>\n<colgroup>{columns}</colgroup>\n<thead><tr>{header}</tr></thead>\n"
        f"<tbody>\n{rows}</tbody>\n</table>\n"
    )


def _row(table: Table, row: Iterable[str]) -> str:
    cells = []
    for number, text in enumerate(row):
        if number == table.outcome:
            word, _, label = text.partition(" ")
            cells.append(f'<td class="{escape(word)}">{_MARKS[word]} {_text(label)}</td>')
        elif number in table.codes:
            cells.append(f"<td><code>{escape(text)}</code></td>")
        else:
            cells.append(f"<td>{_text(text, UNKNOWN if number in table.foreign else '')}</td>")
    return f"<tr>{''.join(cells)}</tr>\n"


def _own(text: str) -> str:
    """A sentence of the document's own: it runs as the page does, whatever it begins with."""
    return "<br>".join(_line(line) for line in text.split("\n"))


def _line(text: str) -> str:
    """A line, with what is isolated in it kept whole."""
    return "".join(
        f'<span class="whole">{escape(piece)}</span>' if number % 2 else escape(piece)
        for number, piece in enumerate(split_whole(text))
    )


def _text(text: str, language: str = "") -> str:
    """A value, each line in a direction of its own, with its language where it is another's."""
    tag = f' lang="{escape(language)}"' if language else ""
    return "<br>".join(
        f"<bdi{tag}{_DIRECTIONS[runs_right_to_left(line)]}>{_line(line)}</bdi>"
        for line in text.split("\n")
    )
