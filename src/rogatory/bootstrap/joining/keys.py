# SPDX-License-Identifier: Apache-2.0
"""The steps with which a State comes to its keys: the network's root, State key, CA, authorities, node."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rogatory.bootstrap.home.folder import Home, NewHome, create_home, read_home
from rogatory.bootstrap.home.keys import log_mldsa44, log_signer, own_witness_keys, witness_file
from rogatory.bootstrap.home.node_keys import install_authority_keys, make_node_keys
from rogatory.bootstrap.joining.plan import JoiningPlan
from rogatory.bootstrap.joining.step import StepState, Tools, done, undone
from rogatory.bootstrap.ports.directory_line import read_from
from rogatory.directory import refusals
from rogatory.directory.ceremony.ceremony import network_id
from rogatory.directory.ceremony.key_folder import new_key_folder, read_public_key
from rogatory.directory.ceremony.keys import fingerprint, parse_public
from rogatory.directory.ceremony.metadata import ROOT_LIMIT
from rogatory.directory.view.as_of import read_top_level
from rogatory.disk import read_file, write_new
from rogatory.errors import Refused, RogatoryError
from rogatory.node.workstation.keys import layout
from rogatory.node.workstation.keys.new_keys import (
    CERTIFICATE_YEARS,
    STATE_CA_YEARS,
    new_authority_keys,
)
from rogatory.node.workstation.keys.state_ca_folder import load_state_ca, new_state_ca_folder
from rogatory.node.workstation.keys.state_entry import LARGEST_PEM, NodeKeyListing, build_listing
from rogatory.seal.cosigner import Cosigning
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.spoken_digest import spoken


def look_at_network(plan: JoiningPlan) -> StepState:
    """Check that the directory can be read, and its first root is the one that was read out."""
    try:
        top = read_top_level(read_from(plan.directory), network=plan.network, at=_now())
    except RogatoryError as error:
        return undone(
            str(error),
            f"ask for the directory's address and the fingerprint of its first root; "
            f"{plan.directory} and {plan.network} do not go together, or it cannot be reached",
        )
    if not plan.first_root.exists():
        return undone("the first root is the one that was read out", "keep it")
    return done(
        f"the directory is at version {top.snapshot.version}; its first root is {plan.network}"
    )


def keep_root(plan: JoiningPlan, _tools: Tools) -> None:
    """Keep the first root, once it is the one that was read out."""
    root = read_from(plan.directory)("metadata/1.root.json", ROOT_LIMIT) or b""
    if network_id(root) != plan.network:
        raise Refused(refusals.OTHER_NETWORK.because(found=network_id(root), expected=plan.network))
    write_new(plan.first_root, root)


def look_at_state_key(plan: JoiningPlan) -> StepState:
    try:
        key = parse_public(read_public_key(plan.state_key))
    except RogatoryError as error:
        return undone(
            str(error),
            "make the State key (`rogatory directory key`), on a token if there is one, and keep it offline",
        )
    return done(f"State key {fingerprint(key.keyid)}")


def make_state_key(plan: JoiningPlan, tools: Tools) -> None:
    new_key_folder(plan.state_key, passphrase=tools.new_passphrase() or None)


def look_at_state_ca(plan: JoiningPlan) -> StepState:
    try:
        ca = load_state_ca(plan.state_ca)
    except RogatoryError as error:
        return undone(
            str(error), "make the State CA (`rogatory keys state-ca`), and keep it offline"
        )
    if ca.state != plan.state:
        return undone(f"the State CA is of {ca.state}", f"name the one of {plan.state}")
    return done(f"the State CA of {ca.state}, with {', '.join(ca.certificates)}")


def make_state_ca(plan: JoiningPlan, _tools: Tools) -> None:
    new_state_ca_folder(
        plan.state, plan.state_ca, years=STATE_CA_YEARS, at=_now(), random=os.urandom
    )


def look_at_authorities(plan: JoiningPlan) -> StepState:
    missing = [one for one in plan.authorities if not _recipient(plan, one).exists()]
    if missing:
        return undone(
            f"no keys of {', '.join(missing)}",
            "make the keys of each authority (`rogatory keys new --ca`), on its own workstation",
        )
    return done(f"keys of {', '.join(plan.authorities)}")


def make_authorities(plan: JoiningPlan, _tools: Tools) -> None:
    for authority in plan.authorities:
        folder = plan.authority_keys(authority)
        if _recipient(plan, authority).exists():
            continue
        folder.parent.mkdir(mode=0o700, exist_ok=True)
        new_authority_keys(
            parse_authority(authority),
            folder,
            state_ca=plan.state_ca,
            passphrase=None,
            at=_now(),
            random=os.urandom,
            network=plan.network,
        )


def look_at_node(plan: JoiningPlan) -> StepState:
    try:
        home = read_home(plan.node)
    except RogatoryError as error:
        return undone(str(error), "make the node's home")
    wrong = [
        f"{name} {found!r}, not {wanted!r}"
        for name, found, wanted in (
            ("state", home.state, plan.state),
            ("network", home.network, plan.network),
            ("node_url", home.node_url, plan.node_url.rstrip("/")),
        )
        if found != wanted
    ]
    if wrong:
        return undone(
            f"node.toml says {'; '.join(wrong)}", "correct node.toml, or name another home"
        )
    if not plan.listing.exists():
        return undone("the node has no keys yet", "make the node's keys")
    return done(f"the home of {home.state}'s node is {home.path}")


def make_node(plan: JoiningPlan, _tools: Tools) -> None:
    """Make the home, its keys and the authorities' signing keys; taken up where it was interrupted."""
    if not (plan.node / "node.toml").exists():
        create_home(
            plan.node,
            new=NewHome(
                state=plan.state,
                root=read_file(plan.first_root, limit=ROOT_LIMIT),
                directory_url=plan.directory,
                node_url=plan.node_url,
                console_url=plan.console_url,
                timestamp_urls=plan.timestamps,
                authorities=plan.authorities,
            ),
        )
    home, at = read_home(plan.node), _now()
    for authority in plan.authorities:
        if not (home.authority_keys / authority.partition("/")[2]).exists():
            install_authority_keys(home, authority, plan.authority_keys(authority) / layout.SIGNING)
    until = at + timedelta(days=365 * CERTIFICATE_YEARS)
    if not all(path.exists() for path in _node_keys(home)):
        make_node_keys(home, load_state_ca(plan.state_ca), at=at, until=until)
    write_new(plan.listing, build_listing(_listing(home)))


def state_key_words(plan: JoiningPlan) -> tuple[str, str]:
    """Return the State key's fingerprint, to be read by eye and over the telephone."""
    keyid = parse_public(read_public_key(plan.state_key)).keyid
    return fingerprint(keyid), spoken(keyid)


def _listing(home: Home) -> NodeKeyListing:
    """Return what the keys in a node's home say of themselves, as they lie there."""
    pems = sorted(home.node_keys.rglob("*.pem"))
    return NodeKeyListing(
        state=home.state,
        certificates=tuple(read_file(path, limit=LARGEST_PEM).decode() for path in pems),
        logs=_log_vkeys(home),
        witnesses=tuple(one.key.vkey for one in own_witness_keys(home)),
    )


def _log_vkeys(home: Home) -> tuple[str, ...]:
    second = log_mldsa44(home)
    return (log_signer(home).vkey, *(() if second is None else (second.key.vkey,)))


def _node_keys(home: Home) -> tuple[Path, ...]:
    """Return the last of the files that `make_node_keys` writes for each key."""
    folder = home.node_keys
    receipts = (folder / "receipts" / f"{name}.pem" for name in ("p256", "mldsa65"))
    witness = (witness_file(home, algorithm) for algorithm in Cosigning)
    return (folder / "tls.pem", folder / "http.pem", *receipts, folder / "log.key", *witness)


def _recipient(plan: JoiningPlan, authority: str) -> Path:
    return plan.authority_keys(authority) / layout.RECIPIENT


def _now() -> datetime:
    return datetime.now(UTC)
