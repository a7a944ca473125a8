# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence verify`: every check, by number, with all failures."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import click

from rogatory.cli.options import evidence as options
from rogatory.cli.output.bundle_facts import print_facts, written_condition
from rogatory.cli.output.checks import checks_json, print_checks
from rogatory.cli.output.progress import progress_bar
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.errors import ExitStatus
from rogatory.evidence.checks import count
from rogatory.evidence.layout import CONDITIONS
from rogatory.evidence.trust.distrusted_algorithms import parse_distrust
from rogatory.node.court.certificate_subject import certificate_checks, verify_certificate
from rogatory.node.printing.shown_text import shown_line
from rogatory.node.workstation.journals.kept_beside import state_cas_of
from rogatory.node.workstation.journals.kind_of_folder import kind_of
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.node.workstation.verification.verify import verify as verify_package
from rogatory.node.workstation.verification.verify_disclosure import verify_disclosure
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment
from rogatory.wire.spoken_digest import spoken

STATUS = {
    "holds": ExitStatus.HOLDS,
    "fails": ExitStatus.REFUSED,
    "undecided": ExitStatus.NOT_CHECKED,
}


_COMPARED_BY_CA = frozenset({"sealed", "bag"})
"""Kinds that bring State CAs along and no directory."""

SCHEMA = "rogatory/verification/1"
"""The form of the output of `--json` (SPECIFICATION.md section 15.2)."""


@click.command(
    "verify",
    epilog="Example:  rogatory evidence verify bundle --trust 1.root.json",
)
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@options.trusts
@click.option(
    "--distrust",
    "distrusted",
    multiple=True,
    metavar="NAME[@DATE]",
    help="An algorithm that is broken, since a day: ecdsa@2035-01-01. May be repeated.",
)
@click.option(
    "--certificate",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The certificate of authenticity of PATH, to be held against it; a bundle has its own.",
)
@click.option("--strict", is_flag=True, help="Exit 3 if anything at all cannot be decided.")
@as_json
@reported
def command(
    path: Path,
    trust_paths: Sequence[Path],
    distrusted: Sequence[str],
    certificate: Path | None,
    strict: bool,
    as_json: bool,
) -> None:
    """Check PATH completely: a sealed package, a bag, a court bundle, a disclosure, or a
    certificate of authenticity.

    Exit status 0 if everything that can be checked here holds; 1 if anything fails; 3 if nothing
    fails, but something that could have been decided here was not. What only others can decide (the
    contents of a sealed package, a timestamp that is pending) is shown, and does not count.

    Missing information affects only the checks that need it. With --distrust you see what remains
    when an algorithm is broken one day: what is based on another, or proved to be older, still holds.
    """
    trusted = read_trust(trust_paths) if trust_paths else None
    distrust = parse_distrust(distrusted)
    kind = kind_of(path)
    if kind == "certificate":
        _end(path, verify_certificate(path, trusted=trusted, now=options.now()), strict, as_json)
    with progress_bar("Verifying") as progress:
        if kind == "bundle":
            from rogatory.node.court.verify import verify_bundle

            verify_kind: Callable[..., Any] = verify_bundle
        else:
            verify_kind = verify_disclosure if kind == "disclosure" else verify_package
        found = verify_kind(
            path, trusted=trusted, now=options.now(), progress=progress, distrust=distrust
        )
    if certificate is not None:
        number = len(found.checks) + 1
        more = certificate_checks(
            certificate, path, trusted=trusted, now=options.now(), number=number
        )
        found = replace(found, checks=(*found.checks, *more))
    _end(path, found, strict, as_json)


def _end(path: Path, found: Any, strict: bool, as_json: bool) -> NoReturn:
    outcome = found.outcome
    if strict and outcome == "holds" and found.not_checked:
        outcome = "undecided"
    if as_json:
        print_json(_as_json(path, outcome, found))
    else:
        _print(outcome, found, _brought(path, found))
    sys.exit(int(STATUS[outcome]))


def _as_json(path: Path, outcome: str, found: Any) -> dict[str, Any]:

    counts = count(found.checks)
    stamps = getattr(found, "stamps", None)
    return {
        "schema": SCHEMA,
        "bag": found.bag,
        "facts": facts.as_json() if (facts := getattr(found, "facts", None)) else None,
        "exporter": exporter.as_json() if (exporter := getattr(found, "exporter", None)) else None,
        "checks": checks_json(found.checks),
        "compared": found.compared,
        "counts": {
            "checks": counts.checks,
            "holds": counts.holds,
            "fails": counts.fails,
            "undecided": counts.undecided,
        },
        "first_line": found.rests.first_line(),
        "kind": found.kind,
        "not_checked": [check.name for check in found.not_checked],
        "outcome": outcome,
        "package": found.package,
        "path": str(path),
        **found.moment.as_json(),
        "rests_on": found.rests.as_json(),
        "root": found.rests.root,
        "standing": getattr(found, "standing", None),
        "summary": counts.sentence(),
        "timestamps": [token.as_json() for token in stamps.tokens] if stamps else [],
    }


def _brought(path: Path, found: Any) -> list[dict[str, str]]:
    """Return the State CAs that came along, where the verdict rests on them and they must be
    compared.
    """
    if found.rests.basis != "brought" or found.rests.root or found.kind not in _COMPARED_BY_CA:
        return []
    return state_cas_of(path, sealed=found.kind == "sealed")


def _print(outcome: str, found: Any, brought: list[dict[str, str]]) -> None:

    print_text(f"{found.rests.first_line()}.")
    print_text(f"{count(found.checks).sentence()}.")
    if outcome == "fails":
        print_text("Do not rely on it before the checks that fail are explained.")
    if standing := getattr(found, "standing", None):
        print_text(f"{standing}.")
    seen = _seen_by_nobody(found) or [_moment(found.moment)]
    for line in (*filter(None, seen), *_disclosed(getattr(found, "disclosure", None))):
        print_text(line)
    if root := found.rests.root:
        print_text(f"First root of the directory: {grouped(root)}")
        print_text(f"               by telephone: {spoken(root)}")
    for one in brought:
        print_text(f"State CA of {one['state']} that came along, {one['algorithm']}:")
        print_text(f"  Fingerprint   {grouped(one['fingerprint'])}")
        print_text(f"  By telephone  {spoken(one['fingerprint'])}")
    if newest := found.rests.newest_root:
        print_text(f" Newest root that you gave: {grouped(newest)}")
    for copy in found.rests.copies:
        print_text(_copy(copy))
    if facts := getattr(found, "facts", None):
        print_facts(facts, getattr(found, "exporter", None))
    print_text()
    print_checks(found.checks)


def _disclosed(stated: Any) -> Iterator[str]:
    """Yield what a disclosure says of itself; the checks say what of it holds."""
    if stated is None:
        return
    who = f"{stated.authority}, officer {stated.officer}" if stated.officer else stated.authority
    yield f"Disclosed by {who}, at {format_moment(stated.disclosed)} (both as it claims)."
    yield f"Reason stated: {stated.reason}"
    yield f"Given by {stated.giver or 'nobody: the package was never sealed'} (as it claims)."
    if CONDITIONS in stated.withheld:
        yield (
            f"Conditions of use as who disclosed it states them. The giver's own ({CONDITIONS}) were kept back, so "
            "that nothing compares the two; ask the authority that gave the evidence:"
        )
    else:
        yield f"Conditions of use (package/{CONDITIONS}):"
    for name, value in stated.conditions.as_json().items():
        yield f"  {name}: {shown_line(written_condition(value))}"


def _seen_by_nobody(found: Any) -> list[str]:
    """Return what an authority says that came along itself, and for which nobody vouches: that proves nothing."""
    moment, stamps = found.moment, getattr(found, "stamps", None)
    if found.rests.basis != "brought" or moment.proved is None or moment.by or stamps is None:
        return []
    for token in stamps.tokens:
        stamped = token.stamped
        if token.outcome == "holds" and not token.state and stamped.at == moment.proved:
            at, authority = format_moment(moment.proved), shown_line(stamped.authority)
            return [
                f"An authority that came along says that the seal existed at {at}: {authority}. Nobody vouches for it.",
                "Compare its certificate with one that you have from elsewhere, by SHA-256:",
                f"  Fingerprint   {grouped(sha256(stamped.certificate))}",
            ]
    return []


def _moment(moment: Any) -> str:

    if moment.proved is None:
        return ""
    text = f"The seal is proved to have existed at {format_moment(moment.proved)}"
    if moment.by_own_state:
        text += f", by {moment.by} alone"
        if moment.bounded is None:
            text += ": no other State proves it"
        else:
            text += f"; {moment.bounded_by} proves {format_moment(moment.bounded)}"
    elif moment.by:
        text += f", by {moment.by}"
    return f"{text}."


def _copy(copy: Any) -> str:

    which = "that you gave" if copy.source == "given" else "that came along"
    return (
        f"Copy of the directory {which}: root {copy.root} until {format_moment(copy.root_expires)}, "
        f"snapshot {copy.snapshot} until {format_moment(copy.snapshot_expires)}; "
        f"all of it current until {format_moment(copy.expires)}."
    )
