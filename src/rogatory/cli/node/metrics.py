# SPDX-License-Identifier: Apache-2.0
"""`rogatory node metrics`: a node's metrics served for Prometheus."""

import contextlib
import errno
from pathlib import Path

import click

from rogatory.bootstrap import refusals
from rogatory.bootstrap.home.folder import read_home
from rogatory.cli.options.peers import home
from rogatory.cli.output.reporting import print_text, reported
from rogatory.errors import Refused, Unreachable


@click.command("metrics", epilog="Example:  rogatory node metrics /srv/rogatory/xb")
@home
@reported
def command(home: Path) -> None:
    """Serve the metrics of the node of HOME for Prometheus until Ctrl-C.

    They are at http://HOST:PORT/metrics, where metrics_listen in node.toml names HOST:PORT. Nothing of a case is in them.
    """
    from rogatory.bootstrap.monitoring.server import serve_metrics

    found = read_home(home)
    if found.metrics_listen is None:
        raise Refused(refusals.METRICS_OFF.because())
    try:
        with contextlib.suppress(KeyboardInterrupt):
            serve_metrics(
                found,
                found.metrics_listen,
                lambda port: print_text(
                    f"Metrics are served on port {port} at /metrics. Ctrl-C stops it."
                ),
            )
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL}:
            raise
        address = found.metrics_listen
        raise Unreachable(
            refusals.METRICS_ADDRESS.because(address=address, error=error.strerror or "")
        ) from error
