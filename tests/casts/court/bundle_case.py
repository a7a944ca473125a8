# SPDX-License-Identifier: Apache-2.0
"""A whole case between two real nodes joined without sockets, ending in a court bundle."""

import hashlib
import os
import re
import shutil
import ssl
import struct
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from casts.requests import bodies
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.home.keys import (
    authority_keys,
    log_mldsa44,
    log_signer,
    own_witness_keys,
    receipts_keys,
)
from rogatory.bootstrap.ports.register import open_register
from rogatory.bootstrap.ports.signer import FileSigner
from rogatory.directory.folder_fetcher import FolderFetcher
from rogatory.directory.view.client import Directory
from rogatory.evidence.conditions import StatedConditions
from rogatory.evidence.options import RunSettings
from rogatory.exercises.acts.lawyers import answer_law
from rogatory.exercises.cast import EXAMINER, HEAD_OF_LAW, LAWYER, STATES
from rogatory.exercises.entries import stated_parties
from rogatory.exercises.federation import Addresses, Federation
from rogatory.exercises.founding import FoundDirectory, found_directory, found_federation
from rogatory.node.context import Node
from rogatory.node.court.export import CourtExport, write_bundle
from rogatory.node.court.material import collect_material
from rogatory.node.court.report.write import RequestedReports
from rogatory.node.court.seal_of_bag import seal_of
from rogatory.node.drafts.approve import approve
from rogatory.node.drafts.draft import NewMessage, draft_message
from rogatory.node.messages.send import send
from rogatory.node.packages.hand_over import delivery_facts, hand_over
from rogatory.node.packages.submit_custody import log_events
from rogatory.node.packages.take_out import take_out
from rogatory.node.worker.work import run_until_idle
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.collect import Collector, Describing, collect
from rogatory.node.workstation.consent.signing import Hand, Responsible, TwoOfficers
from rogatory.node.workstation.keys.addressees import find_recipients, own_recipient
from rogatory.node.workstation.keys.authority_folder import open_authority_folder
from rogatory.node.workstation.keys.officer_keys import new_officer_keys, open_officer_folder
from rogatory.node.workstation.keys.revocation_lists import carried_lists
from rogatory.node.workstation.open import open_sealed
from rogatory.node.workstation.opening import Opening
from rogatory.node.workstation.request_folder import RequestFiles
from rogatory.node.workstation.seal import SealDestination, make_sealed_package
from rogatory.node.workstation.verification.seal_trust import trust_for_sealed
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.seal.approval_document import encode_approvals
from rogatory.seal.timestamping.timestamps import TimestampAuthority, request, token_of
from rogatory.storage.files.objects import LocalObjects
from rogatory.storage.memory import MemoryQueue, MemoryStore
from rogatory.transport.in_process import InProcessNetwork, InProcessPeers
from rogatory.wire import canonical

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
CODES = ("XA", "XB", "XT")
OFFICE = "central-authority"

OFFICERS_PASSPHRASE = "correct horse battery"
FIRST, SECOND = EXAMINER.known_as("XA"), HEAD_OF_LAW.known_as("XA")
"""Arcadia's examiner and head of law, who open together what the package protects."""

ODD_NAMES = (
    b"line\nbreak.txt",
    b"\xff\xfe not utf-8",
    "invoice\u202efdp.exe".encode(),
    b"100%.txt",
    b"-rf",
    b"$(touch pwned); `id` 'quote\".txt",
    "日本語.txt".encode(),
    "المحاسب.txt".encode(),
    b"<script>alert(1)<!--.html",
    b"#let x = 1.typ",
)


def drawn(name):
    position = 0

    def random(size):
        nonlocal position
        position += size
        return hashlib.shake_256(name.encode()).digest(position)[-size:]

    return random


@dataclass
class Clock:
    at: datetime = AT

    def now(self):
        return self.at

    def __call__(self):
        self.at += timedelta(seconds=1)
        return self.at


@dataclass
class Stamps:
    """The port `Timestamps`: Thalassia's authority, asked without a line."""

    federation: Federation
    clock: Clock
    serial: int = 0

    def stamp(self, digest):
        folder = self.federation.state("XT")
        authority = TimestampAuthority(
            (folder / "tsa.key").read_bytes(), (folder / "tsa.pem").read_bytes()
        )
        self.serial += 1
        return token_of(authority.reply(request(digest), self.clock.now(), self.serial))


class Silence:
    def call(self, notice):
        return []


@dataclass
class Case:
    """The network, its nodes, and how far the case has come."""

    folder: Path
    federation: Federation
    clock: Clock = field(default_factory=Clock)
    exchange: InProcessNetwork = field(default_factory=InProcessNetwork)
    thread: str = ""

    @property
    def bag(self):
        return self.folder / "opened"

    @property
    def sealed(self):
        return self.folder / "fetched"

    def node(self, code):
        return self.exchange.nodes[code]

    def authority(self, code, office=OFFICE):
        return open_authority_folder(self.federation.workstation(code, office))

    def actor(self, code):
        node = self.node(code)
        return Actor(
            keys=self.authority(code).signing_keys(),
            clock=self.clock,
            random=drawn(f"workstation of {code}"),
            officer=EXAMINER.known_as(code),
            network=node.network,
            submit=lambda events: log_events(node, events),
        )

    def join(self, code):
        home = read_home(self.federation.node(code))
        register = open_register(home, self.clock, FolderFetcher(self.federation.repository))
        register.refresh(self.clock.now())
        store = MemoryStore()
        signer = FileSigner(
            home.network,
            authority_keys(home),
            receipts_keys(home),
            log_signer(home),
            register.view,
            own_witness_keys(home),
            log_mldsa44(home),
        )
        self.exchange.join(
            Node(
                state=code,
                network=home.network,
                url=home.node_url,
                log_origin=home.log_origin,
                clock=self.clock,
                random=drawn(f"node of {code}"),
                store=store,
                queue=MemoryQueue(store),
                objects=LocalObjects(home.objects, home.packages),
                signer=signer,
                register=register,
                peers=InProcessPeers(code, self.exchange),
                timestamps=Stamps(self.federation, self.clock),
                pager=Silence(),
            )
        )

    def settle(self):
        while sum(run_until_idle(node, "worker") for node in self.exchange.nodes.values()):
            self.clock()

    def say(self, code, kind, body, thread=None, *, approved=True):
        """A message of a State's central authority to the other's, sent and receipted."""
        other = "XB" if code == "XA" else "XA"
        node = self.node(code)
        draft = draft_message(
            node,
            message=NewMessage(
                kind=kind,
                sender=f"{code.lower()}/{OFFICE}",
                addressee=f"{other.lower()}/{OFFICE}",
                language="en",
                body=body,
                thread=thread,
            ),
            officer=LAWYER.known_as(code),
        )
        if approved:
            key = self.federation.authenticator(code, HEAD_OF_LAW)
            approval = key.approve(HEAD_OF_LAW.known_as(code), "approve", draft.content)
            given = canonical.decode_object(encode_approvals([approval]))["approvals"][0]
            approve(node, draft.id, given)
        answer_law(node, draft.id, LAWYER.known_as(code))
        message = send(node, draft.id, LAWYER.known_as(code))
        self.settle()
        self.clock()
        return message

    def export(self, **changes):
        """Return what `rogatory evidence bundle` makes of it."""
        node = self.node("XA")
        home = read_home(self.federation.node("XA"))
        directory = Directory(
            home.directory_cache,
            home.first_root.read_bytes(),
            FolderFetcher(self.federation.repository),
        )
        material = collect_material(
            node,
            seal_of(
                changes.get("bag", self.bag),
                None,
                lambda digest: node.store.package(digest) is not None,
            ),
            export=lambda states: directory.export(states, self.clock.now()),
        )
        given = {
            "bag": self.bag,
            "material": material,
            "actor": self.actor("XA"),
            "reason": "Order 12/2026 of the District Court of Arcadia",
            "lists": carried_lists(self.authority("XA").path, self.clock.now()),
        }
        return CourtExport(**(given | changes))


def found_case(folder: Path, directory: FoundDirectory = found_directory) -> Case:
    network = folder / "network"
    network.mkdir(parents=True)
    federation = found_federation(
        network,
        [STATES[code] for code in CODES],
        Addresses(str(network / "repository"), "http://127.0.0.1:1"),
        tsa_state="XT",
        instruments={code: stated_parties(code) for code in CODES},
        at=AT - timedelta(hours=1),
        random=os.urandom,
        directory=directory,
    )
    case = Case(folder, federation)
    for code in CODES:
        case.join(code)
    return case


def stick() -> bytes:
    """A disk of 64 KiB: a partition table with one partition, in which there is nothing."""
    entry = bytes((0x80, 0, 0, 0, 0x0C, 0, 0, 0)) + struct.pack("<II", 8, 120)
    return bytes(446) + entry + bytes(48) + b"\x55\xaa" + bytes((64 << 10) - 512)


def seize(folder: Path) -> Path:
    """Evidence with the names that break scripts, pages and shells."""
    folder.mkdir()
    for number in range(3):
        (folder / f"mail-{number}.eml").write_bytes(f"mail {number}".encode() * 100)
    for name in ODD_NAMES:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(b"odd")
    (folder / "stick.dd").write_bytes(stick())
    (folder / "empty").mkdir()
    (folder / "link").symlink_to("/etc/passwd")
    return folder


def play(
    case: Case,
    before_delivery=lambda case: case.folder / "sealed",
    seized=seize,
    protected: tuple[str, ...] = (),
    officers=lambda case: None,
    by_courier=lambda case, record: None,
    terms: tuple[str, ...] = (),
    added: Mapping[str, str] | None = None,
    for_office: str = OFFICE,
    described: Mapping[str, Any] | None = None,
) -> None:
    """From the request to the opened bag, each act in the journal and in a log. What is delivered
    is what `before_delivery` gives: another folder, where XB re-wraps first. What is `protected`
    two officers open; `by_courier` takes the package to XA before XA's node could fetch it. Of the
    `terms` of the acceptance XA agrees to the first and declines the second; the conditions `added` come
    with the delivery alone. The package is sealed for the office `for_office` of XA, which opens it, and delivered
    to XA's central authority. The collection is `described` further: the hashes that are computed, and whether
    a provider sent what was collected.
    """
    request = case.say("XA", "mla_stored_data", bodies.mla_stored_data())
    case.thread = request.thread
    acceptance = case.say("XB", "acceptance", bodies.acceptance(*terms), request.thread)
    if terms:
        answered = bodies.conditions_answered(acceptance.digest)
        case.say("XA", "conditions_answered", answered, request.thread)
    stored = case.node("XB").store.message(request.digest)
    request_files = RequestFiles(
        {
            "message.json": stored.message,
            "message.json.p256.p7s": stored.p256,
            "message.json.mldsa65.p7s": stored.mldsa65,
            "approvals.json": stored.approvals,
        },
        request.digest,
    )
    describing = Describing(
        case="AR-2026-0417",
        source="Mailbox kept by <b>Borealia Mail</b>",
        place="Data centre, Borealia",
        request=request_files,
        conditions=StatedConditions(
            purpose="The investigation named in the request", protected_items=protected
        ),
        **(described or {}),
    )
    actor = case.actor("XB")
    collect(
        seized(case.folder / "seizure"),
        case.folder / "collected",
        collector=Collector(
            authority=actor.keys.holder,
            officer=actor.officer,
            folder=case.authority("XB"),
            actor=actor,
        ),
        run=RunSettings(clock=case.clock, random=os.urandom),
        describing=describing,
    )
    recipients = find_recipients(
        [f"xa/{for_office}"], case.node("XB").register.view(), case.clock.now()
    )
    own = own_recipient(case.authority("XB").recipient(), case.clock.now())
    make_sealed_package(
        case.folder / "collected",
        case.folder / "sealed",
        folder=case.authority("XB"),
        sealing=SealDestination((*recipients, own), thread=case.thread, segment_size=1 << 20),
        describing=Describing(),
        actor=actor,
    )
    handed = before_delivery(case)
    record = hand_over(case.node("XB"), handed, thread=case.thread, officer=actor.officer)
    by_courier(case, record)
    conditions = {
        "purpose": "The investigation named in the request",
        "proceedings": "AR-2026-0417",
        "onward_transfer": "with_authorisation",
        "police_information_only": False,
        "sensitive_material": bool(protected),
        **(added or {}),
    }
    body = {**delivery_facts(record), "conditions": conditions}
    case.say("XB", "delivery", body, case.thread)
    take_out(case.node("XA"), record.seal, case.sealed)
    open_it(case, case.bag, officers(case), office=for_office)


def open_it(
    case: Case, out: Path, officers=None, sealed: Path | None = None, office: str = OFFICE
) -> None:
    """Open the package at XA, or a copy of it."""
    folder, place = case.authority("XA", office), sealed or case.sealed
    trust = trust_for_sealed(place, read_trust(case.federation.repository), case.clock.now())
    open_sealed(
        place,
        out,
        opening=Opening(identities=folder.identities(), trust=trust),
        by=Responsible(actor=case.actor("XA"), officers=officers),
        folder=folder,
    )


HTML = RequestedReports(pdf=False)
"""The report as a page alone: its PDF is half of what a bundle takes."""


def bundled(case: Case, out: Path, **changes):
    return write_bundle(case.export(**changes), out)


CHECK_SH = Path(__file__).parents[3] / "verifier" / "check.sh"


def check_sh(bundle: Path, *fingerprints: str, script: Path = CHECK_SH, **environment: str):
    """Run the published check.sh with stock tools alone."""
    return subprocess.run(
        ["sh", str(script), str(bundle), *fingerprints],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.defpath, "HOME": "/nonexistent", **environment},
    )


def stated(done) -> dict[str, str]:
    """Return what check.sh states, by check id."""
    lines = re.finditer(
        r"^(holds|in part|not checked|FAILS) +([a-z-]+) ", done.stdout, re.MULTILINE
    )
    return {line[2]: line[1] for line in lines}


def fingerprints_of(case: Case, *codes: str) -> list[str]:
    """The fingerprints of State CAs as the States themselves state them."""
    found = []
    for code in codes or CODES:
        for one in sorted((case.federation.state(code) / "ca").glob("*.pem")):
            der = ssl.PEM_cert_to_DER_cert(one.read_text())
            found.append(hashlib.sha256(der).hexdigest())
    return found


def copied(bundle: Path, out: Path) -> Path:
    shutil.copytree(bundle, out, symlinks=True)
    return out


def own_keys(case: Case, officer: str):
    """The folder of an officer's own keys."""
    folder = case.folder / f"own-{officer}"
    if not folder.exists():
        new_officer_keys(
            officer,
            folder,
            state_ca=case.federation.state(officer[:2].upper()) / "ca",
            passphrase=OFFICERS_PASSPHRASE,
            at=case.clock.now(),
            random=os.urandom,
        )
    return open_officer_folder(folder)


def both(case: Case) -> TwoOfficers:
    first, second = (
        Hand(own_keys(case, one), lambda: OFFICERS_PASSPHRASE) for one in (FIRST, SECOND)
    )
    return TwoOfficers(first, second, case.authority("XA"))
