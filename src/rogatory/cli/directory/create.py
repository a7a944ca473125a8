# SPDX-License-Identifier: Apache-2.0
"""`rogatory directory create`: the first root and targets metadata of a new network."""

from datetime import UTC, datetime
from pathlib import Path

import click

from rogatory.cli.directory.options import PUBLIC_KEY
from rogatory.cli.directory.prepare import keep_prepared, out_option
from rogatory.cli.output.reporting import as_json, reported


@click.command(
    "create",
    epilog="Example:  rogatory directory create --root-key r1.json --root-key r2.json --root-key r3.json "
    "--targets-key t1.json --targets-key t2.json --targets-key t3.json --publisher-key p.json --out founding",
)
@click.option(
    "--root-key",
    "root_keys",
    required=True,
    multiple=True,
    type=PUBLIC_KEY,
    help="A root holder's public.json; once for each, one more than the threshold at least.",
)
@click.option(
    "--targets-key",
    "targets_keys",
    required=True,
    multiple=True,
    type=PUBLIC_KEY,
    help="A targets holder's public.json; likewise. These say whose key speaks for which State.",
)
@click.option(
    "--publisher-key",
    required=True,
    type=PUBLIC_KEY,
    help="The publisher's public.json: the one key that is online.",
)
@click.option("--root-threshold", type=int, default=2, show_default=True, metavar="N")
@click.option("--targets-threshold", type=int, default=2, show_default=True, metavar="N")
@out_option
@as_json
@reported
def command(
    root_keys: tuple[Path, ...],
    targets_keys: tuple[Path, ...],
    publisher_key: Path,
    root_threshold: int,
    targets_threshold: int,
    out: Path,
    as_json: bool,
) -> None:
    """Prepare a new network from its holders' public keys, for the holders to sign.

    No private key is needed here. Before anybody signs, each holder finds the fingerprint of
    their own key on the screen, and all holders see one fingerprint for each file.
    """
    from rogatory.directory.ceremony.ceremony import first_root, first_targets
    from rogatory.directory.ceremony.key_folder import read_public_key

    at = datetime.now(UTC)
    root = first_root(
        root=[read_public_key(path) for path in root_keys],
        targets=[read_public_key(path) for path in targets_keys],
        online=read_public_key(publisher_key),
        at=at,
        threshold=root_threshold,
        targets_threshold=targets_threshold,
    )
    keep_prepared(out, [(root, None), (first_targets(at=at), None)], as_json=as_json)
