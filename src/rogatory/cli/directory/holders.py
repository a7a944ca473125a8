# SPDX-License-Identifier: Apache-2.0
"""`rogatory directory rotate`, `revoke`, `replace-threshold`, `replace-publisher` and `renew`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from rogatory.cli.directory.options import PUBLIC_KEY
from rogatory.cli.directory.prepare import keep_prepared, prepare_options
from rogatory.cli.output.reporting import as_json, reported

OFFLINE = click.Choice(["root", "targets"])


@click.command(
    "rotate",
    epilog="Example:  rogatory directory rotate root --add new.json --revoke 7b1c…e2 --in repository --out c",
)
@click.argument("role", metavar="ROLE")
@click.option("--add", multiple=True, type=PUBLIC_KEY, help="A new public key; may be repeated.")
@click.option(
    "--revoke", multiple=True, metavar="FINGERPRINT", help="A key that ends; may be repeated."
)
@prepare_options
@as_json
@reported
def rotate(
    role: str,
    add: tuple[Path, ...],
    revoke: tuple[str, ...],
    copy: Path,
    out: Path,
    as_json: bool,
) -> None:
    """Prepare a change of keys of ROLE: of root, of targets, or of a State (its code).

    For one lost or stolen key of root or targets: the holders who are left sign. The key of a
    State that changes without being announced by the old one is shown to every node's officers.
    """
    if not add and not revoke:
        raise click.UsageError("Name what changes: --add, --revoke, or both.")
    _prepare(role, add, revoke, copy, out, as_json=as_json)


@click.command(
    "revoke", epilog="Example:  rogatory directory revoke XA 7b1c…e2 --in repository --out ceremony"
)
@click.argument("role", metavar="ROLE")
@click.argument("fingerprint")
@prepare_options
@as_json
@reported
def revoke(role: str, fingerprint: str, copy: Path, out: Path, as_json: bool) -> None:
    """Prepare the removal of a key: of root, of targets, or of a State (its code).

    Another key must remain for the role. What a State signed with this key only must be signed again
    and published together with this (`publish --submission`).
    """
    _prepare(role, (), (fingerprint,), copy, out, as_json=as_json)


def _prepare(
    role: str,
    add: Sequence[Path],
    revoke: Sequence[str],
    copy: Path,
    out: Path,
    *,
    as_json: bool,
) -> None:
    from rogatory.directory.ceremony import ceremony
    from rogatory.directory.ceremony.key_folder import read_public_key
    from rogatory.directory.publish.current_metadata import read_standing

    at, standing = datetime.now(UTC), read_standing(copy)
    keys = [read_public_key(path) for path in add]
    ended = ["".join(one.split()).lower() for one in revoke]
    if role in {"root", "targets"}:
        root = ceremony.rotate_root(standing.root, role=role, add=keys, revoke=ended, at=at)
        keep_prepared(out, [(root, standing.root)], as_json=as_json)
        return
    targets = ceremony.change_state_keys(
        standing.targets,
        role.upper(),
        add=keys,
        revoke=ended,
        at=at,
        network=standing.network,
    )
    keep_prepared(out, [(targets, standing.targets)], as_json=as_json)


@click.command(
    "replace-threshold",
    epilog="Example:  rogatory directory replace-threshold targets --key t4.json --key t5.json "
    "--key t6.json --in repository --out ceremony",
)
@click.argument("role", type=OFFLINE)
@click.option(
    "--key", "keys", required=True, multiple=True, type=PUBLIC_KEY, help="Every key from now on."
)
@click.option("--threshold", type=int, default=2, show_default=True, metavar="N")
@prepare_options
@as_json
@reported
def replace_threshold(
    role: str, keys: tuple[Path, ...], threshold: int, copy: Path, out: Path, as_json: bool
) -> None:
    """Prepare a ROLE with exactly these keys and this threshold.

    Use it where too many targets keys are lost to reach their threshold: the holders of root sign the
    root, the new holders of targets sign the targets metadata, and both are published together. A
    lost threshold of root keys cannot be replaced.
    """
    from rogatory.directory.ceremony import ceremony
    from rogatory.directory.ceremony.key_folder import read_public_key
    from rogatory.directory.ceremony.replacing import replace_holders
    from rogatory.directory.publish.current_metadata import read_standing

    at, standing = datetime.now(UTC), read_standing(copy)
    publics = [read_public_key(path) for path in keys]
    root = replace_holders(standing.root, role, publics, threshold=threshold, at=at)
    prepared: list[tuple[bytes, bytes | None]] = [(root, standing.root)]
    if role == "targets":
        prepared.append(
            (
                ceremony.renew_targets(standing.targets, at=at, network=standing.network),
                standing.targets,
            )
        )
    keep_prepared(out, prepared, as_json=as_json)


@click.command(
    "replace-publisher",
    epilog="Example:  rogatory directory replace-publisher new.json --in repository --out ceremony",
)
@click.argument("key", metavar="KEY", type=PUBLIC_KEY)
@prepare_options
@as_json
@reported
def replace_publisher(key: Path, copy: Path, out: Path, as_json: bool) -> None:
    """Prepare another KEY for snapshot and timestamp: the publisher's was stolen or is replaced."""
    from rogatory.directory.ceremony.key_folder import read_public_key
    from rogatory.directory.ceremony.replacing import replace_publisher as next_root
    from rogatory.directory.publish.current_metadata import read_standing

    standing = read_standing(copy)
    root = next_root(standing.root, read_public_key(key), at=datetime.now(UTC))
    keep_prepared(out, [(root, standing.root)], as_json=as_json)


@click.command("renew", epilog="Example:  rogatory directory renew targets --in repository --out c")
@click.argument("role", type=OFFLINE)
@prepare_options
@as_json
@reported
def renew(role: str, copy: Path, out: Path, as_json: bool) -> None:
    """Prepare root or targets metadata with a later expiry date and no other change."""
    from rogatory.directory.ceremony import ceremony
    from rogatory.directory.ceremony.replacing import renew_root
    from rogatory.directory.publish.current_metadata import read_standing

    at, standing = datetime.now(UTC), read_standing(copy)
    if role == "root":
        prepared = renew_root(standing.root, at=at), standing.root
    else:
        prepared = (
            ceremony.renew_targets(standing.targets, at=at, network=standing.network),
            standing.targets,
        )
    keep_prepared(out, [prepared], as_json=as_json)
