# SPDX-License-Identifier: Apache-2.0
"""Sealing big files and many small ones, whole commands to new files."""

from collections.abc import Mapping
from pathlib import Path

from bench import limits, sources
from bench.alternatives import age_of, bagit_then_age, need_bagit, tar_into_age
from bench.rows import Found, Row, at_least, at_most, median
from bench.running import Contestant, contest
from bench.studies.remembering import memory_row
from bench.study import Study
from bench.workplace import Workplace, tool

GIB = 1 << 30

ADDED = Row(
    "seal-added",
    "seal big files to a new file: time added per GiB (all parts less one)",
    "`openssl speed` SHA-256, the bound",
    at_least(0.85, 0.95, "of it"),
)
BIG = Row(
    "seal-big",
    "seal a big file to a new file, whole process",
    "bagit.py, then tar piped to age",
    at_least(5, 6),
)
SMALL = Row(
    "seal-small",
    "seal many files of 1-50 KiB to a new file",
    "bagit.py, then tar piped to age",
    at_least(4, 6),
)
SMALL_TAR = Row(
    "seal-small-tar",
    "seal many files of 1-50 KiB to a new file",
    "tar piped to age, which hashes nothing",
    at_least(0.8, 1.1),
)
MEMORY_BIG = memory_row("memory-seal-big", "sealing big files (all parts)")
MEMORY_SMALL = memory_row("memory-seal-small", "sealing many files of 1-50 KiB")
ONE_KIB = Row("seal-1kib", "seal 1 KiB, whole process", "-", at_most(1.0, 0.5, "s"))


def ours(
    work: Workplace, source: Path, expected: Mapping[str, str], name: str = "rogatory"
) -> Contestant:
    """`rogatory evidence seal`, whose result is opened again and compared."""
    return Contestant(
        name,
        lambda place: work.seal(source, place / "sealed"),
        check=lambda place: work.opens_to(place / "sealed", place / "opened", expected),
    )


def measure_added(work: Workplace) -> dict[str, Found]:
    openssl, folder = tool("openssl"), work.parts[0].parent
    bounds: list[float] = []
    found = contest(
        [
            ours(work, work.one_part, work.one_part_digests, "one"),
            ours(work, folder, sources.digests(folder), "all"),
        ],
        rounds=work.scale.rounds,
        folder=work.scratch,
        warm=lambda: sources.warm(folder),
        between=lambda: bounds.append(limits.sha256_rate(openssl)),
    )
    gib = (len(work.parts) - 1) * work.scale.part / GIB
    added = [
        max(whole - one, 1e-9) / gib
        for whole, one in zip(found.walls("all"), found.walls("one"), strict=True)
    ]
    shares = [GIB / bound / each for bound, each in zip(bounds, added, strict=True)]
    figures = {
        "added_s_per_gib": median(added),
        "bound_s_per_gib": GIB / median(bounds),
        "all_parts_s": median(found.walls("all")),
        "all_parts_gib": len(work.parts) * work.scale.part / GIB,
        "one_part_s": median(found.walls("one")),
    }
    return {
        ADDED.id: Found(shares, figures, found.peaks),
        MEMORY_BIG.id: Found([found.peaks["all"]]),
    }


def measure_big(work: Workplace) -> dict[str, Found]:
    need_bagit()
    age, source, expected = age_of(work), work.one_part, work.one_part_digests
    found = contest(
        [
            ours(work, source, expected),
            bagit_then_age(age, source, expected, name="bagit, tar | age"),
            bagit_then_age(
                age, source, expected, name="bagit --sha256, tar | age", options="--sha256"
            ),
        ],
        rounds=work.scale.rounds,
        folder=work.scratch,
        warm=lambda: sources.warm(source),
    )
    figures = {
        "rogatory_s": median(found.walls("rogatory")),
        "bagit_tar_age_s": median(found.walls("bagit, tar | age")),
        "ratio_to_bagit_with_sha256_only": median(
            found.ratios("bagit --sha256, tar | age", "rogatory")
        ),
        "gib": work.scale.part / GIB,
    }
    return {BIG.id: Found(found.ratios("bagit, tar | age", "rogatory"), figures, found.peaks)}


def measure_small(work: Workplace) -> dict[str, Found]:
    need_bagit()
    age, source = age_of(work), work.small_files
    expected = sources.digests(source)
    found = contest(
        [
            ours(work, source, expected),
            bagit_then_age(age, source, expected, name="bagit, tar | age"),
            bagit_then_age(
                age, source, expected, name="bagit --sha256, tar | age", options="--sha256"
            ),
            tar_into_age(age, source, expected),
        ],
        rounds=work.scale.rounds,
        folder=work.scratch,
        warm=lambda: sources.warm(source),
    )
    figures = {
        "rogatory_s": median(found.walls("rogatory")),
        "files": work.scale.small_files,
        "files_per_s": work.scale.small_files / median(found.walls("rogatory")),
        "bagit_tar_age_s": median(found.walls("bagit, tar | age")),
        "tar_age_s": median(found.walls("tar | age")),
        "ratio_to_bagit_with_sha256_only": median(
            found.ratios("bagit --sha256, tar | age", "rogatory")
        ),
    }
    return {
        SMALL.id: Found(found.ratios("bagit, tar | age", "rogatory"), figures, found.peaks),
        SMALL_TAR.id: Found(found.ratios("tar | age", "rogatory"), figures),
        MEMORY_SMALL.id: Found([found.peaks["rogatory"]]),
    }


def measure_1_kib(work: Workplace) -> dict[str, Found]:
    source = work.folder / "one-kib" / "note.bin"
    sources.make_file(source, 1024, 1)
    expected = sources.digests(source.parent)
    found = contest(
        [
            Contestant(
                "rogatory",
                lambda place: work.seal(source, place / "sealed"),
                check=lambda place: work.opens_to(place / "sealed", place / "opened", expected),
            )
        ],
        rounds=max(work.scale.rounds, 3),
        folder=work.scratch,
        warm=lambda: sources.warm(source),
    )
    cpu = median([timing.cpu for timing in found.timings["rogatory"]])
    return {ONE_KIB.id: Found(found.walls("rogatory"), {"cpu_s": cpu}, found.peaks)}


STUDIES = (
    Study((ONE_KIB,), measure_1_kib),
    Study((ADDED, MEMORY_BIG), measure_added),
    Study((BIG,), measure_big),
    Study((SMALL, SMALL_TAR, MEMORY_SMALL), measure_small),
)
