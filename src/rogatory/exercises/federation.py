# SPDX-License-Identifier: Apache-2.0
"""A whole network in a folder: a directory, its States, their keys and their nodes' homes.

Made by the functions that a real Secretariat and real States use, in one go, since in an
exercise one hand holds all keys. Layout:

    secretariat/        root and targets keys (three holders each), the publisher's online key
    repository/         the directory, as any static web server would serve it
    states/xa/          ca/, directory.key, card.json, officers/ (software authenticators), tsa.key
    workstations/xa-central-authority/      an authority's key folder, as `keys new` makes it
    nodes/xa/           a node's home
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from rogatory.bootstrap.home import Home, create_home
from rogatory.bootstrap.node_keys import NodeListing, install_authority_keys, make_node_keys
from rogatory.directory import ceremony
from rogatory.directory.card import (
    Card,
    CardChannel,
    CardName,
    CardNumber,
    build_card,
    card_digest,
    new_salt,
)
from rogatory.directory.depositary import Depositary, StateFact, build_depositary
from rogatory.directory.depositary_target import put_depositary
from rogatory.directory.entry import (
    AuthorityRecord,
    CertificateRecord,
    Channels,
    Entry,
    LogRecord,
    PartyFact,
    RecipientRecord,
    RelyingParty,
    WitnessRecord,
)
from rogatory.directory.hours import DrillWindow
from rogatory.directory.keys import DirectoryKey, load_key
from rogatory.directory.keys import new_key as new_directory_key
from rogatory.directory.period import Period
from rogatory.directory.publisher import Publisher
from rogatory.directory.register import OfficerRecord, Register, build_register
from rogatory.directory.state_role import sign_entry
from rogatory.disk import write_new
from rogatory.exercises.cast import (
    APPROVALS,
    CENTRAL_AUTHORITY,
    CONTACT_POINT,
    HEAD_OF_DUTY,
    HEAD_OF_LAW,
    OFFICES,
    PLAYERS,
    STATES,
    Player,
    StateProfile,
)
from rogatory.node.ports import Random
from rogatory.node.witnesses.trust import witness_name
from rogatory.node.workstation import layout
from rogatory.node.workstation.authority_folder import open_authority_folder
from rogatory.node.workstation.keys_new import new_authority_keys
from rogatory.node.workstation.recipient_file import read_recipient_file
from rogatory.node.workstation.state_ca_folder import new_state_ca_folder
from rogatory.requests.kinds import KINDS
from rogatory.seal.certificate_reading import certificate_algorithm, pem_to_der, validity
from rogatory.seal.software_authenticator import SoftwareAuthenticator
from rogatory.seal.state_ca import StateCa
from rogatory.treaty.law import FEDERATION, packaged_law
from rogatory.wire.digests import sha256

YEARS = 10
HOLDERS = 3
RELYING_PARTY = "localhost"
"""Browsers let pages on localhost use passkeys without a certificate; an exercise runs there."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the shared services of the exercise listen."""

    directory: str
    timestamps: str


@dataclass(frozen=True, slots=True)
class Federation:
    """Where everything of a network lies."""

    folder: Path

    @property
    def repository(self) -> Path:
        return self.folder / "repository"

    @property
    def first_root(self) -> bytes:
        return (self.repository / "metadata" / "1.root.json").read_bytes()

    def node(self, state: str) -> Path:
        return self.folder / "nodes" / state.lower()

    def state(self, state: str) -> Path:
        return self.folder / "states" / state.lower()

    def workstation(self, state: str, office: str) -> Path:
        return self.folder / "workstations" / f"{state.lower()}-{office}"

    def authenticator(self, state: str, player: Player) -> SoftwareAuthenticator:
        """An officer's software authenticator, as it was enrolled."""
        path = self.state(state) / "officers" / f"{player.known_as(state)}.json"
        return SoftwareAuthenticator.from_bytes(path.read_bytes())

    def card(self, state: str) -> bytes:
        """A State's card, which its own node is given by hand."""
        return (self.state(state) / "card.json").read_bytes()

    def state_key(self, state: str) -> DirectoryKey:
        """The key with which a State signs its entry, offline where a State is real."""
        return _load_directory_key(self.state(state), "directory")

    def online_key(self) -> DirectoryKey:
        return _load_directory_key(self.folder / "secretariat", "online")


def found_federation(
    folder: Path,
    profiles: Sequence[StateProfile],
    addresses: Addresses,
    *,
    tsa_state: str,
    instruments: Mapping[str, Sequence[PartyFact]],
    at: datetime,
    random: Random,
) -> Federation:
    """Make the network in a folder that exists and is empty.

    `tsa_state` is the State whose timestamp authority all use; `instruments` what each State
    states of itself.
    """
    federation = Federation(folder)
    publisher = _found_directory(federation, [profile.code for profile in profiles], at)
    for profile in profiles:
        home, ca, keys = _found_node(federation, profile, addresses, at, random)
        certificates = _node_records(profile.code.lower(), keys)
        if profile.code == tsa_state:
            certificates.append(_found_tsa(federation, ca, at, random))
        entry, register = _entry(
            federation, profile, home, ca, keys, certificates, instruments[profile.code], at, random
        )
        others = [other.code for other in profiles if other is not profile]
        card = build_card(exercise_card(profile, at, random))
        write_new(federation.state(profile.code) / "card.json", card, secret=True)
        entry = replace(entry, witness_policy=witness_policy(others), card=card_digest(card))
        key = _load_directory_key(federation.state(profile.code), "directory")
        publisher.accept(sign_entry(entry, register, keys=[key], version=1, at=at), at=at)
    return federation


def stated_parties(state: str) -> tuple[PartyFact, ...]:
    """What a State of the fictional federation states of itself, from its register of parties."""
    return tuple(
        PartyFact(record.instrument, "in-force", record.in_force_from.isoformat(), record.source)
        for record in packaged_law(FEDERATION).parties
        if record.state == state and record.in_force_from is not None
    )


def exercise_card(profile: StateProfile, at: datetime, random: Random) -> Card:
    """A card as a State might have it. The numbers are of a country code that nobody has."""
    contact, central = (str(profile.authority(office.office)) for office in OFFICES)
    prefix = f"+9990{sorted(STATES).index(profile.code)}"
    return Card(
        state=profile.code,
        issued=at.replace(microsecond=0),
        salt=new_salt(random),
        numbers=(
            CardNumber(contact, "Duty officer, day and night", f"{prefix}000001"),
            CardNumber(central, "Registry", f"{prefix}000002", OFFICES[1].hours),
        ),
        call_back=(
            CardChannel(central, "telephone", f"{prefix}000003"),
            CardChannel(central, "i-24-7", f"NCB {profile.name}"),
        ),
        names=(
            CardName(contact, HEAD_OF_DUTY.title, "answers for the duty officers"),
            CardName(central, HEAD_OF_LAW.title, "confirms emergencies by call-back"),
        ),
    )


def witness_policy(others: Sequence[str]) -> str | None:
    """Two of the other States witness a State's log, or all there are; alone it has no witness."""
    return f"any {min(2, len(others))} of {' '.join(others)}\n" if others else None


def _found_directory(federation: Federation, states: Sequence[str], at: datetime) -> Publisher:
    secretariat = federation.folder / "secretariat"
    roots = [_keep_directory_key(secretariat, f"root-{n}") for n in range(1, HOLDERS + 1)]
    targets = [_keep_directory_key(secretariat, f"targets-{n}") for n in range(1, HOLDERS + 1)]
    online = _keep_directory_key(secretariat, "online")
    root = ceremony.first_root(
        root=[key.public for key in roots],
        targets=[key.public for key in targets],
        online=online.public,
        at=at,
    )
    delegations = ceremony.first_targets(at=at)
    for state in states:
        key = _keep_directory_key(federation.state(state), "directory")
        delegations = ceremony.enrol(delegations, state, [key.public], at=at)
    for first, second in zip(roots[: ceremony.THRESHOLD], targets, strict=False):
        root, delegations = ceremony.sign(root, first), ceremony.sign(delegations, second)
    publisher = Publisher(federation.repository, online)
    publisher.create(root, delegations, at=at)
    stated = build_depositary(depositary_view(states))
    named = put_depositary(delegations, stated, at=at)
    for key in targets[: ceremony.THRESHOLD]:
        named = ceremony.sign(named, key)
    publisher.publish_targets(named, depositary=stated, at=at)
    return publisher


def depositary_view(states: Sequence[str]) -> Depositary:
    """What the depositary of the fictional federation knows of these States."""
    law = packaged_law(FEDERATION)
    steps = (("signed", "signed"), ("deposited", "deposited"), ("in_force_from", "in-force"))
    return Depositary(
        as_of=law.as_of.isoformat(),
        source=law.register.source,
        facts=tuple(
            StateFact(
                state=record.state,
                instrument=record.instrument,
                matter="party-status",
                status=status,
                date=getattr(record, name).isoformat(),
                article=None,
                text=None,
                source=record.source,
            )
            for record in law.parties
            for name, status in steps
            if record.state in states and getattr(record, name) is not None
        ),
    )


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
        state=profile.code,
        root=federation.first_root,
        directory_url=addresses.directory,
        timestamp_urls=[addresses.timestamps],
        authorities=[str(profile.authority(office.office)) for office in OFFICES],
        exercise=True,
    )
    keys = make_node_keys(home, ca, at=at, until=_years_after(at), random=random)
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
        )
        authority = str(profile.authority(office.office))
        install_authority_keys(home, authority, workstation / layout.SIGNING)
    return home, ca, keys


def _found_tsa(
    federation: Federation, ca: StateCa, at: datetime, random: Random
) -> CertificateRecord:
    """The timestamp authority of a State: its key beside the State's, its certificate listed."""
    until = at + timedelta(days=365 * YEARS)
    issued = ca.issue(ca.state.lower(), "tsa", "p256", at=at, until=until, random=random)
    folder = federation.state(ca.state)
    write_new(folder / "tsa.key", issued.key, secret=True)
    write_new(folder / "tsa.pem", issued.certificate)
    return _record("tsa", ca.state.lower(), pem_to_der(issued.certificate))


def _entry(
    federation: Federation,
    profile: StateProfile,
    home: Home,
    ca: StateCa,
    keys: NodeListing,
    certificates: Sequence[CertificateRecord],
    party: Sequence[PartyFact],
    at: datetime,
    random: Random,
) -> tuple[Entry, Register]:
    register = _register(federation, profile, home, at, random)
    period = Period(at.replace(microsecond=0), _years_after(at))
    listed = [
        *(_record("state-ca", profile.code.lower(), der) for der in ca.certificates.values()),
        *certificates,
    ]
    recipients = []
    for office in OFFICES:
        authority = open_authority_folder(federation.workstation(profile.code, office.office))
        listed += [
            _record("authority", str(authority.authority), der)
            for der in authority.signing_keys().certificates.values()
        ]
        stated = read_recipient_file(authority.recipient(), layout.RECIPIENT, at)
        recipients += [
            RecipientRecord(str(authority.authority), "workstation", text, period)
            for text in stated.recipients
        ]
    entry = Entry(
        state=profile.code,
        names=profile.names,
        authorities=tuple(
            AuthorityRecord(
                id=str(profile.authority(office.office)),
                names=office.names,
                places=(profile.code,),
                subjects=office.subjects,
                acts=dict.fromkeys(office.subjects, "itself" if office.does_itself else "forwards"),
                time_zone=profile.time_zone,
                hours=office.hours,
                verified=at.date().isoformat(),
            )
            for office in OFFICES
        ),
        node_url=home.node_url,
        certificates=tuple(listed),
        recipients=tuple(recipients),
        officers=sha256(build_register(register)),
        logs=(LogRecord(home.log_origin, keys.log_vkey, period),),
        witnesses=tuple(
            WitnessRecord(witness_name(home.network, home.state), vkey, period)
            for vkey in keys.witness_vkeys
        ),
        versions=(1,),
        kinds=tuple(sorted(KINDS)),
        approvals=APPROVALS | {kind: 0 for kind in KINDS if kind not in APPROVALS},
        relying_party=RelyingParty(RELYING_PARTY, (home.console_url,)),
        languages=profile.languages,
        channels=Channels(diplomatic_only=False, interpol_urgent=True),
        party=tuple(party),
        call_back=tuple(
            str(profile.authority(office)) for office in (CENTRAL_AUTHORITY, CONTACT_POINT)
        ),
        drill_window=DrillWindow("08:00", "20:00", profile.time_zone, per_month=4),
    )
    return entry, register


def _node_records(holder: str, keys: NodeListing) -> list[CertificateRecord]:
    return [
        _record("node-tls", holder, keys.node_tls),
        _record("node-http", holder, keys.node_http),
        *(_record("receipts", holder, der) for der in keys.receipts.values()),
    ]


def _register(
    federation: Federation, profile: StateProfile, home: Home, at: datetime, random: Random
) -> Register:
    officers = []
    folder = federation.state(profile.code) / "officers"
    folder.mkdir(mode=0o700)
    for player in PLAYERS:
        authenticator = SoftwareAuthenticator.generate(RELYING_PARTY, home.console_url, random)
        number = player.known_as(profile.code)
        write_new(folder / f"{number}.json", authenticator.to_bytes(), secret=True)
        officers.append(
            OfficerRecord(
                number=number,
                authorities=tuple(str(profile.authority(office)) for office in player.offices),
                roles=player.roles,
                credential=authenticator.credential,
                key=authenticator.key,
                period=Period(at.replace(microsecond=0), _years_after(at)),
            )
        )
    return Register(profile.code, tuple(officers))


def _record(use: str, holder: str, der: bytes) -> CertificateRecord:
    start, until = validity(der)
    return CertificateRecord(
        use, holder, certificate_algorithm(der) or "", der, Period(start, until)
    )


def _years_after(at: datetime) -> datetime:
    return (at + timedelta(days=365 * YEARS)).replace(microsecond=0)


def _keep_directory_key(folder: Path, name: str) -> DirectoryKey:
    """A new directory key, kept in its holder's folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = new_directory_key()
    write_new(folder / f"{name}.key", key.private_pem(), secret=True)
    write_new(folder / f"{name}.public.json", key.public)
    return key


def _load_directory_key(folder: Path, name: str) -> DirectoryKey:
    return load_key(folder / f"{name}.key", (folder / f"{name}.public.json").read_bytes())
