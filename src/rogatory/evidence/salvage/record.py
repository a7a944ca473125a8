# SPDX-License-Identifier: Apache-2.0
"""`salvage.json` and `NOT-EVIDENCE.txt`: what holds, what does not, and what that means."""

import json
from collections.abc import Iterator
from typing import Any

from rogatory.evidence.salvage.judging import State
from rogatory.evidence.salvage.keeping import SalvagedMember

NOTICE = "NOT-EVIDENCE.txt"
RECORD = "salvage.json"

TEXT = """NOT EVIDENCE

What lies in this folder was salvaged from a damaged sealed package. The package
as a whole does not hold: parts of it are lost or were changed, so nobody can
show from this folder that it is what was collected, or that it is all of it.

Do not hand it to a court as evidence, and do not seal it. Use it to find out what
is missing, and ask the authority that sealed the package to deliver it again:
the damage may lie in one segment, which can be fetched anew.

recovered/      files of which every byte decrypted
damaged/        files with lost bytes (zeros replace them), or whose digest is
                not the one in the manifest
about/          what the package says about itself, as far as it was recovered
damaged-about/  the same, with lost bytes
salvage.json    each file with its state: `holds` (its digest is the one in the
                manifest), `not-compared` (no manifest to compare with), `differs`,
                `damaged` (with the lost ranges of bytes), `lost`

Only where salvage.json says `"bound": true` is the manifest the one that the seal
names; only where `"proved": true`, was the seal signed by whom it says.
"""


def record_lines(head: dict[str, Any], files: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    """Yield the record, one file a line, so that its size needs no memory."""
    opening = json.dumps(head, ensure_ascii=False, indent=1, sort_keys=True)
    yield opening[: opening.rindex("\n}")].encode() + b',\n "files": ['
    comma = b"\n"
    for one in files:
        yield comma + json.dumps(one, ensure_ascii=False, sort_keys=True).encode()
        comma = b",\n"
    yield b"\n ]\n}\n"


def file_fields(path: str, kept: SalvagedMember | None, state: State) -> dict[str, Any]:
    fields: dict[str, Any] = {"path": path, "state": state}
    if kept is None:
        return fields
    fields |= {"found_by": kept.found.by, "size": kept.found.size}
    fields |= {"place": kept.place} if kept.place is not None else {}
    fields |= {"sha256": kept.sha256} if kept.sha256 is not None else {}
    if kept.lost:
        fields |= {"lost_bytes": kept.lost, "lost": [list(hole) for hole in kept.holes]}
    return fields | ({"problem": kept.problem} if kept.problem else {})
