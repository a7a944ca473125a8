# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence disclose`: some items of a bag or sealed package, with what proves them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.options import evidence as options
from rogatory.cli.options.passphrases import passphrase_file
from rogatory.cli.options.recovery import recovering, unlocked
from rogatory.cli.options.two_officers import by_two, two_officers
from rogatory.cli.options.typed_number import typed_officer
from rogatory.cli.output import after_act
from rogatory.cli.output.counted import counted
from rogatory.cli.output.progress import progress_bar
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.evidence.disclosure.choosing import Choice, read_named
from rogatory.evidence.disclosure.write import DisclosureTerms
from rogatory.node.workstation.consent.document import kept_beside
from rogatory.node.workstation.consent.signing import Responsible
from rogatory.node.workstation.disclose import DisclosureBasis, disclose
from rogatory.node.workstation.opening import Opening
from rogatory.node.workstation.progress import ResultWriting
from rogatory.node.workstation.verification.seal_trust import trust_for_sealed
from rogatory.node.workstation.verification.trust import TrustedDirectory, read_trust
from rogatory.wire.spoken_digest import spoken

if TYPE_CHECKING:
    from rogatory.node.workstation.disclose import DisclosedHere


@click.command(
    "disclose",
    epilog="Example:  rogatory evidence disclose opened --item Mail/0001.eml --item 'Photos/**' "
    "--key keys-xa --officer xa-0005 --reason 'To the defence, order 14/2026' --out for-defence",
)
@click.argument(
    "evidence", metavar="PACKAGE", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--item",
    "items",
    multiple=True,
    metavar="PATH",
    help="A file, a folder or a pattern, as for `extract`; may be repeated.",
)
@click.option(
    "--list",
    "list_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with one stored path a line.",
)
@options.key(required=True)
@options.out("The disclosure: a folder that does not exist yet.")
@typed_officer("Who discloses, such as xa-0005.", required=False)
@click.option("--reason", required=True, metavar="TEXT", help="To whom and by which order.")
@options.reason_language
@click.option("--with-protected", is_flag=True, help="Hand over protected material.")
@click.option(
    "--without-totals",
    is_flag=True,
    help="Leave out what reveals the total size: bag-info.txt, and the seal with its time.",
)
@click.option(
    "--node",
    metavar="URL|HOME",
    help="Hand the journal at once to the node at this address or in this folder.",
)
@options.for_proceedings
@click.option(
    "--recipient", metavar="STATE", help="The State that receives it; as for --proceedings."
)
@click.option(
    "--organisation",
    metavar="TEXT",
    help="The organisation that receives it, as its authorisation names it.",
)
@options.trust
@passphrase_file
@recovering
@by_two
@options.discard_unfinished
@as_json
@reported
def command(
    evidence: Path,
    items: tuple[str, ...],
    list_file: Path | None,
    key_folder: Path,
    target: Path,
    trust_path: Path | None,
    passphrase_file: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Hand over some items of PACKAGE, each proved to be part of it as it was signed, naming no other.

    PACKAGE is an opened or collected bag, or a sealed package that the key opens: only the items and
    their proofs are decrypted.

    The folder reveals how many items the package has, and the position of each of these in the order
    of their names; it reveals nothing else of the others. The recipient checks it with
    `rogatory evidence verify`, or with sha256sum and openssl.
    """
    folder = options.authority_folder(key_folder)
    named = read_named(list_file) if list_file else ()
    trusted = read_trust(trust_path) if trust_path else None
    if isinstance(trusted, TrustedDirectory):
        options.refuse_ended(folder, trusted.view(options.now()))
    opening, consent = None, None
    officers = two_officers(folder, given, trusted, options.now())
    actor = options.actor_of(folder, given, directory=trust_path)
    if (evidence / "seal.json").is_file():
        trust = trust_for_sealed(evidence, trusted, options.now())
        bag = trust.seal.bag if trust.seal else None
        own = unlocked(folder, given, passphrase_file, actor, officers, act="disclosed", bag=bag)
        opening, actor, consent = Opening(own.identities, trust), own.actor, own.consent
    with kept_beside(consent, target), progress_bar("Disclosing") as progress:
        done = disclose(
            evidence,
            DisclosureTerms(
                Choice(items, named), given["with_protected"], not given["without_totals"]
            ),
            target,
            by=Responsible(actor=actor, reason=given["reason"], officers=officers),
            basis=DisclosureBasis(
                trusted=trusted,
                opening=opening,
                allowed=options.allowed_by(
                    given, given["proceedings"], given["recipient"], given["organisation"]
                ),
            ),
            writing=ResultWriting(
                discard_unfinished=given["discard_unfinished"], progress=progress
            ),
            folder=folder,
        )
    if as_json:
        print_json(_as_json(done))
    else:
        _print(done)
        after_act.print_warnings(done.warnings)
    after_act.print_not_handed_in(done.not_handed_in, done.journal, as_json)


def _as_json(done: "DisclosedHere") -> dict[str, Any]:
    found = done.disclosure
    return {
        "bag": found.bag,
        "bytes": found.size,
        "consent": None if done.consent is None else str(done.consent),
        "count": found.count,
        "disclosure": done.digest,
        "files": found.files,
        "folder": str(done.folder),
        "items": found.items,
        "not_checked": [check.id for check in done.undecided],
        "not_handed_in": after_act.reasons_json(done.not_handed_in),
        "notices": list(done.notices),
        "package": found.package,
        "proceedings": done.proceedings,
        "selection": found.selection,
        "warnings": after_act.reasons_json(done.warnings),
        "withheld": list(found.withheld),
    }


def _print(done: "DisclosedHere") -> None:
    found = done.disclosure
    print_text(
        f"Disclosed {found.items:,} of {counted(found.count, 'item')}, {counted(found.files, 'file')}, "
        f"{counted(found.size, 'byte')}, into {done.folder}."
    )
    if done.proceedings is not None:
        print_text(f"  For the proceedings       {done.proceedings}")
    for one in done.notices:
        print_text(f"  Released by the notice    {grouped(one)}")
    print_text(f"  Digest of the disclosure  {grouped(done.digest)}")
    print_text(f"  By telephone              {spoken(done.digest)}")
    if "conditions.json" in found.withheld:
        print_text(
            "  Kept back: conditions.json, which names other items; disclosure.json states the"
        )
        print_text("  conditions of use in its place.")
    if "bag-info.txt" in found.withheld:
        print_text(
            "  Kept back: the file that contains the size of the whole. Without the seal nothing shows since"
        )
        print_text("  when the package is there.")
    if done.undecided:
        print_text("  Not decided here, for the recipient:")
        for check in done.undecided:
            print_text(f"    {check.name}: {check.remark}. Who can settle it: {check.who}.")
    if done.consent is not None:
        print_text(f"  By two officers; their consent: {done.consent}")
    print_text(f"  To check it:  rogatory evidence verify {done.folder}")
