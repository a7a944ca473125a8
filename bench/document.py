# SPDX-License-Identifier: Apache-2.0
"""The table in docs/benchmarks.md, written from the JSON of one run.

python -m bench.document RESULTS.json      writes it anew between its two marks
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.load import LOADED

DOCUMENT = Path(__file__).parents[1] / "docs" / "benchmarks.md"
BEGIN = "<!-- what follows is written by `python -m bench.document` -->"
END = "<!-- up to here -->"


def document_text(results: Mapping[str, Any]) -> str:
    """Everything between the marks."""
    return "\n".join(
        [*_head(results), "", *_table(results["rows"]), "", *_details(results["rows"])]
    )


def write_document(results: Mapping[str, Any], document: Path = DOCUMENT) -> None:
    text = document.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    document.write_text(
        f"{before}{BEGIN}\n\n{document_text(results)}\n\n{END}{after}", encoding="utf-8"
    )


def _head(results: Mapping[str, Any]) -> Iterator[str]:
    machine, scale = results["machine"], results["scale"]
    programs = ", ".join(_program(name, version) for name, version in machine["programs"].items())
    packages = ", ".join(f"{name} {it}" for name, it in machine["packages"].items() if it)
    times = sorted(row["at"] for row in results["rows"])
    yield f"Taken {times[0]} to {times[-1]}, scale `{scale['name']}`, {scale['rounds']} rounds."
    yield ""
    yield "| | |"
    yield "| --- | --- |"
    yield f"| Processor | {machine['processors']} × {machine['processor']} |"
    yield f"| Memory | {machine['memory_gib']} GiB |"
    yield f"| System | {machine['system']}, {machine['file_system']} |"
    yield f"| Python | {machine['python']}; {packages} |"
    yield f"| Programs | {programs} |"


def _program(name: str, version: str) -> str:
    """Its version, out of what it says of itself."""
    words = [word for word in version.split() if word.strip("v")[:1].isdigit()]
    return f"{name} {words[0].strip('v')}" if words else f"{name} {version}"


def _table(rows: list[Mapping[str, Any]]) -> Iterator[str]:
    yield "| What | Against | Goal | Found | Spread | Met |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for row in rows:
        yield "| " + " | ".join(_cells(row)) + " |"


def _cells(row: Mapping[str, Any]) -> list[str]:
    start = [row["what"].replace("|", "\\|"), row["against"], row["goal"]]
    if row["figure"] is None:
        return [*start, "-", "-", f"not measured: {row['why_not']}".replace("|", "\\|")]
    spread = f"{_number(min(row['rounds']))} to {_number(max(row['rounds']))}"
    met = "yes" if row["met"] else "**no**"
    if row["foreign_share"] > LOADED:
        met += f", under load ({row['foreign_share']:.0%})"
    return [*start, f"**{_number(row['figure'])} {row['unit']}**", spread, met]


def _number(value: float) -> str:
    """Three digits, or all before the point."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _details(rows: list[Mapping[str, Any]]) -> Iterator[str]:
    yield "| Row | Figures | Peak memory (PSS of the tree, MiB) | Others' share of the processors |"
    yield "| --- | --- | --- | --- |"
    for row in rows:
        if row["figure"] is None:
            continue
        figures = ", ".join(f"{name} {_number(value)}" for name, value in row["figures"].items())
        if row["remark"]:
            figures = f"{figures}; {row['remark']}" if figures else row["remark"]
        peaks = ", ".join(f"{name} {peak:,.0f}" for name, peak in row["peaks_mib"].items())
        cells = [f"`{row['id']}`", figures, peaks, f"{row['foreign_share']:.0%}"]
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    write_document(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
