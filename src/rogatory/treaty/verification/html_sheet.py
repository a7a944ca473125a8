# SPDX-License-Identifier: Apache-2.0
"""The sheet as a page to be read and printed, with space to write in: one file that loads nothing."""

from collections.abc import Iterable
from html import escape

from rogatory.treaty.verification.lines import LawLine
from rogatory.treaty.verification.sheet import TO_FILL_IN, cells_of

_STYLE = (
    "body{font:10pt sans-serif;margin:1cm}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #888;padding:3px;text-align:start;vertical-align:top;"
    "overflow-wrap:anywhere}thead{display:table-header-group}tr{break-inside:avoid}"
    "td.fill{min-width:2.5cm;height:1.2cm}@page{size:A4 landscape;margin:1cm}"
)

_POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)

_SHOWN = ("line", "version", "article", "states", "certainty", "source")


def html_sheet(lines: Iterable[LawLine], version: str) -> bytes:
    """Return the sheet of these lines, instrument by instrument; `version` is that of the law."""
    by_instrument: dict[str, list[LawLine]] = {}
    for line in lines:
        by_instrument.setdefault(line.instrument, []).append(line)
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        _POLICY,
        f"<title>Verification sheet</title><style>{_STYLE}</style></head><body>",
        "<h1>Verification sheet</h1>",
        f"<p>Law {escape(version)}. Every line that nobody has seen in the official text.</p>",
    ]
    for name, rows in by_instrument.items():
        heads = "".join(f"<th>{escape(one)}</th>" for one in (*_SHOWN, *TO_FILL_IN))
        parts.append(f"<h2>{escape(name)} ({len(rows)})</h2><table><thead><tr>{heads}</tr></thead>")
        parts += ["<tbody>", *(_row(line) for line in rows), "</tbody></table>"]
    return "\n".join([*parts, "</body></html>\n"]).encode()


def _row(line: LawLine) -> str:
    cells = cells_of(line)
    shown = "".join(f"<td><bdi>{escape(cells[name])}</bdi></td>" for name in _SHOWN)
    return f"<tr>{shown}{'<td class="fill"></td>' * len(TO_FILL_IN)}</tr>"
