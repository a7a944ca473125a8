# SPDX-License-Identifier: Apache-2.0
"""`rogatory directory enrol`, `delegate` and `depositary`: what the holders of the targets keys say."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from rogatory.cli.directory.options import FILE, PUBLIC_KEY
from rogatory.cli.directory.prepare import keep_prepared, prepare_options
from rogatory.cli.output.reporting import as_json, reported
from rogatory.disk import read_file
from rogatory.wire.canonical import LARGEST_DOCUMENT


class _StateKey(click.ParamType["tuple[str, Path]"]):
    """`XA=path`: a State and the public key that is to speak for it."""

    name = "STATE=KEY"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, Path]:
        state, separator, path = str(value).partition("=")
        if not separator or not state:
            self.fail(f"{value!r} is not of the form XA=public.json", param, ctx)
        return state.upper(), PUBLIC_KEY.convert(path, param, ctx)


@click.command(
    "enrol", epilog="Example:  rogatory directory enrol XA=xa.json --in repository --out ceremony"
)
@click.argument("states", nargs=-1, required=True, type=_StateKey())
@prepare_options
@as_json
@reported
def enrol(states: tuple[tuple[str, Path], ...], copy: Path, out: Path, as_json: bool) -> None:
    """Prepare the enrolment of one or more States, each with the key that is to speak for it.

    The State's representative reads out the fingerprint that `directory key` printed where the
    key was made; every holder compares it with the one shown here and at `directory sign`.
    """
    from rogatory.directory.ceremony import ceremony
    from rogatory.directory.ceremony.key_folder import read_public_key
    from rogatory.directory.publish.current_metadata import read_standing

    at = datetime.now(UTC)
    standing = read_standing(copy)
    keys: dict[str, list[bytes]] = {}
    for state, path in states:
        keys.setdefault(state, []).append(read_public_key(path))
    targets = ceremony.enrol_all(standing.targets, keys, at=at, network=standing.network)
    keep_prepared(out, [(targets, standing.targets)], as_json=as_json)


@click.command(
    "delegate", epilog="Example:  rogatory directory delegate XA next.json --in repository --out c"
)
@click.argument("state", metavar="STATE")
@click.argument("key", metavar="KEY", type=PUBLIC_KEY)
@prepare_options
@as_json
@reported
def delegate(state: str, key: Path, copy: Path, out: Path, as_json: bool) -> None:
    """Prepare a further key of an enrolled STATE: its next one, before it is used.

    The State announces the key in its own entry first: readers accept a key that the State's own key
    has announced, and suspend the State otherwise.
    """
    from rogatory.directory.ceremony import ceremony
    from rogatory.directory.ceremony.key_folder import read_public_key
    from rogatory.directory.publish.current_metadata import read_standing

    standing = read_standing(copy)
    targets = ceremony.change_state_keys(
        standing.targets,
        state.upper(),
        add=[read_public_key(key)],
        at=datetime.now(UTC),
        network=standing.network,
    )
    keep_prepared(out, [(targets, standing.targets)], as_json=as_json)


@click.command(
    "depositary",
    epilog="Example:  rogatory directory depositary depositary.json --in repository --out ceremony",
)
@click.argument("view", type=FILE)
@prepare_options
@as_json
@reported
def depositary(view: Path, copy: Path, out: Path, as_json: bool) -> None:
    """Prepare another VIEW of the depositary's for the directory: who signed, who is bound.

    Publish it together with the file: `directory publish … --depositary VIEW`.
    """
    from rogatory.directory.publish.current_metadata import read_standing
    from rogatory.directory.view.depositary_target import put_depositary

    standing = read_standing(copy)
    stated = read_file(view, limit=LARGEST_DOCUMENT)
    targets = put_depositary(
        standing.targets, stated, at=datetime.now(UTC), network=standing.network
    )
    keep_prepared(out, [(targets, standing.targets)], as_json=as_json)
