# SPDX-License-Identifier: Apache-2.0
"""Memory: the largest PSS of the process tree, with many files and while a package travels."""

import shutil

from bench import sources
from bench.demo import played
from bench.rows import Found, Row, at_most
from bench.running import watched
from bench.study import Study
from bench.workplace import Workplace, same

MIB = 1 << 20
LIMIT = at_most(200, 120, "MiB")
TEN_MILLION = 10_000_000


def memory_row(row_id: str, what: str) -> Row:
    return Row(row_id, f"memory (PSS of the process tree) while {what}", "-", LIMIT)


MANY = memory_row("memory-seal-many", "sealing very many files")
SENDING = memory_row(
    "memory-sending",
    "a package travels: door, console, worker and supervisor of one node together, as if no other node shared pages with them",
)


def measure_many(work: Workplace) -> dict[str, Found]:
    """Two packages of tiny files, one ten times the other: what grows with their number shows."""
    few, most = work.scale.most_files // 10, work.scale.most_files
    fewer, more = _sealing(work, few), _sealing(work, most)
    a_file = max(0.0, more - fewer) * MIB / (most - few)
    figures = {
        "files": most,
        "tenth_of_the_files_mib": fewer,
        "bytes_a_file": a_file,
        "ten_million_files_mib": more + a_file * (TEN_MILLION - most) / MIB,
    }
    return {MANY.id: Found([more], figures, remark="ten million files are extrapolated")}


def _sealing(work: Workplace, count: int) -> float:
    source, out = work.scratch / f"tiny-{count}", work.scratch / f"tiny-{count}-sealed"
    sources.make_tiny_files(source, count)
    peak = watched(work.seal(source, out))
    opened = work.scratch / "tiny-opened"
    if count <= work.scale.small_files:
        work.opens_to(out, opened, sources.digests(source))
    for folder in (source, out, opened):
        shutil.rmtree(folder, ignore_errors=True)
    return peak


def measure_sending(work: Workplace) -> dict[str, Found]:
    """The demo with one big file: Borealia's node hands over, Arcadia's fetches, the examiner opens."""
    source, home = work.folder / "sent", work.folder / "demo-sent"
    sources.make_file(source / "image.bin", work.scale.sent, 99)
    demo = played(home, source, with_consoles=True)
    same(sources.digests(home / "work" / "xa-bag" / "data"), sources.digests(source))
    nodes = {f"node of {state}": demo.peaks.groups[state] / MIB for state in ("XA", "XB")}
    peaks = nodes | {name: peak / MIB for name, peak in demo.peaks.pss.items()}
    remark = ""
    if demo.status:
        remark = "the demo did not come to its end, but the package did"
    figures = {"image_mib": work.scale.sent / MIB, "demo_exit": float(demo.status)}
    shutil.rmtree(home, ignore_errors=True)
    return {SENDING.id: Found([max(nodes.values())], figures, peaks, remark)}


STUDIES = (Study((SENDING,), measure_sending), Study((MANY,), measure_many))
