# SPDX-License-Identifier: Apache-2.0
"""`rogatory timestamps`: a timestamp authority as a long-running program."""

from pathlib import Path

import click

from rogatory.cli.options.listening import listen_option
from rogatory.cli.output.reporting import print_text, reported


@click.command(epilog="Example:  rogatory timestamps tsa --listen 127.0.0.1:8702")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@listen_option("127.0.0.1:8702", "every token")
@reported
def command(folder: Path, listen: tuple[str, int]) -> None:
    """Serve a timestamp authority (RFC 3161) with the keys in FOLDER, as `rogatory keys issue tsa` made them.

    It gives no token while the system says that no time server keeps its clock, after the clock was set back, or once its
    certificate has ended.
    """
    from rogatory.bootstrap.processes.timestamp_server import (
        TimestampServer,
        read_authority,
        run_timestamp_server,
    )

    authority = read_authority(folder)
    host, port = listen
    print_text(f"Gives timestamps of {authority.holder} at http://{host}:{port}; Ctrl-C stops it.")
    run_timestamp_server(TimestampServer(authority, host, port))
