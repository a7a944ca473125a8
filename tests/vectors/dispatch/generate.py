# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors of section 11 beside this file: `dispatches.json`.

    directory   what it lists, by State, reduced to what the rules read; all in force from the
                year 2026 on; certificates in DER, everything binary in base64
    node, now   the receiving State and its clock
    setups      what the node knows before a case: dispatches kept earlier (`kept`, with the State
                that handed each over), threads that go by letter (`by_letter`: State and UUID), and its
                policies (`policies`: State and stance, for all kinds)
    cases       `setup`, `peer` (who hands the dispatch over) and `dispatch`; then `verdict` with every
                code of the signed refusal, or `unsigned`: codes with status 422 and no receipt

Attachments are small, and only P-256 certificates are listed, to keep this short.
"""

import base64
import json
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from casts.node.world import NETWORK, NOW, World, new_state  # noqa: E402 - found beside the tests
from rogatory.errors import Refused  # noqa: E402 - likewise
from rogatory.node.messages.receive import receive  # noqa: E402 - likewise
from rogatory.node.peer_policy.set_policy import decide_policy, propose_policy  # noqa: E402 - likewise
from rogatory.node.peers.policy import PolicyTerms, Stance  # noqa: E402 - likewise
from rogatory.node.repositories.messages import Delivery  # noqa: E402 - likewise
from rogatory.node.threads.dispatch import Dispatch, build_dispatch, parse_dispatch  # noqa: E402 - likewise
from rogatory.node.threads.receipt import parse_receipt, parse_reply  # noqa: E402 - likewise
from rogatory.requests.envelope import (  # noqa: E402 - likewise
    Attachment,
    Links,
    MessageDraft,
    build_message,
    content_digest,
    parse_message,
)
from rogatory.seal.approval_document import encode_approvals  # noqa: E402 - likewise
from rogatory.seal.signatures import Signatures  # noqa: E402 - likewise
from rogatory.wire import canonical  # noqa: E402 - likewise
from rogatory.wire.digests import sha256  # noqa: E402 - likewise
from rogatory.wire.identifiers import parse_authority, uuid7  # noqa: E402 - likewise
from rogatory.wire.moments import format_moment  # noqa: E402 - likewise

THREAD, OTHER = uuid7(NOW, b"thread one"), uuid7(NOW, b"thread two")
XA, XB, XT = "xa/contact-point", "xb/contact-point", "xt/contact-point"
ORDER = b"order"


def only_p256(code):
    state = new_state(code)
    uses = {"state-ca", "authority"}
    state.issued = [one for one in state.issued if one.algorithm == "p256" and one.use in uses]
    return state


STATES = {code: only_p256(code) for code in ("XA", "XB", "XT")}
STATES["XA"].call_back = ("xa/central-authority",)
SERIAL = iter(range(1, 1000))


def message(
    *,
    kind="legal_information",
    sender=XA,
    addressee=XB,
    thread=THREAD,
    links=None,
    body=None,
    network=NETWORK,
    issued=NOW,
    attachments=(),
):
    content = MessageDraft(
        network=network,
        kind=kind,
        sender=parse_authority(sender),
        addressee=parse_authority(addressee),
        thread=thread,
        language="en",
        body=body or {},
        attachments=tuple(attachments),
    )
    made = build_message(
        content,
        links or Links(1, None, None),
        message_id=uuid7(NOW, next(SERIAL).to_bytes(10)),
        issued=issued,
    )
    return content, made


def approvals(content, *officers, verdict="approve"):
    digest = content_digest(content)
    return encode_approvals(
        STATES[one[:2].upper()].officers[one].approve(one, verdict, digest) for one in officers
    )


def dispatch(made, *, officers=None, signer=None, given=None, attachments=None, signature=None):
    content, data = made
    office = str(content.sender)
    keys = STATES[(signer or office)[:2].upper()].offices[signer or office]
    p256 = keys.sign(data, NOW).p256 if signature is None else signature
    if given is None:
        lower = str(content.sender)[:2]
        number = 2 if "contact" in office else 11
        given = approvals(
            content, *(officers if officers is not None else (f"{lower}-{number:04d}",))
        )
    return build_dispatch(Dispatch(data, Signatures(p256, None), given, attachments or {}))


def edited(data, change):
    """A dispatch with its message altered after it was signed; the form stays canonical."""
    read = parse_dispatch(data)
    document = json.loads(read.message)
    change(document)
    return build_dispatch(replace(read, message=canonical.encode(document)))


class Setup:
    """The node's knowledge before a case."""

    def __init__(self, kept=(), by_letter=(), policies=()):
        self.kept, self.by_letter, self.policies = kept, by_letter, policies

    def node(self):
        world = World(STATES)
        node = world.node("XB")
        for peer, data in (*self.kept, *self.by_letter):
            receive(node, peer, data)
        for _peer, data in self.by_letter:
            self._turn_into_letter(node, sha256(parse_dispatch(data).message))
        for state, stance in self.policies:
            terms = PolicyTerms(state, Stance(stance), (), "a reason", NOW, channel="by post")
            made = propose_policy(node, terms, authority="xb/central-authority", officer="xb-0010")
            decide_policy(node, made.id, "xb-0011", accept=True, reason="seen")
        return node

    @staticmethod
    def _turn_into_letter(node, digest):
        tables = node.store.tables
        tables.messages[digest] = replace(tables.messages[digest], delivery=Delivery.TRANSCRIBED)

    def as_json(self):
        return {
            "kept": [{"peer": peer, "dispatch": text(data)} for peer, data in self.kept],
            "by_letter": [
                {"peer": peer, "thread": parse_message(parse_dispatch(data).message).thread}
                for peer, data in self.by_letter
            ],
            "policies": [{"state": state, "stance": stance} for state, stance in self.policies],
        }


def text(data):
    return base64.b64encode(data).decode()


FIRST = message()
OPENED = dispatch(FIRST)
BY_CENTRAL = message(sender="xa/central-authority")
SECOND = Links(2, sha256(FIRST[1]), None)

SETUPS = {
    "empty": Setup(),
    "opened": Setup(kept=[("XA", OPENED)]),
    "opened-by-central-authority": Setup(kept=[("XA", dispatch(BY_CENTRAL))]),
    "opened-by-third-state": Setup(kept=[("XT", dispatch(message(sender=XT)))]),
    "by-letter": Setup(by_letter=[("XA", dispatch(message(kind="technical_advice")))]),
    "suspended": Setup(policies=[("XA", "suspended")]),
    "diplomatic": Setup(policies=[("XA", "diplomatic")]),
}


def answer(officers=("xa-0011",), sender="xa/central-authority", first=FIRST, **body):
    body = {"request": sha256(first[1]), "by_officer": "xa-0011", "outcome": "confirmed"} | body
    made = message(
        kind="call_back_answer", sender=sender, links=Links(2, sha256(first[1]), None), body=body
    )
    return dispatch(made, officers=officers)


def cases():
    """Each case: setup, peer, dispatch, and the codes; None where it is kept; `422` of no receipt."""
    order = Attachment("order.pdf", "application/pdf", len(ORDER), sha256(ORDER))
    yield "kept", "empty", "XA", OPENED, None
    yield "kept-again", "opened", "XA", OPENED, None
    yield "kept-though-suspended", "suspended", "XA", dispatch(message(kind="policy_notice")), None
    yield "kept-unknown-kind", "empty", "XA", dispatch(message(kind="never_heard_of")), None
    yield "kept-gap", "empty", "XA", dispatch(message(links=SECOND)), None
    yield (
        "kept-with-attachment",
        "empty",
        "XA",
        dispatch(message(attachments=[order]), attachments={order.sha256: ORDER}),
        None,
    )
    yield "kept-same-thread-of-a-third-state", "opened-by-third-state", "XA", OPENED, None
    yield (
        "kept-fork-with-the-same-approval",
        "opened",
        "XA",
        dispatch(message(), given=parse_dispatch(OPENED).approvals),
        None,
    )
    yield "1-unlisted", "empty", "XM", OPENED, "422 state-not-listed"
    yield "2-not-canonical", "empty", "XA", OPENED + b" ", "422 json-not-canonical"
    yield "2-no-json", "empty", "XA", b"{", "422 json-malformed"
    yield (
        "2-member-missing",
        "empty",
        "XA",
        canonical.encode({"message": ""}),
        "422 dispatch-malformed",
    )
    yield (
        "3-version",
        "empty",
        "XA",
        edited(OPENED, lambda one: one.update(version=2)),
        "message-version",
    )
    yield (
        "3-unknown-member",
        "empty",
        "XA",
        edited(OPENED, lambda one: one.update(priority=1)),
        "message-field-unknown",
    )
    yield (
        "3-member-missing",
        "empty",
        "XA",
        edited(OPENED, lambda one: one.pop("language")),
        "message-field-missing",
    )
    yield (
        "3-member-wrong",
        "empty",
        "XA",
        edited(OPENED, lambda one: one.update(kind="No")),
        "message-field",
    )
    yield (
        "3-one-state",
        "empty",
        "XA",
        edited(OPENED, lambda one: one.update({"to": "xa/central-authority"})),
        "message-same-state",
    )
    yield (
        "3-number-two-without-previous",
        "empty",
        "XA",
        edited(OPENED, lambda one: one.update(sequence=2)),
        "message-chain",
    )
    yield "4-network", "empty", "XA", dispatch(message(network=sha256(b"other"))), "message-network"
    yield "5-addressee", "empty", "XA", dispatch(message(addressee="xb/court")), "addressee-other"
    yield (
        "5-addressee-of-a-third-state",
        "empty",
        "XA",
        dispatch(message(addressee=XT)),
        "addressee-other",
    )
    yield "6-handed-over-by-another", "empty", "XT", OPENED, "sender-other-state"
    yield (
        "7-altered",
        "empty",
        "XA",
        edited(OPENED, lambda one: one.update(language="fr")),
        ("signature-other-document approval-other-matter approvals-too-few"),
    )
    yield (
        "7-signed-by-another-office",
        "empty",
        "XA",
        dispatch(message(), signer="xa/central-authority"),
        "certificate-holder",
    )
    yield "7-no-signature", "empty", "XA", dispatch(message(), signature=b""), "signature-missing"
    yield (
        "7-unlisted-authority",
        "empty",
        "XA",
        dispatch(message(sender="xa/court"), signer=XA, given=encode_approvals([])),
        "authority-not-listed",
    )
    yield "8-no-approval", "empty", "XA", dispatch(message(), officers=()), "approvals-too-few"
    yield (
        "8-not-an-approver",
        "empty",
        "XA",
        dispatch(message(), officers=("xa-0001",)),
        "officer-role approvals-too-few",
    )
    yield (
        "8-of-another-office",
        "empty",
        "XA",
        dispatch(message(), officers=("xa-0011",)),
        "officer-office approvals-too-few",
    )
    yield (
        "8-of-another-text",
        "empty",
        "XA",
        dispatch(message(), given=approvals(message(body={"a": "b"})[0], "xa-0002")),
        "approval-other-matter approvals-too-few",
    )
    yield (
        "8-another-verdict",
        "empty",
        "XA",
        dispatch(message(), given=approvals(FIRST[0], "xa-0002", verdict="decline")),
        "approval-verdict approvals-too-few",
    )
    yield (
        "8-repeated",
        "opened",
        "XA",
        dispatch(message(links=SECOND), given=parse_dispatch(OPENED).approvals),
        "approval-repeated",
    )
    yield (
        "9-ahead",
        "empty",
        "XA",
        dispatch(message(issued=NOW + timedelta(seconds=301))),
        "message-clock",
    )
    yield (
        "kept-five-minutes-ahead",
        "empty",
        "XA",
        dispatch(message(issued=NOW + timedelta(seconds=300))),
        None,
    )
    yield "10-missing", "empty", "XA", dispatch(message(attachments=[order])), "attachment-missing"
    yield (
        "10-other",
        "empty",
        "XA",
        dispatch(message(attachments=[order]), attachments={order.sha256: b"other"}),
        "attachment-digest",
    )
    yield (
        "10-surplus",
        "empty",
        "XA",
        dispatch(message(), attachments={order.sha256: ORDER}),
        "attachment-surplus",
    )
    yield "11-by-letter", "by-letter", "XA", OPENED, "thread-by-letter"
    yield "12-suspended", "suspended", "XA", OPENED, "peer-suspended"
    yield "12-diplomatic", "diplomatic", "XA", OPENED, "peer-diplomatic-channel"
    yield "13-kept", "opened", "XA", answer(), None
    yield (
        "13-authority",
        "opened-by-central-authority",
        "XA",
        answer(officers=("xa-0002",), sender=XA, first=BY_CENTRAL, by_officer="xa-0002"),
        "call-back-authority",
    )
    yield (
        "13-request-unknown",
        "opened",
        "XA",
        answer(request="ab" * 32),
        "call-back-request-unknown",
    )
    yield (
        "13-no-approval",
        "opened",
        "XA",
        answer(officers=()),
        "approvals-too-few call-back-not-approved",
    )
    yield (
        "13-another-officer-named",
        "opened",
        "XA",
        answer(by_officer="xa-0010"),
        "call-back-officer-named",
    )
    yield (
        "13-same-officer",
        "opened-by-central-authority",
        "XA",
        answer(first=BY_CENTRAL),
        "call-back-same-officer",
    )
    yield (
        "several",
        "empty",
        "XA",
        dispatch(
            message(network=sha256(b"other"), addressee="xb/court", issued=NOW + timedelta(days=1)),
            officers=(),
        ),
        "message-network addressee-other approvals-too-few message-clock",
    )


def judged(node, peer, data):
    """Return what our node answers, as a case says it."""
    try:
        receipt = parse_receipt(parse_reply(receive(node, peer, data))[0])
    except Refused as error:
        return {"unsigned": list(dict.fromkeys(error.codes))}
    return {"verdict": receipt.verdict, "codes": list(receipt.codes)}


def expected(codes):
    if codes is None:
        return {"verdict": "kept", "codes": []}
    if codes.startswith("422 "):
        return {"unsigned": codes.split()[1:]}
    return {"verdict": "refused", "codes": codes.split()}


def directory():
    def period(one):
        return {"from": format_moment(one.period.start), "until": format_moment(one.period.until)}

    found = {}
    for code, state in STATES.items():
        listed = state.listed()
        entry = listed.entry
        found[code] = {
            "authorities": [one.id for one in entry.authorities],
            "certificates": [
                {"use": one.use, "holder": one.holder, "algorithm": one.algorithm}
                | {"der": text(one.der)}
                | period(one)
                for one in entry.certificates
            ],
            "officers": [
                {
                    "number": one.number,
                    "authorities": list(one.authorities),
                    "roles": list(one.roles),
                    "credential": text(one.credential),
                    "key": text(one.key),
                }
                | period(one)
                for one in listed.register.officers
            ],
            "approvals": dict(entry.approvals),
            "relying_party": {
                "id": entry.relying_party.id,
                "origins": list(entry.relying_party.origins),
            },
            "call_back": list(entry.call_back),
        }
    return found


def vector():
    return {
        "network": NETWORK,
        "node": "XB",
        "now": format_moment(NOW),
        "directory": directory(),
        "setups": {name: setup.as_json() for name, setup in SETUPS.items()},
        "cases": {
            name: {"setup": setup, "peer": peer, "dispatch": text(data)} | expected(codes)
            for name, setup, peer, data, codes in CASES
        },
    }


CASES = tuple(cases())


def text_of(found):
    return json.dumps(found, indent=1) + "\n"


if __name__ == "__main__":
    (HERE / "dispatches.json").write_text(text_of(vector()))
