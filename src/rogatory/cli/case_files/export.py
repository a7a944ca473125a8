# SPDX-License-Identifier: Apache-2.0
"""`rogatory matter export`: the record of a thread as a folder that is read without us."""

from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.case_files import on_case_file
from rogatory.cli.options.need_to_know import for_officer
from rogatory.cli.output.counted import counted
from rogatory.cli.output.plain import plain
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported


@click.command(
    "export",
    epilog="Example:  rogatory matter export /srv/rogatory/xb 0198… --out file-12-26 --officer xb-0010",
)
@on_case_file
@click.option(
    "--out", "target", required=True, type=click.Path(path_type=Path), help="The new folder."
)
@click.option(
    "--with-notes", is_flag=True, help="With internal notes, which never leave the State."
)
@as_json
@reported
@for_officer()
def command(
    home: Path, thread: str, officer: str, target: Path, with_notes: bool, as_json: bool
) -> None:
    """Write all messages, receipts, decisions, referrals and orders of THREAD to a folder."""
    from rogatory.node.views.case_file_export import export_record

    found = export_record(connections.node_at(home), thread, officer, target, with_notes=with_notes)
    if as_json:
        print_json({"ok": True, "folder": str(target), **plain(found)})
        return
    print_text(f"Wrote {counted(found.files, 'file')} to {target}.")
    print_text(f"  Manifest {grouped(found.manifest)}")
    if with_notes:
        print_text("  It holds internal notes: do not hand it on.")
