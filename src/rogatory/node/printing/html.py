# SPDX-License-Identifier: Apache-2.0
"""A document as one HTML page: no script, nothing fetched, made to be printed as well as read."""

import re
from collections.abc import Iterable
from html import escape
from importlib.resources import files

from rogatory.node.printing.blanks import Blank, FillIn
from rogatory.node.printing.blocks import (
    UNKNOWN,
    Box,
    Commands,
    Document,
    DocumentSection,
    DocumentTable,
    Fact,
    FactTable,
    LabelledText,
    Letterhead,
    MissingText,
    Paragraph,
    Picture,
    PlainBlock,
    Point,
    Points,
    Signing,
    Wording,
)
from rogatory.node.printing.shown_text import runs_right_to_left, split_whole
from rogatory.node.printing.svg import to_svg

_DIRECTIONS = {True: ' dir="rtl"', False: ' dir="ltr"', None: ""}
"""Said outright: a browser that looks itself takes the first letter of what is isolated."""

_IN_LIST = re.compile(r"[(\N{FULLWIDTH LEFT PARENTHESIS}]\d+[)\N{FULLWIDTH RIGHT PARENTHESIS}]")
"""The label of an entry in a numbered list: it is printed before its text, not in a column of its own."""

_MARKS = {"holds": "✓", "fails": "✗", "undecided": "?"}


def to_html(document: Document) -> bytes:
    """Return the page. Every text is escaped, and a text of others is isolated with its own
    direction.
    """
    css = files("rogatory.node.printing").joinpath("page.css").read_text("utf-8")
    is_letter = document.letterhead is not None
    body = "".join(
        _section(section, n, numbered=not is_letter)
        for n, section in enumerate(document.sections, 1)
    )
    direction = "rtl" if document.right_to_left else "ltr"
    return (
        f'<!doctype html>\n<html lang="{escape(document.language)}" dir="{direction}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n<style>\n{css}</style>\n</head>\n"
        f'<body class="{"letter" if is_letter else "report"}">\n{_head(document)}'
        f"<main>\n{_addressed(document)}{body}</main>\n"
        f"<footer>{escape(document.footer)}</footer>\n</body>\n</html>\n"
    ).encode()


def to_part(document: Document) -> str:
    """Return a letter as part of a page of ours: without a style of its own, its headings below
    that page's.
    """
    sections = "".join(
        _section(section, n, numbered=False) for n, section in enumerate(document.sections, 1)
    )
    whole = f"{_head(document)}{_addressed(document)}{sections}"
    return _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + _LOWER}", whole)


_HEADING = re.compile(r"<(/?)h([1-3])(?=[ >])")
_LOWER = 2


def _head(document: Document) -> str:
    """Return a report's title with the list of its sections, or a letter's head."""
    if document.letterhead is not None:
        return _letterhead(document.letterhead)
    contents = "".join(
        f'<li><a href="#s{n}">{escape(section.title)}</a></li>'
        for n, section in enumerate(document.sections, 1)
    )
    return f"<header>\n{_title(document)}</header>\n<nav><ol>{contents}</ol></nav>\n"


def _title(document: Document) -> str:
    return f"<h1>{escape(document.title)}</h1>\n<p>{_line(document.subtitle)}</p>\n"


def _letterhead(head: Letterhead) -> str:
    details = "".join(f"<p>{_text(one)}</p>\n" for one in head.details)
    return (
        f"<header>\n<p class=state>{_line(head.state)}</p>\n"
        f"<p class=authority>{_line(head.authority)}</p>\n{details}</header>\n"
    )


def _addressed(document: Document) -> str:
    """Return what a letter says before its sections: warning, addressee, references, subject."""
    head = document.letterhead
    if head is None:
        return ""
    warning = f"<p class=warning>{_line(head.warning)}</p>\n" if head.warning else ""
    addressee = "".join(f"<p>{_text(one)}</p>\n" for one in head.addressee)
    return (
        f"{warning}<div class=address>\n<address>\n{addressee}</address>\n"
        f"<dl>\n{''.join(map(_fact, head.references))}</dl>\n</div>\n"
        f"<div class=subject>\n{_title(document)}</div>\n"
    )


def _section(section: DocumentSection, number: int, *, numbered: bool) -> str:
    level = 3 if section.title else 2
    blocks = "".join(
        _fill_in(block, level)
        if isinstance(block, FillIn)
        else _block(block, f"{number}-{n}", level)
        for n, block in enumerate(section.blocks, 1)
    )
    text = f"{number}. {escape(section.title)}" if numbered else escape(section.title)
    title = f"<h2>{text}</h2>\n" if section.title else ""
    annex = " class=annex" if section.is_annex else ""
    return f'<section id="s{number}"{annex}>\n{title}{blocks}</section>\n'


def _block(block: PlainBlock, place: str, level: int) -> str:
    match block:
        case Paragraph():
            text = f"<p>{_own(block.text)}</p>\n"
        case Box():
            code = f"<code>{escape(block.code)}</code>" if block.code else ""
            text = f'<div class="box">{code}<p>{_own(block.text)}</p></div>\n'
        case FactTable():
            text = f"<dl>\n{''.join(map(_fact, block.rows))}</dl>\n"
        case DocumentTable():
            text = _table(block)
        case Points():
            items = "".join(f"<li>{_own(item)}</li>" for item in block.items)
            text = f"<ul>{items}</ul>\n"
        case Commands():
            lines = "\n".join(escape(line) for line in block.lines)
            title = f"<h{level}>{escape(block.title)}</h{level}>"
            text = f'{title}\n<pre tabindex="0">{lines}</pre>\n'
        case Point():
            text = _point(block, level)
        case Signing():
            places = "".join(f"<div><span></span>{escape(one)}</div>" for one in block.labels)
            text = f"<div class=signing>{places}</div>\n"
        case Picture():
            text = f"<figure>\n{to_svg(block, place)}</figure>\n"
    return text


def _fill_in(entry: FillIn, level: int) -> str:
    reference = (
        f' <span class="reference">{_line(entry.reference)}</span>' if entry.reference else ""
    )
    facts = "".join(_fact(Fact(*one)) for one in entry.facts)
    choices = " &nbsp; ".join(f"☐ {escape(one)}" for one in entry.choices)
    blanks = "".join(
        f'<div style="display:flex;gap:.6rem">{"".join(map(_blank, row))}</div>\n'
        for row in entry.blanks
    )
    return (
        f"<div class=point>\n<h{level}><span class=number>{entry.number}.</span> "
        f"{escape(entry.title)}{reference}</h{level}>\n<dl>\n{facts}</dl>\n"
        f'<p><code>{escape(entry.code)}</code></p>\n<div style="break-inside:avoid">\n'
        f"<p>{choices}</p>\n{blanks}</div>\n</div>\n"
    )


def _blank(one: Blank) -> str:
    """Return an empty place, with its label in small above the space to write in."""
    return (
        f'<div style="flex:1;border:1px solid;margin-bottom:.4rem;padding:.1rem .3rem;'
        f'min-height:{one.lines * 1.6 + 1:.1f}rem"><small>{escape(one.label)}</small></div>'
    )


def _point(point: Point, level: int) -> str:
    reference = (
        f' <span class="reference">{_line(point.reference)}</span>' if point.reference else ""
    )
    entries = "".join(map(_entry, point.entries))
    subject = f' data-part="{escape(point.body_keys)}"' if point.body_keys else ""
    number = f"<span class=number>{point.number}.</span> " if point.number else ""
    return (
        f"<div class=point{subject}>\n<h{level}>{number}{escape(point.title)}"
        f"{reference}</h{level}>\n{entries}</div>\n"
    )


def _entry(entry: LabelledText) -> str:
    label = f"<div class=label>{escape(entry.label)}</div>" if entry.label else ""
    side = " beside" if len(entry.wordings) > 1 else ""
    shape = "" if label else " bare"
    if _IN_LIST.fullmatch(entry.label):
        shape = " item"
    wordings = "".join(map(_wording, entry.wordings))
    return (
        f'<div class="entry l{min(entry.level, 4)}{shape}">{label}'
        f'<div class="wordings{side}">{wordings}</div></div>\n'
    )


def _wording(one: Wording) -> str:
    mark = f" <small>{_line(one.mark)}</small>" if one.mark else ""
    return f"<div>{_text(one.text, one.language)}{mark}</div>"


def _fact(row: Fact) -> str:
    value = _text(row.value, row.language)
    return f'<div class="l{min(row.level, 4)}"><dt>{escape(row.label)}</dt><dd>{value}</dd></div>\n'


def _table(table: DocumentTable) -> str:
    total = sum(table.widths)
    columns = "".join(f'<col style="width:{100 * w / total:.1f}%">' for w in table.widths)
    header = "".join(f"<th scope=col>{escape(text)}</th>" for text in table.header)
    rows = "".join(_row(table, row) for row in table.rows)
    return (
        f"<table>\n<colgroup>{columns}</colgroup>\n<thead><tr>{header}</tr></thead>\n"
        f"<tbody>\n{rows}</tbody>\n</table>\n"
    )


def _row(table: DocumentTable, row: Iterable[str]) -> str:
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
    """Return a sentence of the document's own: it runs as the page does, whatever it begins with."""
    return "<br>".join(_line(line) for line in text.split("\n"))


def _line(text: str) -> str:
    """Return a line, with what is isolated in it kept whole."""
    if isinstance(text, MissingText):
        return f'<span class="gap">{escape(text)}</span>'
    return "".join(
        f'<span class="whole">{escape(piece)}</span>' if number % 2 else escape(piece)
        for number, piece in enumerate(split_whole(text))
    )


def _text(text: str, language: str = "") -> str:
    """Return a value, each line in a direction of its own, with its language where it is another's."""
    if isinstance(text, MissingText):
        return _line(text)
    tag = f' lang="{escape(language)}"' if language else ""
    return "<br>".join(
        f"<bdi{tag}{_DIRECTIONS[runs_right_to_left(line)]}>{_line(line)}</bdi>"
        for line in text.split("\n")
    )
