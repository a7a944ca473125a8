# SPDX-License-Identifier: Apache-2.0
"""A whole network, made in one go.

By the functions that a real Secretariat and real States use; but in an exercise one hand holds all
keys. Where what is made lies: `federation.py`; what the States say of themselves: `entries.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from rogatory.bootstrap.home.folder import Home, NewHome, create_home
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.home.node_keys import NodeListing, install_authority_keys, make_node_keys
from rogatory.directory.ceremony import ceremony
from rogatory.directory.entry.card import build_card, card_digest
from rogatory.directory.entry.depositary import build_depositary
from rogatory.directory.entry.entry import CertificateRecord, PartyFact
from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.submission.state_role import sign_entry
from rogatory.directory.view.depositary_target import put_depositary
from rogatory.disk import write_new
from rogatory.exercises.cast import OFFICES, StateProfile
from rogatory.exercises.entries import (
    YEARS,
    certificate_record,
    depositary_view,
    entry_of,
    exercise_card,
    node_records,
    witness_policy,
    years_after,
)
from rogatory.exercises.federation import (
    Addresses,
    Federation,
    keep_directory_key,
    load_directory_key,
)
from rogatory.node.workstation.keys import layout
from rogatory.node.workstation.keys.new_keys import new_authority_keys
from rogatory.node.workstation.keys.state_ca_folder import new_state_ca_folder
from rogatory.seal.certificates.reading import pem_to_der
from rogatory.seal.certificates.state_ca import StateCa
from rogatory.wire.randomness import Random

HOLDERS = 3
"""Of the root and of the targets keys, each."""

type FoundDirectory = Callable[[Federation, Sequence[str], datetime], Publisher]
"""Makes the keys of a directory and publishes it with these States enrolled."""


def found_directory(federation: Federation, states: Sequence[str], at: datetime) -> Publisher:
    """Make the holders' keys and publish a directory in which these States are enrolled."""
    secretariat = federation.folder / "secretariat"
    roots = [keep_directory_key(secretariat, f"root-{n}") for n in range(1, HOLDERS + 1)]
    targets = [keep_directory_key(secretariat, f"targets-{n}") for n in range(1, HOLDERS + 1)]
    online = keep_directory_key(secretariat, "online")
    root = ceremony.first_root(
        root=[key.public for key in roots],
        targets=[key.public for key in targets],
        online=online.public,
        at=at,
    )
    for holder in roots[: ceremony.THRESHOLD]:
        root = ceremony.sign(root, holder)
    network, delegations = ceremony.network_id(root), ceremony.first_targets(at=at)
    for state in states:
        key = keep_directory_key(federation.state(state), "directory")
        delegations = ceremony.enrol(delegations, state, [key.public], at=at, network=network)
    for holder in targets[: ceremony.THRESHOLD]:
        delegations = ceremony.sign(delegations, holder)
    publisher = Publisher(federation.repository, online)
    publisher.create(root, delegations, at=at)
    stated = build_depositary(depositary_view(states))
    named = put_depositary(delegations, stated, at=at)
    for key in targets[: ceremony.THRESHOLD]:
        named = ceremony.sign(named, key)
    publisher.publish_targets(named, depositary=stated, at=at)
    return publisher


def found_federation(
    folder: Path,
    profiles: Sequence[StateProfile],
    addresses: Addresses,
    *,
    tsa_state: str,
    instruments: Mapping[str, Sequence[PartyFact]],
    at: datetime,
    random: Random,
    directory: FoundDirectory = found_directory,
) -> Federation:
    """Make the network in a folder that exists and is empty.

    `tsa_state` is the State whose timestamp authority all use; `instruments` what each State
    states of itself; `directory` founds the directory.
    """
    federation = Federation(folder)
    publisher = directory(federation, [profile.code for profile in profiles], at)
    for profile in profiles:
        home, ca, keys = _found_node(federation, profile, addresses, at, random)
        certificates = node_records(profile.code.lower(), keys)
        if profile.code == tsa_state:
            certificates.append(_found_tsa(federation, ca, at, random))
        entry, register = entry_of(
            federation, profile, home, ca, keys, certificates, instruments[profile.code], at, random
        )
        others = [other.code for other in profiles if other is not profile]
        card = build_card(exercise_card(profile, at, random))
        write_new(federation.state(profile.code) / "card.json", card, secret=True)
        entry = replace(entry, witness_policy=witness_policy(others), card=card_digest(card))
        key = load_directory_key(federation.state(profile.code), "directory")
        publisher.accept(
            sign_entry(entry, register, network=federation.network, keys=[key], version=1, at=at),
            at=at,
        )
    return federation


def _found_node(
    federation: Federation,
    profile: StateProfile,
    addresses: Addresses,
    at: datetime,
    random: Random,
) -> tuple[Home, StateCa, NodeListing]:
    ca_folder = federation.state(profile.code) / "ca"
    ca_folder.parent.mkdir(parents=True, exist_ok=True)
    ca = new_state_ca_folder(profile.code, ca_folder, years=2 * YEARS, at=at, random=random)
    home = create_home(
        federation.node(profile.code),
        new=NewHome(
            state=profile.code,
            root=federation.first_root,
            directory_url=addresses.directory,
            node_url=f"https://{addresses.host}:{free_port()}",
            timestamp_urls=[addresses.timestamps],
            authorities=[str(profile.authority(office.office)) for office in OFFICES],
            exercise=True,
        ),
    )
    keys = make_node_keys(home, ca, at=at, until=years_after(at), random=random)
    for office in OFFICES:
        workstation = federation.workstation(profile.code, office.office)
        workstation.parent.mkdir(exist_ok=True)
        new_authority_keys(
            profile.authority(office.office),
            workstation,
            state_ca=ca_folder,
            passphrase=None,
            at=at,
            random=random,
            network=federation.network,
        )
        authority = str(profile.authority(office.office))
        install_authority_keys(home, authority, workstation / layout.SIGNING)
    return home, ca, keys


def _found_tsa(
    federation: Federation, ca: StateCa, at: datetime, random: Random
) -> CertificateRecord:
    """Return the timestamp authority of a State: its key beside the State's, its certificate
    listed.
    """
    until = at + timedelta(days=365 * YEARS)
    issued = ca.issue(ca.state.lower(), "tsa", "p256", at=at, until=until, random=random)
    folder = federation.state(ca.state)
    write_new(folder / "tsa.key", issued.key, secret=True)
    write_new(folder / "tsa.pem", issued.certificate)
    return certificate_record("tsa", ca.state.lower(), pem_to_der(issued.certificate))
