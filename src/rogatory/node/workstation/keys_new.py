# SPDX-License-Identifier: Apache-2.0
"""Making an authority's keys: signing keys with certificates, a decryption identity, and the
public file that others seal to.

The certificates come from the State CA in a folder, or, where none is named, from a State CA
made for this authority alone: good for a trial, and replaced by the State's own before a
directory lists it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from rogatory.disk import PartialFolder, write_new
from rogatory.node.ports import Random
from rogatory.node.workstation import layout
from rogatory.node.workstation.recipient_file import build_recipient_file, read_recipient_file
from rogatory.node.workstation.state_ca_folder import load_state_ca
from rogatory.seal.age import HybridIdentity, write_identity_file
from rogatory.seal.certificate_reading import der_to_pem
from rogatory.seal.signatures import SigningKeys, signing_keys_from_pem
from rogatory.seal.state_ca import StateCa, new_state_ca
from rogatory.wire.canonical import encode
from rogatory.wire.identifiers import Authority
from rogatory.wire.moments import format_moment

CERTIFICATE_YEARS = 3
"""A signing certificate outlives a case by little: renewal is when lost keys are noticed."""

STATE_CA_YEARS = 20

BEGINS_EARLIER = timedelta(minutes=5)
"""A new certificate counts from a little earlier, so that a peer whose clock is behind takes it."""


@dataclass(frozen=True, slots=True)
class NewKeys:
    authority: Authority
    folder: Path
    fingerprint: str
    recipient: str
    made_state_ca: bool
    """True when no State CA was named and one was made beside the keys."""


def new_authority_keys(
    authority: Authority,
    folder: Path,
    *,
    state_ca: Path | None,
    passphrase: str | None,
    at: datetime,
    random: Random,
) -> NewKeys:
    """Make the folder, whole or not at all; see `layout` for what lies in it."""
    begin = at - BEGINS_EARLIER
    if state_ca is None:
        ca = new_state_ca(authority.state, at=begin, years=STATE_CA_YEARS, random=random)
    else:
        ca = load_state_ca(state_ca)
    identity = HybridIdentity.generate(random)
    signing = issue_signing_files(ca, authority, at=begin, random=random)
    keys = signing_keys_of(authority, signing)
    recipient = build_recipient_file(
        keys, ca.certificates, [("workstation", identity.recipient.encode())], at
    )
    secret = {layout.IDENTITY: write_identity_file(identity, at, passphrase)}
    secret |= {f"{layout.SIGNING}/{name}": data for name, data in signing.items()}
    if state_ca is None:
        secret |= {f"{layout.STATE_CA}/{name}": data for name, data in ca.to_pem().items()}
    public = {
        layout.AUTHORITY: encode(
            {"authority": str(authority), "made": format_moment(at), "version": 1}
        ),
        layout.RECIPIENT: recipient,
    }
    public |= {
        f"{layout.CERTIFICATES}/ca.{name}.pem": der_to_pem(der)
        for name, der in ca.certificates.items()
    }
    with PartialFolder(folder, private=True) as partial:
        _write(Path(os.fsdecode(partial.path)), secret, secret=True)
        _write(Path(os.fsdecode(partial.path)), public, secret=False)
    stated = read_recipient_file(recipient, layout.RECIPIENT, at)
    return NewKeys(
        authority, folder, stated.fingerprint, identity.recipient.encode(), state_ca is None
    )


def issue_signing_files(
    ca: StateCa, authority: Authority, *, at: datetime, random: Random
) -> dict[str, bytes]:
    """An authority's signing keys with their certificates, as the files of its signing folder."""
    until = at + timedelta(days=365 * CERTIFICATE_YEARS)
    files: dict[str, bytes] = {}
    for algorithm in ("p256", "mldsa65"):
        issued = ca.issue(str(authority), "authority", algorithm, at=at, until=until, random=random)
        files[f"{algorithm}.key"] = issued.key
        files[f"{algorithm}.pem"] = issued.certificate
    return files


def signing_keys_of(authority: Authority, files: Mapping[str, bytes]) -> SigningKeys:
    """The signing keys in the files of a signing folder."""
    return signing_keys_from_pem(
        str(authority),
        files["p256.key"],
        files["p256.pem"],
        files.get("mldsa65.key"),
        files.get("mldsa65.pem"),
    )


def _write(folder: Path, files: Mapping[str, bytes], *, secret: bool) -> None:
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_new(target, data, secret=secret)
