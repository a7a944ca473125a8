# SPDX-License-Identifier: Apache-2.0
"""One message folder of a bundle: its files, and what must hold of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rogatory.custody.log import tree
from rogatory.custody.log.checkpoint import parse_checkpoint, verify_checkpoint
from rogatory.custody.log.contradiction import LogStatements
from rogatory.custody.log.epoch import parse_origin
from rogatory.directory.entry.register import OfficerRecord
from rogatory.directory.refusals import LOG_NOT_LISTED
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.evidence.trust.stamps import KnownMoment
from rogatory.node.court import layout, refusals
from rogatory.node.court.checks.signers import verify_as_listed
from rogatory.node.court.reading import BundleFiles
from rogatory.node.officers.register import approvals_reasons, one_approval_reasons
from rogatory.node.threads.receipt import KEPT, Receipt, parse_receipt
from rogatory.node.workstation.verification.listing_judge import Views
from rogatory.node.workstation.verification.logged_checks import contradiction
from rogatory.node.workstation.verification.stolen_log_keys import StolenLogKeys, listed_log_keys
from rogatory.requests.envelope import Envelope, parse_message
from rogatory.requests.kinds.families import DELIVERIES
from rogatory.seal.approval_document import parse_approvals
from rogatory.seal.notes import parse_note
from rogatory.seal.signature_moments import SignatureMoments, ahead_reasons
from rogatory.seal.signatures import SignedBy
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_, FilledText


@dataclass(frozen=True, slots=True)
class MessageFolder:
    """A message as it lies in a bundle; nothing about it has been checked."""

    path: str
    data: bytes
    envelope: Envelope
    receipt: bytes | None

    @property
    def digest(self) -> str:
        return self.envelope.digest

    @property
    def delivered_seal(self) -> str | None:
        """The seal that a delivery names; anything but a text names none."""
        seal = self.envelope.body.get("seal") if self.envelope.kind in DELIVERIES else None
        return seal if isinstance(seal, str) else None

    def received(self) -> datetime | None:
        """Return when the other State says that it came: a claim, though not its sender's."""
        if self.receipt is None:
            return None
        try:
            return parse_receipt(self.receipt).received
        except Refused:
            return None


def read_message_folder(files: BundleFiles, path: str) -> MessageFolder:
    """Read the message in a folder; refuse one that cannot be read."""
    data = files.read(f"{path}/{layout.MESSAGE}")
    receipt = files.maybe(f"{path}/{layout.RECEIPT}")
    return MessageFolder(path, data, parse_message(data), receipt)


def check_message(
    files: BundleFiles,
    folder: MessageFolder,
    views: Views,
    whole: KnownMoment,
    now: datetime,
) -> tuple[SignedBy, ...]:
    """Decide that the message is its sender's, approved, and has its attachments.

    1. It is of the directory's network.
    2. Its sender signed it, as listed when the receipt says that it was received (without one:
       when the sender says that it was issued). Both are claims; so a key that was compromised
       counts only if the signatures are proved to be older, by what is known of the `whole`.
    3. Its approvals are those that the sender's own entry demands.
    4. The attachments are exactly those that it names.
    5. It is not dated after `now`, the moment of the check.

    Raises:
        Refused: with every reason.
    """
    view = views.then
    message = folder.envelope
    reasons = ahead_reasons(message.issued, now)  # 5
    signed: tuple[SignedBy, ...] = ()
    if message.network != view.network:  # 1
        reasons.append(refusals.OTHER_NETWORK.because(what=folder.path))
    received, known = folder.received(), whole.of(str(message.sender))
    at = received or message.issued
    try:
        signed = verify_as_listed(  # 2
            views,
            folder.data,
            files.signatures(f"{folder.path}/{layout.MESSAGE}"),
            holder=str(message.sender),
            moments=SignatureMoments(at, signatures=known),
        )
    except Refused as error:
        reasons += error.reasons
    approvals = files.read(f"{folder.path}/{layout.APPROVALS}")
    reasons += approvals_reasons(view, approvals, message.draft, at)  # 3
    reasons += _stolen_credentials(views, folder, approvals, SignatureMoments(at, signatures=known))
    brought = files.files(f"{folder.path}/{layout.ATTACHMENTS}")
    named = {one.sha256: one for one in message.attachments}
    for digest in sorted(brought.keys() ^ named.keys()):  # 4
        problem = FilledText(
            P_("the attachment {digest} is missing or not named in it"), digest=digest[:16]
        )
        reasons.append(refusals.MESSAGE_OTHER.because(path=folder.path, problem=problem))
    for digest, data in brought.items():
        if sha256(data) != digest:
            problem = FilledText(P_("the attachment {digest} was changed"), digest=digest[:16])
            reasons.append(refusals.MESSAGE_OTHER.because(path=folder.path, problem=problem))
    refuse_if_any(reasons)
    return signed


def _stolen_credentials(
    views: Views, folder: MessageFolder, approvals: bytes, moments: SignatureMoments
) -> Iterator[Reason]:
    """Check the credentials of the approvals: a thief of a passkey approves with any moment that he likes."""
    try:
        given = parse_approvals(approvals)
    except Refused:
        return  # reported by the check of the approvals
    state = folder.envelope.sender.state
    listed = [one for view in views.each for one in _registered(view, state)]
    for approval in given:
        own = [
            one.period
            for one in listed
            if (one.number, one.credential) == (approval.officer, approval.credential)
        ]
        stolen = [one for one in own if one.compromised]
        if stolen and not any(one.counts(moments.at, moments.signatures) for one in stolen):
            yield refusals.APPROVAL_ENDED.because(path=folder.path, officer=approval.officer)
        newest = views.newest
        if not stolen and own and newest is not views.then:  # what the first copy says was asked
            yield from one_approval_reasons(newest, approval, folder.envelope.draft, moments.at)


def _registered(view: DirectoryView, state: str) -> tuple[OfficerRecord, ...]:
    """Return the officers whom a State's register lists; none where the copy holds the State back or does not list it,
    which the check of the signatures reports.
    """
    try:
        return view.register(state).officers
    except Refused:
        return ()


def check_receipt(
    files: BundleFiles,
    folder: MessageFolder,
    views: Views,
    whole: KnownMoment,
    now: datetime,
) -> tuple[SignedBy, ...]:
    """Decide that the receipt is of this message, by the node that should have given it.

    1. It is in its form, of this network, on this message, and says that the message was kept.
    2. It is by the node of the addressee's State, signed with certificates listed for receipts.
    3. The checkpoint in it is signed by that State's log, under a key that was not stolen before
       then, and of a size greater than its index.
    4. It does not say that the message came after `now`, the moment of the check.

    Raises:
        Refused: with every reason.
    """
    assert folder.receipt is not None
    view = views.then
    receipt = parse_receipt(folder.receipt)  # 1
    reasons = [
        refusals.RECEIPT_OTHER.because(path=folder.path, problem=problem)
        for problem in _differences(receipt, folder.envelope, view)
    ]
    reasons += ahead_reasons(receipt.received, now)  # 4
    signed: tuple[SignedBy, ...] = ()
    try:
        signed = verify_as_listed(  # 2
            views,
            folder.receipt,
            files.signatures(f"{folder.path}/{layout.RECEIPT}"),
            holder=receipt.node.lower(),
            moments=SignatureMoments(receipt.received, signatures=whole.of(receipt.node)),
            use="receipts",
        )
    except Refused as error:
        reasons += error.reasons
    try:
        reasons += _log_reasons(folder.path, receipt, views, StolenLogKeys(views, now, whole))  # 3
    except Refused as error:
        reasons += error.reasons
    refuse_if_any(reasons)
    return signed


def _log_reasons(
    path: str, receipt: Receipt, views: Views, stolen: StolenLogKeys
) -> Iterator[Reason]:
    """Yield why the place in a log that a receipt states does not count.

    Raises:
        Refused: its checkpoint does not hold.
    """
    if receipt.log is None:
        return
    origin, note = receipt.log.origin, receipt.log.checkpoint
    if parse_origin(origin).state != receipt.node:  # another State's log is none of its
        raise Refused(LOG_NOT_LISTED.because(origin=ascii(origin)[:120]))
    signed = verify_checkpoint(note, origin=origin, vkeys=listed_log_keys(views.then, origin))
    yield from stolen.reasons(note, receipt.received)
    if receipt.log.index >= signed.checkpoint.size:
        problem = P_("its checkpoint does not cover the entry")
        yield refusals.RECEIPT_OTHER.because(path=path, problem=problem)


def contradicting_receipt(folder: MessageFolder, stated: LogStatements) -> Iterator[Reason]:
    """Yield the reason for a receipt that states of its log something other than what is `stated`:
    another root of one size, or at its index another leaf.
    """
    assert folder.receipt is not None
    log = parse_receipt(folder.receipt).log
    if log is None:
        return
    checkpoint = parse_checkpoint(parse_note(log.checkpoint).text)
    leaf = tree.leaf_hash(bytes.fromhex(log.commitment))
    if stated.contradicts(checkpoint, log.index, leaf):
        yield contradiction(f"{folder.path}/{layout.RECEIPT}", log.origin)


def _differences(receipt: Receipt, message: Envelope, view: DirectoryView) -> list[Phrase]:
    found: list[Phrase] = []
    if receipt.network != view.network:
        found.append(P_("it is of another network"))
    if receipt.message != message.digest:
        found.append(P_("it is of another message"))
    if receipt.verdict != KEPT:
        found.append(P_("it states that the message was refused"))
    if receipt.node != message.addressee.state:
        found.append(
            FilledText(
                P_("the node of {state} gave it, not that of the addressee"), state=receipt.node
            )
        )
    return found
