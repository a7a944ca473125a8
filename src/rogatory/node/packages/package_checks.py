# SPDX-License-Identifier: Apache-2.0
"""The checks that a node can make of a sealed package, one by one, and who can make the rest.

Made again whenever asked for, by the directory as it is today, from the documents that are here. A
node has no key, so the contents stay undecided, and the check reports that instead of being left
out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

from rogatory.custody.log.checkpoint import parse_checkpoint
from rogatory.errors import Reason, Refused, RogatoryError
from rogatory.evidence.checks import CheckOutcome, Undecided
from rogatory.evidence.sealed.seal_chain import Link, documents_in, judge_chain, read_chain
from rogatory.evidence.sealed.seal_document import Seal, parse_seal
from rogatory.evidence.sealed.segments import check_list
from rogatory.node.context import Node
from rogatory.node.packages import package_refusals
from rogatory.node.packages.earlier_seals import ListedLinkJudge
from rogatory.node.packages.package_documents import SEAL, SEGMENTS, kept_documents
from rogatory.node.repositories.packages import PackageRecord
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.kinds.families import DELIVERIES
from rogatory.seal.notes import parse_note
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_, P_, FilledText

_NEWEST = 0
"""The number of the newest seal, beside those of the earlier ones, which begin at 1."""


@dataclass(frozen=True, slots=True)
class PackageCheck:
    """One check. `title` is what it says if it holds; `words` what qualifies its outcome, `who`
    could settle it where it cannot be decided here. Both are English sources, or empty.
    """

    number: int
    id: str
    title: str
    outcome: CheckOutcome
    reasons: tuple[Reason, ...] = ()
    words: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class _Subject:
    node: Node
    record: PackageRecord
    documents: Mapping[str, bytes]
    judge: ListedLinkJudge

    @property
    def seal(self) -> Seal:
        return parse_seal(self.documents.get(SEAL, b""))

    @property
    def link(self) -> Link:
        data = self.documents.get(SEAL, b"")
        return Link(_NEWEST, parse_seal(data), data, documents_in(self.documents))


type _Checked = Callable[[_Subject], str]
"""Returns a remark or nothing if it holds; raises what it found if it does not."""


def package_checks(node: Node, record: PackageRecord) -> tuple[PackageCheck, ...]:
    """Return the checks, in this order:

    1. The seal is in its form, and is the one that this package is known by.
    2. It is of this network, and one of the States here is who sealed it or is sealed to.
    3. It is stamped with a time by a timestamp authority that the directory lists.
    4. Its sender's signatures hold, with certificates listed as in force at the stamped time, or
       else when the package came here.
    5. Where it replaces another, the earlier seals lead to it.
    6. The list of segments is the one sealed.
    7. Every segment is here, and was compared with that list as it came.
    8. The message that delivers it names this seal and this evidence.
    9. Every act on it is in the log, under a checkpoint that other States hold.
    10. What is inside is what was collected: for those who can open it.
    """
    view = node.register.view()
    subject = _Subject(
        node, record, kept_documents(node, record), ListedLinkJudge(view, record.received)
    )
    return tuple(
        _made(number, name, title, check, subject)
        for number, (name, title, check) in enumerate(_LIST, 1)
    )


def _made(number: int, name: str, title: str, check: _Checked, subject: _Subject) -> PackageCheck:
    try:
        return PackageCheck(number, name, title, "holds", words=check(subject))
    except Undecided as undecided:
        words, who = str(undecided), undecided.who
        return PackageCheck(number, name, title, "undecided", undecided.reasons, words, who)
    except RogatoryError as error:
        return PackageCheck(number, name, title, "fails", error.reasons)


def _form(subject: _Subject) -> str:
    data = subject.documents.get(SEAL, b"")
    if sha256(data) != subject.record.seal:
        found, expected = sha256(data)[:16], subject.record.seal[:16]
        raise Refused(
            package_refusals.SEAL_OTHER.because(
                what=FilledText(P_("seal")), found=found, expected=expected
            )
        )
    parse_seal(data)
    return ""


def _belongs(subject: _Subject) -> str:
    seal, network = subject.seal, subject.node.network
    if seal.network != network:
        found = (seal.network or "-")[:16]
        raise Refused(
            package_refusals.SEAL_OTHER.because(
                what=FilledText(P_("network")), found=found, expected=network[:16]
            )
        )
    concerned = {seal.sender[:2].upper(), *(one.authority[:2].upper() for one in seal.recipients)}
    if subject.node.state not in concerned:
        raise Undecided(N_("This State neither sealed it nor is it sealed to it."), _WHO_SEALED)
    return ""


def _stamped(subject: _Subject) -> str:
    stamps = subject.judge.stamped(subject.link)
    if not (stamps.any_over or stamps.list_reasons):
        raise Undecided(N_("There is no timestamp here yet."), N_("the node of who sealed it"))
    try:
        stamps.check()
    except Undecided as undecided:
        raise Undecided(
            N_("No timestamp here is valid on its own any more."), _WHO_SEALED, undecided.reasons
        ) from undecided
    return ""


def _signed(subject: _Subject) -> str:
    proved = subject.judge.signed(subject.link)
    return "" if proved else N_("Judged by when the package came here: no timestamp proves more.")


def _chain(subject: _Subject) -> str:
    chain = read_chain(subject.seal, documents_in(subject.documents))
    if not chain.links:
        return N_("It replaces none.")
    try:
        judge_chain(chain, subject.judge)
    except Undecided as undecided:
        raise Undecided(
            N_("An earlier seal has no timestamp that counts."), _WHO_SEALED, undecided.reasons
        ) from undecided
    return ""


def _list(subject: _Subject) -> str:
    seal, listing = subject.seal, subject.documents.get(SEGMENTS)
    if listing is None:
        raise Undecided(N_("The list is not here."), _WHO_SEALED)
    check_list(BytesIO(listing), count=seal.segments, root=seal.root)
    return ""


def _segments(subject: _Subject) -> str:
    if not subject.record.complete:
        raise Undecided(
            N_("Some are still to come; each is compared as it comes."),
            N_("this node, once the rest is here"),
        )
    return N_("Each was compared on arrival.")


def _delivered(subject: _Subject) -> str:
    """Return how it compares with the newest delivery in the thread that speaks of this package."""
    record = subject.record
    bodies = [
        entry.envelope.body
        for entry in (thread_state(subject.node, record.thread).entries if record.thread else ())
        if entry.envelope.kind in DELIVERIES
        and entry.envelope.body.get("package") == record.package
    ]
    if not bodies:
        raise Undecided(
            N_("No message delivers it yet."), N_("the authority that answers the request")
        )
    body = bodies[-1]
    for what, named, here in (
        ("seal", body.get("seal"), record.seal),
        ("bag", body.get("bag"), record.bag),
    ):
        if named != here:
            found, expected = here[:16], str(named)[:16]
            raise Refused(
                package_refusals.SEAL_OTHER.because(what=what, found=found, expected=expected)
            )
    return ""


def _logged(subject: _Subject) -> str:
    node, events = subject.node, list(subject.node.store.events_of(subject.record.bag))
    note = node.store.checkpoint()
    covered = 0 if note is None else parse_checkpoint(parse_note(note).text).size
    if not events or any(one.index >= covered for one in events):
        raise Undecided(
            N_("The newest acts are not under a checkpoint yet."),
            N_("this node, at its next checkpoint"),
        )
    return ""


def _inside(subject: _Subject) -> str:
    del subject
    raise Undecided(
        N_("No node can open it."),
        N_("an authority that it is sealed to, on its workstation: rogatory evidence verify"),
    )


_WHO_SEALED = N_("the authority that sealed it, or its node")

_LIST: tuple[tuple[str, str, _Checked], ...] = (
    ("seal-form", N_("The seal is in its form and the one known here"), _form),
    ("seal-network", N_("The seal is of this network and concerns this State"), _belongs),
    ("seal-stamped", N_("The seal is stamped with a time"), _stamped),
    ("seal-signed", N_("The seal is signed by its sender"), _signed),
    ("seal-chain", N_("The earlier seals lead to this one"), _chain),
    ("seal-segment-list", N_("The list of segments is the one sealed"), _list),
    ("seal-segments", N_("Every segment is here and unchanged"), _segments),
    ("delivery-names", N_("The message that delivers it names it"), _delivered),
    ("custody-logged", N_("Every act on it is in the log, proved by a checkpoint"), _logged),
    ("contents", N_("What is inside is what was collected"), _inside),
)
