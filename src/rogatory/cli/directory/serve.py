# SPDX-License-Identifier: Apache-2.0
"""`rogatory directory publisher` and `serve`: the directory as a long-running program."""

from datetime import timedelta
from pathlib import Path

import click

from rogatory.cli.directory.options import FOLDER, key_option, timestamp_hours_option
from rogatory.cli.options.listening import listen_option
from rogatory.cli.options.passphrases import ask_passphrase, ask_pin
from rogatory.cli.output.reporting import print_text, reported

directory_listen = listen_option("127.0.0.1:8700", "every byte")


@click.command(
    "publisher", epilog="Example:  rogatory directory publisher repository --key publisher"
)
@click.argument("repository", type=FOLDER)
@key_option
@directory_listen
@click.option(
    "--copy-to",
    "copies",
    multiple=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder to which every change is copied at once; may be repeated.",
)
@timestamp_hours_option
@reported
def publisher(
    repository: Path,
    key: Path,
    passphrase_file: Path | None,
    listen: tuple[str, int],
    copies: tuple[Path, ...],
    timestamp_hours: int,
) -> None:
    """Serve REPOSITORY, publish at once what States submit, and keep the timestamp fresh.

    An entry signed by the State's own key needs no approval: a revocation at night does not wait for
    office hours. The key given here signs only snapshot and timestamp.
    """
    from rogatory.bootstrap.processes.directory_server import DirectoryServer, run_directory_server
    from rogatory.directory.ceremony.key_folder import KeyOpener
    from rogatory.directory.publish.current_metadata import read_standing
    from rogatory.directory.publish.published_parts import refuse_foreign_publisher
    from rogatory.directory.publish.publisher import SNAPSHOT_LIFE, Lives

    standing = read_standing(repository)
    opener = KeyOpener(key, ask_pin(), ask_passphrase(passphrase_file, f"the key in {key}"))
    refuse_foreign_publisher(standing.root, opener.keyid)
    host, port = listen
    print_text(f"Publishes {repository} at http://{host}:{port}; Ctrl-C stops it.")
    run_directory_server(
        DirectoryServer(
            repository,
            host,
            port,
            open_key=opener.open,
            copies=copies,
            lives=Lives(timedelta(hours=timestamp_hours), SNAPSHOT_LIFE),
        )
    )


@click.command(
    "serve", epilog="Example:  rogatory directory serve /srv/directory --listen 0.0.0.0:80"
)
@click.argument("repository", type=FOLDER)
@directory_listen
@reported
def serve(repository: Path, listen: tuple[str, int]) -> None:
    """Serve a directory or a copy of it without any key. Any web server can do the same."""
    from rogatory.bootstrap.processes.directory_server import DirectoryServer, run_directory_server
    from rogatory.directory.publish.current_metadata import read_standing

    read_standing(repository)
    host, port = listen
    print_text(f"Serves {repository} at http://{host}:{port}; Ctrl-C stops it.")
    run_directory_server(DirectoryServer(repository, host, port))
