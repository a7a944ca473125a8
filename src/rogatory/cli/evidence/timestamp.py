# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence timestamp`: stamp a package, a bundle, a disclosure or a certificate anew, years later."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options import evidence as options
from rogatory.cli.output import after_act
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.custody.events.act_codes import act
from rogatory.disk import Beneath, shown
from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.disclosure.document_checks import unlisted_documents as left
from rogatory.evidence.sealed.seal_document import parse_seal
from rogatory.evidence.sealed.sealed_files import sealed_files
from rogatory.evidence.sealing.restamp import stamp_anew
from rogatory.evidence.verification.verify import is_sealed
from rogatory.node.certificate.check import documents_of, read_certificate_folder
from rogatory.node.court.reading import BundleFiles
from rogatory.node.workstation.journals.folders import journal_at, sealed_journal
from rogatory.node.workstation.keys.listed_keys import listed_stamp
from rogatory.node.workstation.verification.trust import TrustedDirectory, read_trust
from rogatory.wire.digests import sha256

if TYPE_CHECKING:
    from rogatory.evidence.sealing.restamp import Restamped


@click.command(
    "timestamp",
    epilog="Example:  rogatory evidence timestamp sealed --timestamp https://tsa.example/",
)
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--timestamp",
    "urls",
    required=True,
    multiple=True,
    metavar="URL",
    help="A timestamp authority (RFC 3161). May be repeated.",
)
@options.key(required=False)
@options.acting
@options.trust
@as_json
@reported
def command(
    path: Path,
    urls: Sequence[str],
    key_folder: Path | None,
    trust_path: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Put a new timestamp over everything that proves PATH: a sealed package, a court bundle, a
    disclosure or a certificate of authenticity.

    Do so before a timestamp fades: before the certificate of its authority ends, or when an
    algorithm is about to be broken. The new one covers the seal, its signatures, the earlier
    timestamps and the certificates, by SHA-512 digests in archive.N.json. With --key the act is
    recorded in the package's custody journal. What the directory (of --trust, or of the node in a
    folder) has ended neither stamps nor signs.
    """
    view = _view(trust_path, given["node"])
    if key_folder is not None:
        options.refuse_ended(options.authority_folder(key_folder), view)
    stamps = [listed_stamp(connections.stamp_by(url), view, options.now) for url in urls]
    done, of = _stamped(path, stamps)
    problems, journal = (), path
    if key_folder is not None and of is not None:
        problems, journal = _record(path, of, done, key_folder, given)
    if as_json:
        print_json(_as_json(done))
    else:
        print_text(f"Stamped anew: {done.archive} names {counted(done.files, 'file')}.")
        for name, stamped in done.tokens:
            print_text(f"  {name:24} {stamped.at:%Y-%m-%d %H:%M:%S} UTC by {stamped.authority}")
    after_act.print_not_handed_in(problems, journal, as_json)


def _view(trust_path: Path | None, node: str | None) -> Any:
    """Return the newest directory at hand, or None."""
    if trust_path is not None and isinstance(trusted := read_trust(trust_path), TrustedDirectory):
        return trusted.newest()
    if node and not connections.is_address(node):
        return connections.node_at(Path(node)).register.view()
    return None


def _stamped(path: Path, stamps: Sequence[Any]) -> "tuple[Restamped, tuple[str, str] | None]":

    if is_sealed(path):
        with sealed_files(path) as files:
            data = files.small("seal.json")
            done = stamp_anew(path, "seal.json", files.documents(), stamps)
            return done, (parse_seal(data).bag, sha256(data))
    if (path / "bundle.json").is_file():
        from rogatory.node.court.verify import unlisted_documents

        with Beneath(path) as beneath:
            documents = unlisted_documents(BundleFiles(path, beneath))
            return stamp_anew(path, "bundle.json", documents, stamps), None
    if (path / "disclosure.json").is_file():
        with Beneath(path) as beneath:
            return stamp_anew(path, "disclosure.json", left(path, beneath), stamps), None
    if (path / "certificate.json").is_file():
        folder = read_certificate_folder(path)
        return stamp_anew(path, "certificate.json", documents_of(folder.files), stamps), None
    raise Refused(refusals.RESTAMP_NOTHING.because(path=shown(path)))


def _record(
    path: Path, of: tuple[str, str], done: "Restamped", key_folder: Path, given: Any
) -> tuple[Any, Path]:

    folder = options.authority_folder(key_folder)
    actor = options.actor_of(folder, given)
    journal = journal_at(sealed_journal(path))
    bag, seal = of
    event = act("timestamped-again", seal=seal, list=done.archive)
    actor.record(journal, event, of=bag, words=given["reason"])
    return actor.hand_in(journal), journal.folder


def _as_json(done: "Restamped") -> dict[str, Any]:
    return {
        "archive": done.archive,
        "files": done.files,
        "tokens": [
            {
                "path": name,
                "authority": stamped.authority,
                "at": stamped.at.isoformat().replace("+00:00", "Z"),
            }
            for name, stamped in done.tokens
        ],
    }
