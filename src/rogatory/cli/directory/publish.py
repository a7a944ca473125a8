# SPDX-License-Identifier: Apache-2.0
"""`rogatory directory publish` and `copy`: from signed files to the folder that everybody reads."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from rogatory.cli.directory.options import (
    FILE,
    FOLDER,
    key_option,
    open_key,
    print_fingerprint,
    timestamp_hours_option,
)
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import read_file
from rogatory.wire.canonical import LARGEST_DOCUMENT

NEW_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(
    "publish",
    epilog="Example:  rogatory directory publish repository ceremony/4.targets.json --key publisher",
)
@click.argument("repository", type=NEW_FOLDER)
@click.argument("files", nargs=-1, type=FILE)
@click.option(
    "--submission",
    "submissions",
    multiple=True,
    type=FILE,
    help="What a State signed, as a file; published in one tick with new targets metadata.",
)
@click.option("--depositary", type=FILE, help="The depositary's view that the metadata name.")
@key_option
@timestamp_hours_option
@as_json
@reported
def publish(
    repository: Path,
    files: tuple[Path, ...],
    submissions: tuple[Path, ...],
    depositary: Path | None,
    key: Path,
    passphrase_file: Path | None,
    timestamp_hours: int,
    as_json: bool,
) -> None:
    """Publish signed FILES into the folder REPOSITORY, with the publisher's key.

    The first time, give both files of a founding. Several copies of one file are combined. Without
    files only a new timestamp is signed. The folder may be on any web server or disk: every byte is
    signed; `copy` copies it elsewhere in the right order.
    """
    from rogatory.directory.ceremony.ceremony import network_id
    from rogatory.directory.ceremony.metadata import size_limit
    from rogatory.directory.publish.ceremony_files import read_steps
    from rogatory.directory.publish.current_metadata import read_standing
    from rogatory.directory.publish.publisher import SNAPSHOT_LIFE, Lives, Publisher
    from rogatory.directory.publish.publishing import publish as publish_all
    from rogatory.directory.publish.repository_folder import RepositoryFolder
    from rogatory.directory.submission.document import LARGEST_SUBMISSION, decode_submission

    folder = RepositoryFolder(repository)
    standing = read_standing(repository) if folder.is_published() else None
    steps = read_steps([read_file(path, limit=size_limit("targets")) for path in files], standing)
    version = publish_all(
        Publisher(
            repository,
            open_key(key, passphrase_file),
            lives=Lives(timedelta(hours=timestamp_hours), SNAPSHOT_LIFE),
        ),
        steps,
        [decode_submission(read_file(path, limit=LARGEST_SUBMISSION)) for path in submissions],
        depositary=read_file(depositary, limit=LARGEST_DOCUMENT) if depositary else None,
        at=datetime.now(UTC),
    )
    network = network_id(folder.present("metadata/1.root.json", size_limit("root")))
    if as_json:
        print_json({"folder": str(repository), "network": network, "snapshot": version})
        return
    print_text(f"Published in {repository}: snapshot {version} of the network")
    print_fingerprint(network)
    if standing is None:
        print_text(
            f"A State that joins needs {repository / 'metadata' / '1.root.json'} and this fingerprint."
        )


@click.command("copy", epilog="Example:  rogatory directory copy repository /mnt/web/directory")
@click.argument("repository", type=FOLDER)
@click.argument("to", type=NEW_FOLDER)
@as_json
@reported
def copy(repository: Path, to: Path, as_json: bool) -> None:
    """Copy the directory in REPOSITORY to another folder: a disk, a share, a web server's folder.

    Missing files are copied, timestamp.json last, so that readers meanwhile see either the earlier
    state or the new one.
    """
    from rogatory.directory.publish.copying import copy_repository

    copied = copy_repository(repository, to)
    if as_json:
        print_json({"folder": str(to), "copied": list(copied)})
        return
    print_text(f"{counted(len(copied), 'file')} copied to {to}.")
