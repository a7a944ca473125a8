# SPDX-License-Identifier: Apache-2.0
"""A State that was taken over: what a forger with the State's key and CA makes of both.

With the CA he issues certificates for every use, with the State's key he lists them in the State's
entry, as from the founding of the network, and the publisher passes the entry on. With the CA alone he
issues certificates in the names of other States, which no State lists.
"""

import os
import shutil
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from casts.court.bundle_case import AT, OFFICE, Case
from forge.making import PASSPHRASE
from forge.networks import next_version
from rogatory.directory.entry.entry import CertificateRecord, LogRecord, WitnessRecord
from rogatory.directory.entry.period import Period
from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.submission.state_role import sign_entry
from rogatory.exercises.entries import certificate_record
from rogatory.node.witnesses.trust import witness_name
from rogatory.node.workstation.keys.officer_keys import new_officer_keys, open_officer_folder
from rogatory.node.workstation.keys.state_ca_folder import load_state_ca
from rogatory.seal.certificates.profile import CertificateUse
from rogatory.seal.certificates.reading import pem_to_der
from rogatory.seal.certificates.state_ca import StateCa
from rogatory.seal.cosigner import Cosigner, Cosigning
from rogatory.seal.keys import SignatureAlgorithm
from rogatory.seal.notes import NoteSigner
from rogatory.seal.signatures import SigningKeys, signing_keys_from_pem
from rogatory.seal.timestamping.timestamps import TimestampAuthority

SINCE = AT - timedelta(hours=1)
"""As of when the forger says that his keys are in force: the founding of the network."""

UNTIL = SINCE + timedelta(days=3650)

FAMILIES: tuple[SignatureAlgorithm, ...] = ("p256", "mldsa65")


@dataclass(frozen=True, slots=True)
class TakenState:
    """The keys that a forger made for a State, and the directory that lists them."""

    directory: Path
    authority: SigningKeys
    receipts: SigningKeys
    log: NoteSigner
    log_mldsa44: Cosigner
    witnesses: tuple[Cosigner, ...]
    stamps: TimestampAuthority
    """Listed only where the State has a timestamp authority of its own."""
    officers: dict[str, SigningKeys]


def take_state(case: Case, code: str, folder: Path, *officers: str, stamps: bool) -> TakenState:
    """Make keys for a State and list them in a copy of the directory, in `folder`."""
    folder.mkdir(parents=True)
    node, ca = case.node(code), load_state_ca(case.federation.state(code) / "ca")
    at = case.clock.now()
    authority, listed = _issued(ca, f"{code.lower()}/{OFFICE}", "authority")
    receipts, more = _issued(ca, code.lower(), "receipts")
    listed += more
    stamper = ca.issue(code.lower(), "tsa", "p256", at=SINCE, until=UNTIL, random=os.urandom)
    if stamps:
        listed.append(certificate_record("tsa", code.lower(), pem_to_der(stamper.certificate)))
    log = NoteSigner.generate(node.log_origin, os.urandom)
    second = Cosigner.generate(node.log_origin, Cosigning.MLDSA44, os.urandom)
    name = witness_name(node.network, code)
    witnesses = tuple(Cosigner.generate(name, kind, os.urandom) for kind in Cosigning)
    view, period = node.register.view(), Period(SINCE, UNTIL)
    entry = view.entry(code)
    entry = replace(
        entry,
        certificates=(*entry.certificates, *listed),
        logs=(
            *entry.logs,
            LogRecord(node.log_origin, log.vkey, period, second.key.vkey),
        ),
        witnesses=(
            *entry.witnesses,
            *(WitnessRecord(name, one.key.vkey, period) for one in witnesses),
        ),
    )
    submission = sign_entry(
        entry,
        view.register(code),
        network=node.network,
        keys=[case.federation.state_key(code)],
        version=next_version(case, code),
        at=at,
    )
    directory = folder / "directory"
    shutil.copytree(case.federation.repository, directory)
    Publisher(directory, case.federation.online_key()).accept(submission, at=at)
    return TakenState(
        directory,
        authority,
        receipts,
        log,
        second,
        witnesses,
        TimestampAuthority(stamper.key, stamper.certificate),
        {one: _officer(case, one, folder / one) for one in officers},
    )


def in_anothers_name(case: Case, code: str, *holders: str) -> dict[str, SigningKeys]:
    """Keys of authorities of other States, certified by this State's CA."""
    ca = load_state_ca(case.federation.state(code) / "ca")
    return {
        holder: _issued(replace(ca, state=holder[:2].upper()), holder, "authority")[0]
        for holder in holders
    }


def _issued(
    ca: StateCa, holder: str, use: CertificateUse
) -> tuple[SigningKeys, list[CertificateRecord]]:
    made = {
        family: ca.issue(holder, use, family, at=SINCE, until=UNTIL, random=os.urandom)
        for family in FAMILIES
    }
    p256, mldsa65 = made["p256"], made["mldsa65"]
    keys = signing_keys_from_pem(
        holder, p256.key, p256.certificate, mldsa65.key, mldsa65.certificate
    )
    records = [
        certificate_record(use, holder, pem_to_der(one.certificate)) for one in made.values()
    ]
    return keys, records


def _officer(case: Case, officer: str, folder: Path) -> SigningKeys:
    """Keys in an officer's number, certified by the State's CA as any officer's are."""
    new_officer_keys(
        officer,
        folder,
        state_ca=case.federation.state(officer[:2].upper()) / "ca",
        passphrase=PASSPHRASE,
        at=case.clock.now(),
        random=os.urandom,
    )
    keys: SigningKeys = open_officer_folder(folder).keys_in_force(
        case.clock.now(), lambda: PASSPHRASE
    )
    return keys
