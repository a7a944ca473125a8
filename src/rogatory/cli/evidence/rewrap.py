# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence rewrap`: the same package for other recipients, without decrypting it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options import evidence as options
from rogatory.cli.options.passphrases import passphrase_file
from rogatory.cli.options.recovery import recovering, unlocked
from rogatory.cli.options.two_officers import by_two, two_officers
from rogatory.cli.output import after_act
from rogatory.cli.output.counted import counted
from rogatory.cli.output.progress import progress_bar
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.node.workstation.consent.document import kept_beside
from rogatory.node.workstation.consent.signing import Responsible
from rogatory.node.workstation.keys.addressees import find_recipients
from rogatory.node.workstation.keys.listed_keys import listed_stamp
from rogatory.node.workstation.opening import Opening
from rogatory.node.workstation.progress import ResultWriting
from rogatory.node.workstation.rewrap import NewWrapping, rewrap_sealed
from rogatory.node.workstation.verification.seal_trust import trust_for_sealed
from rogatory.node.workstation.verification.trust import TrustedDirectory, read_trust

if TYPE_CHECKING:
    from rogatory.node.workstation.keys.addressees import PackageRecipient
    from rogatory.node.workstation.rewrap import RewrappedHere


@click.command(
    "rewrap",
    epilog="Example:  rogatory evidence rewrap sealed --key keys-xa --to keys-xa --out again",
)
@click.argument("sealed", type=click.Path(exists=True, file_okay=False, path_type=Path))
@options.key(required=True)
@click.option(
    "--to",
    "recipients",
    required=True,
    multiple=True,
    metavar="RECIPIENT",
    help="recipient.json of who is to open it; with --trust and a directory also a name. May be "
    "repeated.",
)
@options.out("The package for them: a folder that does not exist yet.")
@options.trust
@click.option(
    "--timestamp", "timestamp_url", metavar="URL", help="A timestamp authority (RFC 3161)."
)
@passphrase_file
@recovering
@by_two
@options.acting
@options.discard_unfinished
@as_json
@reported
def command(
    sealed: Path,
    key_folder: Path,
    recipients: Sequence[str],
    target: Path,
    trust_path: Path | None,
    passphrase_file: Path | None,
    discard_unfinished: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Re-wrap the sealed package SEALED for other recipients, under a new seal that names the old one.

    For a new workstation, after a key was replaced, or for another authority. The encrypted contents
    stay byte for byte the same; the earlier seals are included. Earlier recipients can still open
    SEALED. A third State receives it only with the consent of the State that gave it, which --node
    HOME knows.
    """
    folder = options.authority_folder(key_folder)
    trusted = read_trust(trust_path) if trust_path else None
    trust = trust_for_sealed(sealed, trusted, options.now())
    network = trust.seal.network if trust.seal else None
    view = trusted.view(options.now()) if isinstance(trusted, TrustedDirectory) else None
    options.refuse_ended(folder, view)
    named = find_recipients(recipients, view, options.now())
    officers = two_officers(folder, given, trusted, options.now())
    actor = options.actor_of(folder, given, network=network, directory=trust_path)
    bag = trust.seal.bag if trust.seal else None
    own = unlocked(folder, given, passphrase_file, actor, officers, act="rewrapped", bag=bag)
    stamp = None
    if given["timestamp_url"]:
        stamp = listed_stamp(connections.stamp_by(given["timestamp_url"]), view, options.now)
    with kept_beside(own.consent, target), progress_bar("Re-wrapping") as progress:
        done = rewrap_sealed(
            sealed,
            target,
            opening=Opening(identities=own.identities, trust=trust),
            by=Responsible(actor=own.actor, reason=given["reason"]),
            wrapping=NewWrapping(recipients=named, allowed=options.allowed_by(given), stamp=stamp),
            writing=ResultWriting(discard_unfinished=discard_unfinished, progress=progress),
            folder=folder,
        )
    if as_json:
        print_json(_as_json(done))
    else:
        _print(done, named, given["timestamp_url"])
        after_act.print_warnings(done.warnings)
    after_act.print_not_handed_in(done.not_handed_in, done.journal, as_json)


def _print(
    done: "RewrappedHere", named: "tuple[PackageRecipient, ...]", stamped: str | None
) -> None:
    made = done.rewrapped
    names = ", ".join(dict.fromkeys(one.authority for one in named))
    print_text(f"Re-wrapped for {names} into {made.folder}.")
    print_text(f"  Digest of the seal   {grouped(made.seal_digest)}")
    print_text(f"  In place of          {grouped(made.replaced_digest)}")
    print_text(
        f"  First sealed by      {made.first_sender}; earlier seals that travel along: {made.earlier}"
    )
    if stamped is None:
        print_text("  Timestamp            pending: the node adds it, or repeat with --timestamp")
    gone = {to.recipient for to in made.replaced.recipients} - {
        to.recipient for to in made.seal.recipients
    }
    if gone:
        print_text(
            f"  {counted(len(gone), 'key that could open it before is', 'keys that could open it before are')} not among the new ones. Anybody who has"
        )
        print_text("  one of them and a copy of the old package can open that still.")


def _as_json(done: "RewrappedHere") -> dict[str, object]:
    made = done.rewrapped
    return {
        "bag": made.seal.bag,
        "earlier_seals": made.earlier,
        "first_sender": made.first_sender,
        "folder": str(made.folder),
        "journal": str(done.journal),
        "not_handed_in": after_act.reasons_json(done.not_handed_in),
        "package": made.seal.package,
        "recipients": [
            {"authority": to.authority, "recipient": to.recipient} for to in made.seal.recipients
        ],
        "replaces": made.replaced_digest,
        "seal": made.seal_digest,
        "warnings": after_act.reasons_json(done.warnings),
    }
