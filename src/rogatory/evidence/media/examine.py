# SPDX-License-Identifier: Apache-2.0
"""Examine one image, in children, and write down what was found and what is wrong with it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rogatory.errors import Reason, Refused
from rogatory.evidence.confinement.process import ConfinedOutcome, ReportBytes, in_child
from rogatory.evidence.media import refusals
from rogatory.evidence.media.document import Image, agreement_of, check_image
from rogatory.wire.words import P_, Theirs

_NOTHING_WRONG = {"complete": True, "ranges": [], "sectors": 0}

_LOST_WITHOUT = {
    "libewf": "case number, examiner and the like are not shown, and nobody read beside us",
    "pytsk3": "partitions and file systems are not listed",
}

type Files = Sequence[tuple[str, str, int]]
"""Path in the bag, SHA-256 and size of each file of an image, in order."""

type RunTool = Callable[..., ConfinedOutcome]
"""Does a job in a child, as `confined.in_child` does."""


@dataclass(slots=True)
class Findings:
    """One image's entry as it grows; `damage` are reasons to refuse, `remarks` are none."""

    image: Image
    damage: list[Reason] = field(default_factory=list)
    remarks: list[Reason] = field(default_factory=list)


def examine_image(
    files: Files,
    paths: Sequence[str],
    kind: str,
    *,
    missing: str | None,
    report: ReportBytes,
    run: RunTool = in_child,
) -> Findings:
    """Read an image of a known format from end to end and look at its volumes.

    `paths` are where its files can be read now. `missing` is the path of the file that the set
    lacks, where it does. A raw image is not read: its bytes are the media's, its digest too.
    """
    entry = _entry(files, kind)
    findings = Findings(Image(entry))
    if missing is not None:
        reason = refusals.SEGMENT_MISSING.because(path=missing, first=files[0][0])
        findings.damage.append(reason)
    if kind == "ewf-logical":
        findings.remarks.append(refusals.NOT_READ.because(path=files[0][0]))
    elif kind == "raw":
        entry["digests"] = {"sha256": files[0][1]}
        entry["media"] = {"bytes_per_sector": None, "size": files[0][2]}
    else:
        arguments = {"ours": kind == "ewf-1", "paths": list(paths)}
        _read(findings, run("read-image", arguments, report=report))
    if kind != "ewf-logical" and (kind == "raw" or entry["media"] is not None):
        _volumes(findings, list(paths), raw=kind == "raw", run=run)
    reasons = [*findings.damage, *findings.remarks]
    entry["remarks"] = [_as_json(reason) for reason in reasons]
    return findings


def _as_json(reason: Reason) -> dict[str, str]:
    return {"code": reason.code.id, "what": reason.code.what.format(**reason.fields)}


def _entry(files: Files, kind: str) -> dict[str, Any]:
    return {
        "agreement": "not-compared",
        "bad_sectors": _NOTHING_WRONG,
        "differing_sectors": _NOTHING_WRONG,
        "digests": {},
        "errors": [],
        "file_systems": [],
        "files": [{"path": path, "sha256": digest, "size": size} for path, digest, size in files],
        "format": kind,
        "header": {},
        "media": None,
        "partitions": [],
        "remarks": [],
        "scheme": None,
        "stored": {},
        "tools": [],
    }


def _take(findings: Findings, found: Mapping[str, Any]) -> bool:
    """Take what a child found into the entry, if the entry is in form with it."""
    entry = {**findings.image.facts, **found}
    try:
        check_image(entry)
    except (ValueError, TypeError, KeyError, Refused):
        return False
    findings.image.facts.update(found)  # type: ignore[attr-defined]  # the entry that we made
    return True


def _read(findings: Findings, outcome: ConfinedOutcome) -> None:
    path = findings.image.path
    result = outcome.result
    if result is None:
        problem = Theirs(outcome.failed) if outcome.failed else P_("nobody knows why")
        findings.damage.append(refusals.UNREAD.because(path=path, problem=problem))
        return
    notes = [str(note) for note in result.get("notes", [])]
    if not _take(findings, _found(result, findings.image.format)):
        problem = P_("what was found is out of form")
        findings.damage.append(refusals.UNREAD.because(path=path, problem=problem))
    elif result["media"] is None:
        problem = Theirs("; ".join(notes)) if notes else P_("no reader for it is installed")
        findings.damage.append(refusals.UNREAD.because(path=path, problem=problem))
    else:
        findings.remarks += [
            refusals.NOTE.because(path=path, problem=Theirs(note)) for note in notes
        ]
        beyond = result.get("beyond", 0)
        if type(beyond) is int and beyond > 0:
            findings.remarks.append(refusals.PART_SECTOR.because(path=path, bytes=beyond))
        _judge(findings)
    if result.get("libewf_missing"):
        findings.remarks.append(_extra_missing("libewf"))


def _found(result: Mapping[str, Any], form: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "bad_sectors": result.get("damaged", _NOTHING_WRONG),
        "differing_sectors": result.get("differing", _NOTHING_WRONG),
        "digests": result["digests"],
        "errors": result.get("errors", []),
        "header": result["header"] or {},
        "media": result["media"],
        "stored": result.get("stored", {}),
    }
    if result.get("libewf"):
        found["tools"] = [{"name": "libewf", "version": result["libewf"]}]
    found["agreement"] = agreement_of(form, found["digests"], found["stored"])
    return found


def _judge(findings: Findings) -> None:
    """Judge what is wrong with an image that could be read."""
    image, path = findings.image, findings.image.path
    bad, differing = image.facts["bad_sectors"], image.facts["differing_sectors"]
    for code, sectors in ((refusals.BAD_SECTORS, bad), (refusals.READERS_DIFFER, differing)):
        if sectors["sectors"]:
            first = sectors["ranges"][0][0] if sectors["ranges"] else 0
            reason = code.because(path=path, sectors=sectors["sectors"], first=first)
            findings.damage.append(reason)
    for name, stored in sorted(image.stored.items()):
        found = image.digests.get(name)
        if found is not None and found != stored:
            findings.damage.append(
                refusals.DIGEST_DIFFERS.because(
                    path=path, algorithm=name.upper(), found=found, stored=stored
                )
            )


def _extra_missing(library: str) -> Reason:
    return refusals.EXTRA_MISSING.because(library=library, lost=_LOST_WITHOUT[library])


def _volumes(findings: Findings, paths: list[str], *, raw: bool, run: RunTool) -> None:
    """Examine the volumes; the findings before a file system makes the child crash are kept."""
    lines: list[bytes] = []

    def take(line: bytes) -> None:
        if len(lines) < _MOST_LINES:
            lines.append(line)

    outcome = run(
        "find-volumes", {"paths": paths, "raw": raw}, report=lambda _done: None, line=take
    )
    sound = _take(findings, _listed(lines))
    result = outcome.result
    if result is None or not sound:
        failed = outcome.failed if result is None else None
        problem = Theirs(failed) if failed else P_("what was found is out of form")
        path = findings.image.path
        findings.remarks.append(refusals.VOLUMES_UNREAD.because(path=path, problem=problem))
    elif result.get("pytsk3") is None:
        findings.remarks.append(_extra_missing("pytsk3"))
    else:
        tool = {"name": "The Sleuth Kit", "version": str(result["pytsk3"])}
        _take(findings, {"tools": [*findings.image.facts["tools"], tool]})
        if result.get("partitions_cut"):
            problem = P_("it has more partitions than are listed")
            path = findings.image.path
            findings.remarks.append(refusals.NOTE.because(path=path, problem=problem))


_MOST_LINES = 1000


def _listed(lines: Sequence[bytes]) -> dict[str, Any]:
    found: dict[str, Any] = {"file_systems": [], "partitions": [], "scheme": None}
    for line in lines:
        try:
            document = json.loads(line)
            if "scheme" in document:
                found["scheme"] = {
                    "name": document["scheme"],
                    "sector_size": document["sector_size"],
                }
            elif "partition" in document:
                found["partitions"].append(document["partition"])
            elif "file_system" in document:
                found["file_systems"].append(document["file_system"])
        except (ValueError, KeyError, TypeError):
            return {"partitions": None}  # which no entry may have
    return found
