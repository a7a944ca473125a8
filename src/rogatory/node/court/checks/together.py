# SPDX-License-Identifier: Apache-2.0
"""Checks that what a bundle encloses belongs together: request, delivery, seal, certificates."""

from collections.abc import Iterator

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.evidence.checks import Undecided
from rogatory.evidence.layout import REQUEST as BAG_REQUEST
from rogatory.evidence.sealed.sealed_files import NO_SEAL, WHO_SEALED
from rogatory.node.court import layout, refusals
from rogatory.node.court.checks.messages import MessageChecks
from rogatory.node.court.checks.seal import BundleSeal
from rogatory.node.court.reading import BundleFiles
from rogatory.node.court.stock_certificates import (
    REVOCATION_LIST,
    list_reasons,
    listed_certificates,
)
from rogatory.requests.envelope import Envelope
from rogatory.seal.strict_pem import certificates_in
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_, P_, FilledText


def misplaced(delivery: Envelope, request: Envelope, senders: set[str]) -> Iterator[Reason]:
    """Yield what is wrong with a delivery in another thread, or by one who neither sealed nor was
    asked.
    """
    problems: list[Phrase] = []
    if delivery.thread != request.thread:
        problems.append(P_("the delivery is of another thread than the request"))
    if str(delivery.sender) not in senders and delivery.sender.state != request.addressee.state:
        problems.append(
            FilledText(
                P_(
                    "{sender} delivered it, but neither sealed it nor belongs to the requested State"
                ),
                sender=str(delivery.sender),
            )
        )
    yield from (refusals.NOT_TOGETHER.because(problem=one) for one in problems)


def check_together(
    files: BundleFiles,
    bundle_seal: BundleSeal,
    messages: MessageChecks,
    network: str,
    senders: set[str],
) -> str:
    """Check that the request opens the thread of the seal, in which it was delivered to the exporter.

    `senders` are the authorities whose seal counts.
    """
    seal, request = bundle_seal.seal, messages.request_in_force
    if seal is None:
        raise Undecided(NO_SEAL, WHO_SEALED)
    problems: list[Phrase] = []
    if seal.network != network:
        problems.append(P_("the seal is of another network than the directory"))
    if request is not None and seal.thread != request.envelope.thread:
        problems.append(P_("the seal is of another thread than the request"))
    inside = files.maybe(f"{layout.BAG}/{BAG_REQUEST}message.json")
    if request is not None and inside is not None and sha256(inside) != request.digest:
        problems.append(P_("the evidence carries another request than the bundle"))
    delivered = [
        one
        for one in messages.in_force
        if one.delivered_seal is not None and one.delivered_seal in bundle_seal.digests
    ]
    refuse_if_any(refusals.NOT_TOGETHER.because(problem=one) for one in problems)
    if not delivered or request is None:
        raise Undecided(
            N_("no delivery message in the bundle names this seal, or there is no request"),
            N_("the authority that exported the bundle"),
        )
    refuse_if_any(
        reason for one in delivered for reason in misplaced(one.envelope, request.envelope, senders)
    )
    return FilledText(N_("thread {thread}"), thread=request.envelope.thread)


def check_certificates(files: BundleFiles, view: DirectoryView) -> str:
    """Check that the directory lists every certificate and revocation list that is enclosed."""
    listed = listed_certificates(view)
    reasons, count = files.unlisted(layout.CERTIFICATES), 0
    for name, data in files.files(layout.CERTIFICATES).items():
        if name.endswith(REVOCATION_LIST):
            reasons += list_reasons(name, data, listed)
            continue
        try:
            found = certificates_in(data)
        except Refused as refused:
            reasons += refused.reasons
            continue
        count += len(found)
        if not listed.issuperset(found):
            path = f"{layout.CERTIFICATES}/{name}"
            reasons.append(refusals.CERTIFICATES_DIFFER.because(path=path))
    refuse_if_any(reasons)
    files.leave_other_types(layout.CERTIFICATES, folder=True)
    return FilledText(N_("{count} certificates"), count=count)
