# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence bundle`: what goes to court, in one folder that checks itself."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options import evidence as options
from rogatory.cli.options.typed_number import typed_officer
from rogatory.cli.output import after_act
from rogatory.cli.output.checks import checks_json
from rogatory.cli.output.counted import counted
from rogatory.cli.output.progress import progress_bar
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.node.court.material import collect_material
from rogatory.node.court.seal_of_bag import seal_of
from rogatory.node.law.use_limits import IntendedUse
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.workstation.journals.folders import bag_journal
from rogatory.node.workstation.keys.listed_keys import listed_stamp
from rogatory.node.workstation.keys.revocation_lists import carried_lists
from rogatory.wire.spoken_digest import spoken

if TYPE_CHECKING:
    from rogatory.node.court.export import Bundle


@click.command(
    "bundle",
    epilog="Example:  rogatory evidence bundle opened --node /srv/rogatory/xa --key keys-xa "
    "--officer xa-0005 --reason 'Order 12/2026 of the court' --out bundle",
)
@click.argument("bag", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--sealed",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The sealed package that the bag was opened from. `open` keeps what is needed of it.",
)
@click.option(
    "--node",
    "home",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="HOME",
    help="The home of your State's node: it has the messages, the log and the directory.",
)
@options.key(required=True)
@options.out("The bundle: a folder that does not exist yet.")
@typed_officer("Who exports, such as xa-0005.", required=False)
@click.option("--reason", required=True, metavar="TEXT", help="For whom and by which order.")
@click.option(
    "--proceedings",
    metavar="TEXT",
    help="Other proceedings than those it was given for, as consent or notice name them.",
)
@click.option("--recipient", metavar="STATE", help="The State that receives it, such as XT.")
@click.option(
    "--organisation",
    metavar="TEXT",
    help="The organisation that receives it, as its authorisation names it.",
)
@click.option(
    "--timestamp",
    "timestamp_url",
    metavar="URL",
    help="Stamp the bundle by this authority (RFC 3161), not by the node's.",
)
@click.option("--unstamped", is_flag=True, help="Write the bundle without a timestamp.")
@options.report_languages
@click.option(
    "--certificate",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The collecting officer's certificate of authenticity, as `certify` made it.",
)
@click.option(
    "--consents",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with consents named in the custody events; those with BAG are "
    "found automatically.",
)
@options.discard_unfinished
@as_json
@reported
def command(
    bag: Path,
    sealed: Path | None,
    home: Path,
    key_folder: Path,
    target: Path,
    discard_unfinished: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Write the court bundle of BAG: evidence, request, signatures, custody, report, check.sh.

    Everything is checked before it is signed, the keys by the node's directory, and the export is recorded in the custody log.
    """
    from rogatory.node.court.export import CourtExport, write_bundle
    from rogatory.node.court.report.write import RequestedReports

    folder, node = options.authority_folder(key_folder), connections.node_at(home)
    view = node.register.view()
    options.refuse_ended(folder, view)
    stamp = None
    if given["timestamp_url"]:
        stamp = connections.stamp_by(given["timestamp_url"])
    elif not given["unstamped"]:
        stamp = node.timestamps.stamp
    material = collect_material(
        node,
        seal_of(bag, sealed, lambda digest: node.store.package(digest) is not None),
        export=lambda states: connections.directory_export(home, states, options.now()),
    )
    export = CourtExport(
        bag=bag,
        material=material,
        actor=options.actor_of(folder, {**given, "node": str(home)}, network=node.network),
        reason=given["reason"],
        stamp=None if stamp is None else listed_stamp(stamp, view, options.now),
        certificate=given["certificate"],
        lists=carried_lists(folder.path, options.now()),
        reports=RequestedReports(given["languages"], pdf=given["pdf"]),
        consents=given["consents"],
        use=IntendedUse(
            given["proceedings"],
            given["recipient"] and given["recipient"].upper(),
            given["organisation"],
        ),
        law=law_in_force(node),
    )
    with progress_bar("Reading the evidence") as progress:
        made = write_bundle(
            export, target, discard_unfinished=discard_unfinished, progress=progress
        )
    if as_json:
        print_json(_as_json(made))
    else:
        _print(made)

    after_act.print_not_handed_in(made.not_handed_in, bag_journal(bag), as_json)


def _as_json(made: "Bundle") -> dict[str, Any]:
    return {
        "bag": made.bag,
        "bytes": made.bytes,
        "checks": checks_json(made.checks),
        "files": made.files,
        "folder": str(made.folder),
        "listed": made.listed,
        "not_handed_in": after_act.reasons_json(made.not_handed_in),
        "package": made.package,
        "root": made.root,
        "seal": made.seal,
    }


def _print(made: "Bundle") -> None:
    print_text(
        f"The bundle is in {made.folder}: {counted(made.files, 'file')} of evidence, {made.listed:,} in all."
    )
    print_text(f"  Root of the directory  {grouped(made.root)}")
    print_text(f"  By telephone           {spoken(made.root)}")
    print_text("  Give the court this fingerprint by another way than the bundle.")
    for check in made.checks:
        if check.outcome == "undecided":
            print_text(f"  Not checked: {check.name}: {check.remark}")
    print_text("  To check it without this program, get check.sh from elsewhere:")
    print_text(f"    sh check.sh {made.folder} CA-FINGERPRINT …")
