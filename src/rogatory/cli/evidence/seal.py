# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence seal`: encrypt for the asking authority, in segments, under a signed seal."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.evidence.collected import (
    compared_json,
    print_compared,
    print_shortcomings,
    shortcomings_json,
)
from rogatory.cli.options import authorised_scope as scope_options
from rogatory.cli.options import evidence as options
from rogatory.cli.options.describing import describing, describing_of, request_of
from rogatory.cli.output import after_act
from rogatory.cli.output.counted import counted
from rogatory.cli.output.examined import examined_json, print_examined
from rogatory.cli.output.progress import progress_bar
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.errors import Refused
from rogatory.evidence.refusals import STREAM_SEAL
from rogatory.evidence.sealed.segments import DEFAULT_SEGMENT
from rogatory.node.workstation.keys.addressees import find_recipients, own_recipient
from rogatory.node.workstation.keys.listed_keys import listed_stamp
from rogatory.node.workstation.progress import ResultWriting
from rogatory.node.workstation.seal import SealDestination, make_sealed_package
from rogatory.node.workstation.verification.trust import TrustedDirectory, read_trust
from rogatory.wire.digests import parse_digest
from rogatory.wire.identifiers import parse_uuid7
from rogatory.wire.spoken_digest import spoken

if TYPE_CHECKING:
    from rogatory.node.workstation.keys.addressees import PackageRecipient
    from rogatory.node.workstation.keys.authority_folder import AuthorityFolder
    from rogatory.node.workstation.seal import SealedHere
    from rogatory.requests.envelope import Envelope

NO_NETWORK = (
    "  Not to be handed over: the package names no network. Seal again with --trust, --network or "
    "--request."
)
NOT_COMPARED = "not compared with a directory"


@click.command(
    "seal",
    epilog="Example:  rogatory evidence seal bag --key keys-xb --to recipient-xa.json --out sealed",
)
@click.argument("source", type=click.Path(path_type=Path))
@options.key(required=True)
@click.option(
    "--to",
    "recipients",
    required=True,
    multiple=True,
    metavar="RECIPIENT",
    help="recipient.json of the asking authority; with --trust also its name. May be repeated.",
)
@options.out("The sealed package: a folder that does not exist yet.")
@options.trust
@click.option(
    "--thread",
    metavar="ID",
    help="The thread in which it was asked for; also known from --request.",
)
@click.option(
    "--network", metavar="DIGEST", help="The network; also known from --trust and --request."
)
@click.option(
    "--timestamp",
    "timestamp_url",
    multiple=True,
    metavar="URL",
    help="A timestamp authority (RFC 3161). May be repeated: two that fail apart are better.",
)
@click.option(
    "--no-self",
    is_flag=True,
    help="Do not seal to your own authority: you could not open it any more.",
)
@click.option(
    "--segment-mib",
    type=click.Choice(["1", "2", "4", "8", "16", "32", "64"]),
    default=str(DEFAULT_SEGMENT >> 20),
    show_default=True,
    help="Size of a segment.",
)
@options.acting
@describing
@scope_options.comparing
@options.discard_unfinished
@as_json
@reported
def command(
    source: Path,
    key_folder: Path,
    recipients: Sequence[str],
    target: Path,
    trust_path: Path | None,
    discard_unfinished: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Seal SOURCE, a bag or a file, folder or disk image, so that only the recipients can read it.

    Compare each recipient's fingerprint with its authority by voice, or give --trust.

    With --authorised the records of a provider's return are compared first. Where one is outside, nothing is sealed,
    unless --with-surplus states why.
    """
    if str(source) == "-":
        raise Refused(STREAM_SEAL.because())
    folder = options.authority_folder(key_folder)
    request = request_of(given)
    network = given["network"] or (request.network if request else None)
    view, network = _directory(trust_path, network)
    options.refuse_ended(folder, view)
    named = find_recipients(recipients, view, options.now())
    if not as_json:
        _print_recipients(named)
    with progress_bar("Sealing") as progress:
        done = make_sealed_package(
            source,
            target,
            writing=ResultWriting(discard_unfinished=discard_unfinished, progress=progress),
            folder=folder,
            sealing=_sealing(folder, named, given, view, _thread(given["thread"], request)),
            describing=describing_of(given, scope_options.authorised_of(given, is_recorded=True)),
            actor=options.actor_of(folder, given, network=network, directory=trust_path),
        )
    if as_json:
        print_json(_as_json(done, named) | {"network": network})
    else:
        _print(done, given["timestamp_url"])
        if network is None:
            print_text(NO_NETWORK)
        after_act.print_warnings(done.warnings)
    after_act.print_not_handed_in(done.not_handed_in, done.journal, as_json)


def _directory(path: Path | None, network: str | None) -> tuple[Any, str | None]:
    """Return the view of the directory given, and the network that the package is of."""
    if path is None:
        return None, parse_digest(network) if network else None

    trusted = read_trust(path)
    if not isinstance(trusted, TrustedDirectory):
        raise click.UsageError("Sealing compares with a copy of the directory: give its folder.")
    if network is not None and network != trusted.network:
        raise click.UsageError(f"--trust is a directory of the network {trusted.network}.")
    return trusted.view(options.now()), trusted.network


def _thread(stated: str | None, request: "Envelope | None") -> str | None:
    """Return the thread for which the package is sealed: as stated, else that of the request it answers."""
    thread = parse_uuid7(stated) if stated else None
    if request is None:
        return thread
    if thread is not None and thread != request.thread:
        raise click.UsageError(f"--request is of the thread {request.thread}, not of {thread}.")
    return request.thread


def _sealing(
    folder: "AuthorityFolder",
    named: "tuple[PackageRecipient, ...]",
    given: Any,
    view: Any,
    thread: str | None,
) -> Any:

    own = () if given["no_self"] else (own_recipient(folder.recipient(), options.now()),)
    stamps: tuple[Any, ...] = ()
    if given["timestamp_url"]:
        made = (connections.stamp_by(url) for url in given["timestamp_url"])
        stamps = tuple(listed_stamp(stamp, view, options.now) for stamp in made)
    return SealDestination(
        recipients=(*named, *own),
        thread=thread,
        segment_size=int(given["segment_mib"]) << 20,
        stamp=stamps[0] if stamps else None,
        more_stamps=stamps[1:],
        own_process=True,
        allowed=options.allowed_by(given),
    )


def _print_recipients(named: "tuple[PackageRecipient, ...]") -> None:
    for one in named:
        print_text(f"To {one.authority} of State {one.state}")
        if one.fingerprint:
            print_text(f"  Fingerprint   {grouped(one.fingerprint)}")
            print_text(f"  By telephone  {spoken(one.fingerprint)}")
        print_text(f"  {'listed by the directory given' if one.compared else NOT_COMPARED}")


def _print(done: "SealedHere", timestamp_url: Sequence[str]) -> None:
    sealed = done.sealed
    print_text(
        f"Sealed {counted(sealed.files, 'file')}, {counted(sealed.bytes, 'byte')}, into {sealed.folder}."
    )
    print_text(f"  Digest of the seal  {grouped(sealed.seal)}")
    print_text(f"  By telephone        {spoken(sealed.seal)}")
    print_text(f"  Segments            {sealed.segments:,}")
    if not timestamp_url:
        print_text("  Timestamp           pending: the node adds it, or repeat with --timestamp")
    print_examined(sealed.examined)
    print_shortcomings(sealed.shortcomings)
    print_compared(done.compared)


def _as_json(done: "SealedHere", named: "tuple[PackageRecipient, ...]") -> dict[str, Any]:
    sealed = done.sealed
    return {
        "bag": sealed.bag,
        "bytes": sealed.bytes,
        "files": sealed.files,
        "folder": str(sealed.folder),
        "journal": str(done.journal),
        "not_handed_in": after_act.reasons_json(done.not_handed_in),
        "package": sealed.package,
        "payload_size": sealed.payload_size,
        "recipients": [
            {
                "authority": one.authority,
                "compared": one.compared,
                "fingerprint": one.fingerprint,
                "note": None if one.compared else NOT_COMPARED,
                "state": one.state,
            }
            for one in named
        ],
        "seal": sealed.seal,
        "segments": sealed.segments,
        "warnings": after_act.reasons_json(done.warnings),
        **shortcomings_json(sealed.shortcomings),
        **examined_json(sealed.examined),
        **compared_json(done.compared),
    }
