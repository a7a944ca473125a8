# SPDX-License-Identifier: Apache-2.0
"""Making an authority's keys: signing keys with certificates, a decryption identity, and the
public file that others seal to.

The certificates come from the State CA in a folder, or, where none is named, from a State CA
made for this authority alone: good for a trial, and replaced by the State's own before a
directory lists it.
"""

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from rogatory.disk import PartialFolder, write_new
from rogatory.node.workstation.keys import layout
from rogatory.node.workstation.keys.recipient_file import (
    WORKSTATION,
    build_recipient_file,
    read_recipient_file,
    refuse_label,
)
from rogatory.node.workstation.keys.revocation_lists import newest_lists
from rogatory.node.workstation.keys.revocation_record import first_lists
from rogatory.node.workstation.keys.state_ca_folder import load_state_ca
from rogatory.seal.age import HybridIdentity, write_identity_file
from rogatory.seal.certificates.reading import der_to_pem
from rogatory.seal.certificates.state_ca import StateCa, new_state_ca
from rogatory.seal.signatures import SigningKeys, signing_keys_from_pem
from rogatory.seal.token_key import parse_token_place
from rogatory.seal.tokens import (
    AskPin,
    OnToken,
    TokenKey,
    destroy_token_key,
    new_token_key,
    open_token_key,
)
from rogatory.wire.canonical import encode
from rogatory.wire.identifiers import Authority
from rogatory.wire.moments import CLOCK_TOLERANCE, format_moment
from rogatory.wire.randomness import Random

__all__ = [
    "CERTIFICATE_YEARS",
    "STATE_CA_YEARS",
    "NewKeys",
    "OnToken",
    "issue_signing_files",
    "new_authority_keys",
    "signing_keys_of",
]

CERTIFICATE_YEARS = 3
"""A signing certificate outlives a case by little: renewal is when lost keys are noticed."""

STATE_CA_YEARS = 20
"""Years of a State CA's certificate: all that it issued ends before it, and replacing it is a
ceremony.
"""

BEGINS_EARLIER = CLOCK_TOLERANCE
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
    label: str = WORKSTATION,
    on_token: OnToken | None = None,
    network: str | None = None,
) -> NewKeys:
    """Make the folder, whole or not at all; see `layout` for what lies in it.

    The recipient file is signed for `network`; for none where it is not known yet.

    Nor is a key left on the token when the folder could not be made.
    """
    refuse_label(label)
    begin = at - BEGINS_EARLIER
    if state_ca is None:
        ca = new_state_ca(authority.state, at=begin, years=STATE_CA_YEARS, random=random)
    else:
        ca = load_state_ca(state_ca)
    identity = HybridIdentity.generate(random)
    secret = {layout.IDENTITY: write_identity_file(identity, at, passphrase)}
    if state_ca is None:
        secret |= {f"{layout.STATE_CA}/{name}": data for name, data in ca.to_pem().items()}
    public = {
        layout.AUTHORITY: encode(
            {"authority": str(authority), "made": format_moment(at), "version": 1}
        ),
    }
    public |= {
        f"{layout.CERTIFICATES}/ca.{name}.pem": der_to_pem(der)
        for name, der in ca.certificates.items()
    }
    public |= {
        f"{layout.CERTIFICATES}/ca.{name}.crl": pem
        for name, pem in _revocation_lists(ca, state_ca, begin).items()
    }
    with PartialFolder(folder, private=True) as partial, ExitStack() as undoing:
        if on_token is None:
            signing = issue_signing_files(ca, authority, at=begin, random=random)
        else:
            signing = _files_with_token(ca, authority, on_token, begin, random, undoing)
        keys = signing_keys_of(authority, signing)
        recipients = [(label, identity.recipient.encode())]
        public[layout.RECIPIENT] = build_recipient_file(
            keys, ca.certificates, recipients, at, network
        )
        secret |= {f"{layout.SIGNING}/{name}": data for name, data in signing.items()}
        _write(Path(os.fsdecode(partial.path)), secret, secret=True)
        _write(Path(os.fsdecode(partial.path)), public, secret=False)
        undoing.pop_all()
    stated = read_recipient_file(public[layout.RECIPIENT], layout.RECIPIENT, at)
    return NewKeys(
        authority, folder, stated.fingerprint, identity.recipient.encode(), state_ca is None
    )


def _revocation_lists(ca: StateCa, state_ca: Path | None, at: datetime) -> Mapping[str, bytes]:
    """Return the State CA's newest lists, by algorithm; those of one made here name nothing."""
    if state_ca is not None:
        return newest_lists(state_ca)
    return {
        name.removesuffix(".crl"): data
        for name, data in first_lists(ca, at).items()
        if name.endswith(".crl")
    }


def _files_with_token(
    ca: StateCa,
    authority: Authority,
    wanted: OnToken,
    at: datetime,
    random: Random,
    undoing: ExitStack,
) -> dict[str, bytes]:
    """Return it as `issue_signing_files`, with the ECDSA key made on the token and certified there;
    it is taken away again by `undoing`.
    """
    place = new_token_key(
        wanted.module,
        wanted.token,
        f"rogatory {authority}",
        wanted.algorithm,
        ask_pin=wanted.ask_pin,
        random=random,
        serial=wanted.serial,
    )
    undoing.callback(destroy_token_key, place)
    public = open_token_key(place, wanted.ask_pin).public_key()
    until = at + timedelta(days=365 * CERTIFICATE_YEARS)
    certificate = ca.certify(str(authority), "authority", public, at=at, until=until, random=random)
    files = issue_signing_files(ca, authority, at=at, random=random, algorithms=("mldsa65",))
    return files | {layout.DESCRIPTION: place.encode(), "p256.pem": certificate}


def issue_signing_files(
    ca: StateCa,
    authority: Authority,
    *,
    at: datetime,
    random: Random,
    algorithms: Sequence[Literal["p256", "mldsa65"]] = ("p256", "mldsa65"),
) -> dict[str, bytes]:
    """Return an authority's signing keys with their certificates, as the files of its signing
    folder.
    """
    until = at + timedelta(days=365 * CERTIFICATE_YEARS)
    files: dict[str, bytes] = {}
    for algorithm in algorithms:
        issued = ca.issue(str(authority), "authority", algorithm, at=at, until=until, random=random)
        files[f"{algorithm}.key"] = issued.key
        files[f"{algorithm}.pem"] = issued.certificate
    return files


def signing_keys_of(
    authority: Authority, files: Mapping[str, bytes], ask_pin: AskPin | None = None
) -> SigningKeys:
    """Return the signing keys in the files of a signing folder; the PIN is asked for if one of them
    describes a key on a token.
    """
    description = files.get(layout.DESCRIPTION)
    if description is None:
        ecdsa: bytes | TokenKey = files["p256.key"]
    else:
        ecdsa = open_token_key(parse_token_place(description, layout.DESCRIPTION), ask_pin)
    return signing_keys_from_pem(
        str(authority),
        ecdsa,
        files["p256.pem"],
        files.get("mldsa65.key"),
        files.get("mldsa65.pem"),
    )


def _write(folder: Path, files: Mapping[str, bytes], *, secret: bool) -> None:
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_new(target, data, secret=secret)
