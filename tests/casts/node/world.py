# SPDX-License-Identifier: Apache-2.0
"""Arcadia, Borealia and Thalassia with real keys, and nodes of theirs joined without sockets."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from casts.requests import bodies
from rogatory.custody.log.cosignature import cosign
from rogatory.directory.entry.entry import (
    AuthorityRecord,
    CertificateRecord,
    Channels,
    DirectoryEntry,
    LogRecord,
    RelyingParty,
    WitnessRecord,
)
from rogatory.directory.entry.hours import DrillWindow
from rogatory.directory.entry.period import Period
from rogatory.directory.entry.register import OfficerRecord
from rogatory.directory.entry.register import OfficerRegister as OfficersRegister
from rogatory.directory.view.view import DirectoryView, ListedState
from rogatory.errors import Unreachable
from rogatory.exercises.acts.lawyers import answer_law
from rogatory.node.call_back.answer import answer_call_back, answer_draft
from rogatory.node.context import Node
from rogatory.node.drafts.approve import approve
from rogatory.node.drafts.draft import NewMessage, draft_message
from rogatory.node.limits.operator_settings import Settings
from rogatory.node.messages.send import send
from rogatory.node.repositories.duty import Sent
from rogatory.node.witnesses.trust import witness_name
from rogatory.node.worker.work import run_until_idle
from rogatory.requests.envelope import parse_message
from rogatory.requests.kinds.registry import KINDS
from rogatory.seal.approval_document import encode_approvals
from rogatory.seal.certificates import Issued, StateCa, new_state_ca
from rogatory.seal.certificates.reading import pem_to_der
from rogatory.seal.cosigner import Cosigner, Cosigning
from rogatory.seal.notes import NoteSigner
from rogatory.seal.signatures import SigningKeys, signing_keys_from_pem
from rogatory.seal.software_authenticator import SoftwareAuthenticator
from rogatory.storage.memory import MemoryObjects, MemoryQueue, MemoryStore
from rogatory.transport.in_process import InProcessNetwork, InProcessPeers
from rogatory.transport.refusals import TIMESTAMP_REFUSED
from rogatory.wire import canonical
from rogatory.wire.statements import older

MADE = datetime(2026, 11, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
UNTIL = MADE + timedelta(days=365)
NETWORK = hashlib.sha256(b"the first root of the tests").hexdigest()
IN_FORCE = Period(MADE, UNTIL)
OFFICES = ("contact-point", "central-authority")
AUTOMATIC_MESSAGES = {"call_back": 0, "drill": 0, "drill_acknowledgement": 0}
"""The approvals of what a node or one officer says: a State that wants it lists these kinds."""


@dataclass
class Drawn:
    """A stream of bytes that only looks random, and how many were drawn."""

    name: str
    position: int = 0

    def __call__(self, size):
        self.position += size
        return hashlib.shake_256(self.name.encode()).digest(self.position)[-size:]


def drawn(name):
    return Drawn(name)


@dataclass
class SetClock:
    at: datetime = NOW

    def now(self):
        return self.at

    def forward(self, **units):
        self.at += timedelta(**units)


@dataclass
class KnownDirectory:
    """The port `Register`: the view that the test says is the newest."""

    newest: DirectoryView

    def view(self):
        return self.newest

    def refresh(self, at):
        return self.newest

    def confirm_state_key(self, state, keyids, by, at):
        held = {one: why for one, why in self.newest.held.items() if one != state}
        waiting = {one: keys for one, keys in self.newest.unconfirmed.items() if one != state}
        self.newest = replace(self.newest, held=held, unconfirmed=waiting)


@dataclass
class TestSigner:
    """The port `Signer`: keys of all offices, checking no approvals (a stolen signer)."""

    __test__ = False
    offices: dict[str, SigningKeys]
    receipts: SigningKeys
    log: NoteSigner
    witness: list[Cosigner] = field(default_factory=list)

    def sign_message(self, message, approvals, at):
        return self.offices[str(parse_message(message).sender)].sign(message, at)

    def sign_event(self, event, at):
        return self.offices[canonical.decode_object(event)["authority"]].sign(event, at)

    def sign_translation(self, translation, at):
        return self.offices[canonical.decode_object(translation)["authority"]].sign(translation, at)

    def sign_receipt(self, receipt, at):
        return self.receipts.sign(receipt, at)

    def sign_checkpoint(self, text):
        return self.log.sign(text)

    @property
    def cosigns(self):
        return bool(self.witness)

    def cosign(self, checkpoint, at):
        return [cosign(checkpoint, one, at) for one in self.witness]


class NoTimestamps:
    """The port `Timestamps` with no authority at the other end."""

    def stamp(self, digest):
        raise Unreachable(TIMESTAMP_REFUSED.because())


@dataclass
class Calls:
    """The port `Pager`: who was called. `failing` names means that fail, `pages` what the store
    has.
    """

    notices: list = field(default_factory=list)
    means: tuple = ("desk",)
    failing: set = field(default_factory=set)
    store: object = None

    def call(self, notice):
        self.notices.append(notice)
        return [
            Sent(
                means,
                notice.officer,
                means not in self.failing,
                older("it failed") if means in self.failing else None,
            )
            for means in self.means
        ]

    @property
    def pages(self):
        return list(self.store.tables.pages.values())


@dataclass
class StateCast:
    """All keys of a State, and what the directory lists of it."""

    code: str
    ca: StateCa
    offices: dict[str, SigningKeys]
    receipts: SigningKeys
    http: Issued
    tls: Issued
    log: NoteSigner
    officers: dict[str, SoftwareAuthenticator]
    issued: list[CertificateRecord]
    approvals: dict[str, int] = field(default_factory=dict)
    node_url: str = "https://127.0.0.1:1"
    pems: dict = field(default_factory=dict)
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    call_back: tuple[str, ...] = ()
    drill_window: DrillWindow | None = None
    card: str | None = None
    witness: list[Cosigner] = field(default_factory=list)
    witness_policy: str | None = None

    def __post_init__(self):
        self.call_back = tuple(f"{self.lower}/{office}" for office in reversed(OFFICES))

    @property
    def lower(self):
        return self.code.lower()

    @property
    def origin(self):
        return f"{NETWORK}/{self.lower}/1"

    def listed(self):
        register = OfficersRegister(
            self.code,
            tuple(
                OfficerRecord(
                    number,
                    (f"{self.lower}/{office_of(number)}",),
                    self.roles.get(number, roles_of(number)),
                    key.credential,
                    key.key,
                    IN_FORCE,
                )
                for number, key in self.officers.items()
            ),
        )
        entry = DirectoryEntry(
            state=self.code,
            names={"en": self.code},
            authorities=tuple(
                AuthorityRecord(
                    f"{self.lower}/{office}", {}, (self.code,), subjects_of(office), {}, "Etc/GMT-3"
                )
                for office in OFFICES
            ),
            node_url=self.node_url,
            certificates=tuple(self.issued),
            recipients=(),
            officers="0" * 64,
            logs=(LogRecord(self.origin, self.log.vkey, IN_FORCE),),
            witnesses=tuple(
                WitnessRecord(one.name, one.key.vkey, IN_FORCE) for one in self.witness
            ),
            witness_policy=self.witness_policy,
            versions=(1,),
            kinds=tuple(KINDS),
            approvals=AUTOMATIC_MESSAGES | self.approvals,
            relying_party=RelyingParty("localhost", (f"https://console.{self.lower}",)),
            languages=("en", "fr"),
            channels=Channels(diplomatic_only=False, interpol_urgent=True),
            call_back=self.call_back,
            drill_window=self.drill_window,
            card=self.card,
        )
        return ListedState(entry, register, b"", b"")


def subjects_of(office):
    """Every kind, but drills for the contact point alone."""
    return tuple(kind for kind in KINDS if kind != "drill" or office == "contact-point")


def office_of(number):
    """Officers 0001 to 0009 are of the contact point, 0010 on of the central authority."""
    return OFFICES[0] if int(number[3:]) < 10 else OFFICES[1]


def roles_of(number):
    return {1: ("duty",), 2: ("approver",), 3: ("approver", "examiner")}.get(
        int(number[3:]), ("lawyer", "approver", "examiner")
    )


def to_json(state):
    """A State's certificates and keys, for a process that must have the very same."""
    held = {"/".join(["leaf", *key]): list(made) for key, made in state.pems.items()}
    held |= {name: [data] for name, data in state.ca.to_pem().items()}
    return {name: [one.decode() for one in made] for name, made in held.items()}


def from_json(code, held):
    held = {name: [one.encode() for one in made] for name, made in held.items()}
    ca = StateCa.from_pem({name: made[0] for name, made in held.items() if len(made) == 1})
    return new_state(code, ca, {name: Issued(*made) for name, made in held.items() if made[1:]})


def new_state(code, ca=None, leaves=None):
    lower, random = code.lower(), drawn(f"keys of {code}")
    ca = ca or new_state_ca(code, at=MADE, years=10, random=random)
    pems = {}
    people = drawn(f"officers of {code}")
    issued = [
        CertificateRecord("state-ca", lower, name, der, IN_FORCE)
        for name, der in ca.certificates.items()
    ]

    def issue(holder, use, algorithm, **more):
        made = ca.issue(holder, use, algorithm, at=MADE, until=UNTIL, random=random, **more)
        made = (leaves or {}).get(f"leaf/{holder}/{use}/{algorithm}", made)
        pems[holder, use, algorithm] = made
        issued.append(
            CertificateRecord(use, holder, algorithm, pem_to_der(made.certificate), IN_FORCE)
        )
        return made

    def pair(holder, use):
        made = [issue(holder, use, algorithm) for algorithm in ("p256", "mldsa65")]
        return signing_keys_from_pem(holder, *made[0], *made[1])

    origin = f"https://console.{lower}"
    return StateCast(
        code=code,
        ca=ca,
        offices={f"{lower}/{office}": pair(f"{lower}/{office}", "authority") for office in OFFICES},
        receipts=pair(lower, "receipts"),
        http=issue(lower, "node-http", "p256"),
        tls=issue(lower, "node-tls", "p256", hosts=["127.0.0.1"]),
        log=NoteSigner.generate(f"{NETWORK}/{lower}/1", drawn(f"log of {code}")),
        officers={
            f"{lower}-{number:04d}": SoftwareAuthenticator.generate("localhost", origin, people)
            for number in (1, 2, 3, 10, 11)
        },
        issued=issued,
        pems=pems,
        witness=[
            Cosigner.generate(witness_name(NETWORK, code), kind, drawn(f"witness of {code}"))
            for kind in Cosigning
        ],
    )


@dataclass
class World:
    """Some States' nodes over one exchange, one clock and one directory."""

    states: dict[str, StateCast]
    clock: SetClock = field(default_factory=SetClock)
    exchange: InProcessNetwork = field(default_factory=InProcessNetwork)
    directory: KnownDirectory | None = None
    calls: dict[str, Calls] = field(default_factory=dict)

    def __post_init__(self):
        self.directory = KnownDirectory(self.view())
        for state in self.states.values():
            self.calls[state.code] = Calls()
            self.exchange.join(self.new_node(state))

    def view(self, version=1, **held):
        listed = {state.code: state.listed() for state in self.states.values()}
        return DirectoryView(NETWORK, version, NOW, listed, held)

    def relist(self, *, without=()):
        """The directory lists the States as they are now."""
        version = self.directory.newest.snapshot_version + 1
        view = self.view(version)
        kept = {code: listed for code, listed in view.listed.items() if code not in without}
        self.directory.newest = replace(view, listed=kept)

    def new_node(self, state):
        store = MemoryStore()
        self.calls[state.code].store = store
        return Node(
            state=state.code,
            network=NETWORK,
            url=state.node_url,
            log_origin=state.origin,
            clock=self.clock,
            random=drawn(f"node of {state.code}"),
            store=store,
            queue=MemoryQueue(store),
            objects=MemoryObjects(),
            signer=TestSigner(state.offices, state.receipts, state.log, state.witness),
            register=self.directory,
            peers=InProcessPeers(state.code, self.exchange),
            timestamps=NoTimestamps(),
            pager=self.calls[state.code],
            settings=Settings(law="federation"),
        )

    def node(self, code):
        return self.exchange.nodes[code]

    def work(self, *codes):
        for code in codes or tuple(self.states):
            run_until_idle(self.node(code), f"worker-{code}")

    def settle(self):
        """All workers until nothing is due anywhere."""
        while sum(run_until_idle(node, "worker") for node in self.exchange.nodes.values()):
            pass

    def drafted(self, sender, addressee, kind, body, *, thread=None, **more):
        office = sender.split("/")[1]
        number = 1 if office == "contact-point" else 10
        if "xm" in {sender[:2], addressee[:2]} and "legal_basis" in body:
            # The Convention is not in force for Meridia.
            body = body | {"legal_basis": {"instrument": "comity", "articles": ["-"]}}
        body = bodies.with_reciprocity(kind, body)
        message = NewMessage(kind, sender, addressee, "en", body, thread=thread, **more)
        officer = f"{sender[:2]}-{number:04d}"
        return draft_message(self.node(sender[:2].upper()), message, officer)

    def answered(self, draft, **answers):
        """The draft, once who drafted it has answered what the law asks."""
        node = self.node(draft.sender[:2].upper())
        answer_law(node, draft.id, draft.drafted_by, answers=answers)
        return draft

    def approved(self, draft, number=None):
        """The draft with its approval, and with what the law asks answered by who drafted it."""
        self.answered(draft)
        office = draft.sender.split("/")[1]
        number = number or (2 if office == "contact-point" else 11)
        state = self.states[draft.sender[:2].upper()]
        officer = f"{state.lower}-{number:04d}"
        approval = state.officers[officer].approve(officer, "approve", draft.content)
        return approve(self.node(state.code), draft.id, approval_json(approval))

    def sent(self, sender, addressee, kind, body, **more):
        """A message drafted, approved and sent; it waits for its delivery."""
        draft = self.approved(self.drafted(sender, addressee, kind, body, **more))
        return send(self.node(sender[:2].upper()), draft.id, draft.drafted_by)

    def confirmed(self, thread, outcome="confirmed", number=11):
        """Return an officer of Arcadia's answer to Borealia's call-back, with one touch of the
        passkey.
        """
        officer, node = f"xa-{number:04d}", self.node("XA")
        draft = answer_draft(node, thread, outcome, officer)
        approval = self.states["XA"].officers[officer].approve(officer, "approve", draft.content)
        sent = answer_call_back(node, thread, outcome, officer, approval_json(approval))
        self.settle()
        return sent


def demanding_two(world, state="XB", other="XA"):
    """A node by whose directory the other State's messages take two approvals; its sender's says one."""
    newest = world.directory.newest
    entry = replace(newest.listed[other].entry, approvals=dict.fromkeys(KINDS, 2))
    listed = {**newest.listed, other: replace(newest.listed[other], entry=entry)}
    return replace(world.node(state), register=KnownDirectory(replace(newest, listed=listed)))


def approval_json(approval):
    return canonical.decode_object(encode_approvals([approval]))["approvals"][0]


def snapshot(node):
    """Return everything in a node's store but the nonces, to compare before and after an attack."""
    tables = node.store.tables
    return {
        name: dict(getattr(tables, name))
        for name in (
            "drafts",
            "unfinished",
            "messages",
            "summaries",
            "events",
            "packages",
            "jobs",
            "pages",
        )
    }


__all__ = ["NETWORK", "NOW", "World", "bodies", "new_state", "snapshot"]
