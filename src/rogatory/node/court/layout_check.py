# SPDX-License-Identifier: Apache-2.0
"""Checking that every file in a bundle has a place there and is of the kind that belongs in it."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from rogatory.custody.events.event import parse_event
from rogatory.directory.fetching import METADATA, TARGETS, stored_path
from rogatory.disk import faults_at, is_plain_folder, walk
from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.evidence.trust.archive_list import Documents, read_archive
from rogatory.node.court import layout, refusals
from rogatory.node.court.check_sh import SCRIPT_SHA256
from rogatory.node.court.checks.custody import custody_journals
from rogatory.node.court.places import is_for_a_file, stray
from rogatory.node.court.reading import BundleFiles
from rogatory.node.court.report.made_with import parse_made_with
from rogatory.node.workstation.consent.document import CONSENT, parse_consent
from rogatory.seal.certificates.reading import certificate_algorithm, certificate_name
from rogatory.seal.strict_pem import certificates_in, crl_problem
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_, P_, FilledText, reasons_text

MOST_REASONS = 200
"""The most reasons of this check: of a folder with a million foreign files, a reader needs the
first two hundred.
"""

LARGEST_METADATA = 16 << 20
"""A root or snapshot of two hundred States is far below; more is made to fill the memory."""

_HTML, _PDF = b"<!doctype html>\n", b"%PDF-"
_PEM_FOLDERS = tuple(
    f"{one}/" for one in (f"{layout.SEAL}/certificates", f"{layout.CERTIFICATE}/certificates")
)


def check_layout(files: BundleFiles) -> str:
    """Decide that the bundle holds nothing but what its format has a place for.

    0. Nothing outside `bag/` is neither file nor folder, and no folder lies where the format has a file.
    1. Every file outside `bag/` has a place (`places.stray`); those of a consent, because an event names it.
    2. It is what that place holds: certificates, revocation lists, lists of timestamps, reports
       as `report.json` names them, files of the directory that its metadata name, consents by their
       digest, the script of this version. The other files are read by the check that their place names.

    Raises:
        Refused: with at most `MOST_REASONS` reasons.
    """
    others, folders, faults = list[str](), list[str](), list[Reason]()
    paths = list(_outside_bag(files.folder, others, folders, faults))
    misplaced = sorted(filter(is_for_a_file, folders))
    reasons = [
        *faults,
        *(refusals.NOT_A_FILE.because(path=ascii(path)[1:-1]) for path in others),
        *(refusals.PLACE.because(path=ascii(path)[1:-1]) for path in (*misplaced, *stray(paths))),
        *_unnamed_consents(files, paths),
        *_contents(files, paths),
    ]
    refuse_if_any(islice(reasons, MOST_REASONS))
    return FilledText(N_("{count} files beside the evidence"), count=len(paths))


def _outside_bag(
    folder: Path, others: list[str], folders: list[str], faults: list[Reason]
) -> Iterator[str]:
    """Yield the files outside the evidence; folders go to `folders`, what is neither of both to `others`, what
    cannot be read to `faults`.
    """
    with faults_at(folder):
        tops = sorted(folder.iterdir())
    for top in tops:
        if is_plain_folder(top):
            folders.append(top.name)
            if top.name != layout.BAG:
                for entry in walk(top, faults=faults, above=1):
                    path = f"{top.name}/{os.fsdecode(entry.path)}"
                    if entry.is_file:
                        yield path
                    else:
                        (folders if entry.is_folder else others).append(path)
        elif top.is_file() and not top.is_symlink():
            yield top.name
        else:
            others.append(top.name)


def _unnamed_consents(files: BundleFiles, paths: list[str]) -> Iterator[Reason]:
    """Yield the files in the folders of consents that no event names: no check would read them."""
    lying = [one for one in paths if one.startswith(f"{layout.CONSENTS}/")]
    if not lying:
        return
    named = set[str]()
    for entry in (each for read in custody_journals(files) for each in read.entries):
        with suppress(Refused):
            act = parse_event(entry.event).act
            consent = act.fields.get("consent") if act is not None else None
            named |= {consent} if isinstance(consent, str) else set()
    for path in lying:
        if path.split("/")[1] not in named:
            yield refusals.PLACE.because(path=ascii(path)[1:-1])


def _contents(files: BundleFiles, paths: list[str]) -> Iterator[Reason]:
    known = set(paths)
    yield from _reports(files, known)
    yield from _directory(files, known)
    for path in paths:
        if judge := _judge_of(path):
            try:
                judge(files, path)
            except Refused as refused:
                yield from _at_path(path, refused)
    if layout.CHECK_SH in known and sha256(files.read(layout.CHECK_SH)) != SCRIPT_SHA256:
        yield refusals.SCRIPT_CHANGED.because()


def _judge_of(path: str) -> Callable[[BundleFiles, str], None] | None:
    if path.startswith(f"{layout.CERTIFICATES}/"):
        return _revocation_list if path.endswith(".crl") else _stock_certificates
    if path.startswith(_PEM_FOLDERS):
        return _revocation_list if path.endswith(".crl") else _any_certificates
    name = path.rpartition("/")[2]
    if name == CONSENT and path.startswith(f"{layout.CONSENTS}/"):
        return _consent
    if name.startswith("archive.") and name.endswith(".json"):
        return _archive
    return None


def _consent(files: BundleFiles, path: str) -> None:
    """Refuse a consent in a folder that another digest names, or in another form: of one that only an event names that
    is not understood nothing else is asked. What it says is for its own check.
    """
    data = files.read(path)
    if sha256(data) != path.split("/")[1]:
        raise Refused(_other(path, P_("it has another digest than its name")))
    parse_consent(data)


def _any_certificates(files: BundleFiles, path: str) -> None:
    certificates_in(files.read(path))


def _revocation_list(files: BundleFiles, path: str) -> None:
    if problem := crl_problem(files.read(path)):
        raise Refused(_other(path, problem))


def _archive(files: BundleFiles, path: str) -> None:
    """Refuse a list of timestamps that is not in its form; what it covers is for the timestamps."""
    folder, _, name = path.rpartition("/")
    prefix = f"{folder}/" if folder else ""

    def read(name: str) -> bytes:
        return files.read(f"{prefix}{name}")

    read_archive(name, Documents((), read, lambda name: hashlib.sha512(read(name)).hexdigest()))


def _stock_certificates(files: BundleFiles, path: str) -> None:
    """Refuse a certificate under another name than that of its holder and its key."""
    stem = path.removeprefix(f"{layout.CERTIFICATES}/").removesuffix(".pem")
    for der in certificates_in(files.read(path)):
        name, algorithm = certificate_name(der), certificate_algorithm(der)
        slot = "mldsa65" if algorithm == "mldsa65" else "p256"
        held = {
            "state-ca": {f"{name.holder}-ca.{slot}", "tsa-issuers"},
            "tsa": {"tsa"},
        }.get(name.use, {f"{name.holder.replace('/', '-')}.{slot}"})
        if stem not in held or (name.use != "state-ca" and stem.endswith(f"-ca.{slot}")):
            problem = FilledText(P_("it holds a certificate of {holder}"), holder=name.holder)
            raise Refused(_other(path, problem))


def _reports(files: BundleFiles, paths: set[str]) -> Iterator[Reason]:
    """Check that the reports are those that `report.json` names, each of its kind."""
    found = {one for one in paths if one.startswith("report.") and one != layout.REPORT_JSON}
    if layout.REPORT_JSON not in paths:
        yield from (refusals.PLACE.because(path=path) for path in sorted(found))
        return
    try:
        made = parse_made_with(files.read(layout.REPORT_JSON))
    except Refused as refused:
        yield from refused.reasons
        return
    named = {layout.report_html(one) for one in made.languages}
    named |= {layout.report_pdf(one) for one in made.languages if made.pdf}
    for path in sorted(found ^ named):
        yield _other(path, P_("report.json names other reports than lie here"))
    for path in sorted(found & named):
        start = _PDF if path.endswith(".pdf") else _HTML
        if files.start(path, len(start)) != start:
            yield _other(path, P_("it is no report of this kind"))


def _directory(files: BundleFiles, paths: set[str]) -> Iterator[Reason]:
    """Check that the files of the directory are those that its metadata name, from `timestamp.json` down."""
    top = f"{layout.DIRECTORY}/"
    here = {one.removeprefix(top) for one in paths if one.startswith(top)}
    if not here:
        return
    named = {f"{METADATA}timestamp.json"}
    version = 1
    while f"{METADATA}{version}.root.json" in here:
        named.add(f"{METADATA}{version}.root.json")
        version += 1
    for role, version in _meta(files, f"{METADATA}timestamp.json", here):
        snapshot = f"{METADATA}{version}.{role}"
        named.add(snapshot)
        for held, number in _meta(files, snapshot, here):
            path = f"{METADATA}{number}.{held}"
            named |= {path, *_targets(files, path, here)}
    for path in sorted(here - named):
        yield refusals.PLACE.because(path=ascii(top + path)[1:-1])
    for path in sorted(here & named):
        if path.startswith(TARGETS):
            digest = path.rpartition("/")[2].partition(".")[0]
            if sha256(files.read(top + path)) != digest:
                yield _other(top + path, P_("it has another digest than its name"))


def _meta(files: BundleFiles, path: str, here: set[str]) -> list[tuple[str, int]]:
    meta = _signed(files, path, here).get("meta")
    found = meta.items() if isinstance(meta, dict) else ()
    return [
        (name, one["version"])
        for name, one in found
        if isinstance(one, dict) and isinstance(one.get("version"), int)
    ]


def _targets(files: BundleFiles, path: str, here: set[str]) -> set[str]:
    signed = _signed(files, path, here)
    if signed.get("_type") != "targets":
        return set()  # metadata of another kind name no targets
    targets, found = signed.get("targets"), set()
    for name, one in targets.items() if isinstance(targets, dict) else ():
        hashes = one.get("hashes") if isinstance(one, dict) else None
        if isinstance(hashes, dict) and isinstance(hashes.get("sha256"), str):
            found.add(stored_path(name, hashes["sha256"]))
    return found


def _signed(files: BundleFiles, path: str, here: set[str]) -> dict[str, Any]:
    """Return the signed part of metadata; that it is signed is for the check of the directory."""
    if path not in here:
        return {}
    try:
        found = json.loads(files.read(f"{layout.DIRECTORY}/{path}", LARGEST_METADATA))
    except (ValueError, RecursionError):
        return {}
    signed = found.get("signed") if isinstance(found, dict) else None
    return signed if isinstance(signed, dict) else {}


def _at_path(path: str, refused: Refused) -> Iterator[Reason]:
    for reason in refused.reasons:
        if reason.code is refusals.CONTENT:
            yield reason
        else:
            yield _other(path, reasons_text([reason]))


def _other(path: str, problem: Phrase) -> Reason:
    return refusals.CONTENT.because(path=path, problem=problem)
