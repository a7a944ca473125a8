# SPDX-License-Identifier: Apache-2.0
"""The data that States of an exercise publish: entry, officers, card, parties, witnesses."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.node_keys import NodeListing
from rogatory.directory.entry.card import Card, CardChannel, CardName, CardNumber, new_salt
from rogatory.directory.entry.depositary import Depositary, StateFact
from rogatory.directory.entry.entry import (
    AuthorityRecord,
    CertificateRecord,
    Channels,
    DirectoryEntry,
    LogRecord,
    PartyFact,
    RecipientRecord,
    RelyingParty,
    WitnessRecord,
)
from rogatory.directory.entry.hours import DrillWindow
from rogatory.directory.entry.period import Period
from rogatory.directory.entry.register import OfficerRecord, OfficerRegister, build_register
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
    StateProfile,
)
from rogatory.exercises.federation import Federation
from rogatory.node.witnesses.trust import witness_name
from rogatory.node.workstation.keys import layout
from rogatory.node.workstation.keys.authority_folder import open_authority_folder
from rogatory.node.workstation.keys.recipient_file import read_recipient_file
from rogatory.requests.kinds.registry import KINDS
from rogatory.seal.certificates.reading import certificate_algorithm, validity
from rogatory.seal.certificates.state_ca import StateCa
from rogatory.seal.software_authenticator import SoftwareAuthenticator
from rogatory.treaty.law import FEDERATION, packaged_law
from rogatory.wire.digests import sha256
from rogatory.wire.randomness import Random

YEARS = 10
"""For which the keys and the records of an exercise are in force."""

RELYING_PARTY = "localhost"
"""Browsers let pages on localhost use passkeys without a certificate; an exercise runs there."""


def stated_parties(state: str) -> tuple[PartyFact, ...]:
    """Return what a State of the fictional federation states of itself, from its register of
    parties.
    """
    return tuple(
        PartyFact(record.instrument, "in-force", record.in_force_from.isoformat(), record.source)
        for record in packaged_law(FEDERATION).parties
        if record.state == state and record.in_force_from is not None
    )


def depositary_view(states: Sequence[str]) -> Depositary:
    """Return what the depositary of the fictional federation knows of these States."""
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


def exercise_card(profile: StateProfile, at: datetime, random: Random) -> Card:
    """Return a card as a State might have it. The numbers are of a country code that nobody has."""
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
    """Return the policy: two of the other States witness a State's log, or all there are; alone it
    has no witness.
    """
    return f"any {min(2, len(others))} of {' '.join(others)}\n" if others else None


def entry_of(
    federation: Federation,
    profile: StateProfile,
    home: Home,
    ca: StateCa,
    keys: NodeListing,
    certificates: Sequence[CertificateRecord],
    party: Sequence[PartyFact],
    at: datetime,
    random: Random,
) -> tuple[DirectoryEntry, OfficerRegister]:
    """Return a State's entry and register, of the keys that were made and are listed here; neither
    is signed.
    """
    register = _register(federation, profile, home, at, random)
    period = Period(at.replace(microsecond=0), years_after(at))
    listed = [
        *(
            certificate_record("state-ca", profile.code.lower(), der)
            for der in ca.certificates.values()
        ),
        *certificates,
    ]
    recipients = []
    for office in OFFICES:
        authority = open_authority_folder(federation.workstation(profile.code, office.office))
        listed += [
            certificate_record("authority", str(authority.authority), der)
            for der in authority.signing_keys().certificates.values()
        ]
        stated = read_recipient_file(authority.recipient(), layout.RECIPIENT, at)
        recipients += [
            RecipientRecord(str(authority.authority), "workstation", text, period)
            for text in stated.recipients
        ]
    entry = DirectoryEntry(
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
        logs=(LogRecord(home.log_origin, keys.log_vkeys[0], period, keys.log_vkeys[1]),),
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


def _register(
    federation: Federation, profile: StateProfile, home: Home, at: datetime, random: Random
) -> OfficerRegister:
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
                period=Period(at.replace(microsecond=0), years_after(at)),
            )
        )
    return OfficerRegister(profile.code, tuple(officers))


def node_records(holder: str, keys: NodeListing) -> list[CertificateRecord]:
    """Return the certificates with which the node itself acts: on the line and for receipts."""
    return [
        certificate_record("node-tls", holder, keys.node_tls),
        certificate_record("node-http", holder, keys.node_http),
        *(certificate_record("receipts", holder, der) for der in keys.receipts.values()),
    ]


def certificate_record(use: str, holder: str, der: bytes) -> CertificateRecord:
    """Return a certificate as an entry lists it, in force while the certificate says so."""
    start, until = validity(der)
    return CertificateRecord(
        use, holder, certificate_algorithm(der) or "", der, Period(start, until)
    )


def years_after(at: datetime) -> datetime:
    return (at + timedelta(days=365 * YEARS)).replace(microsecond=0)
