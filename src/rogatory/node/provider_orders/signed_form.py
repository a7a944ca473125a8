# SPDX-License-Identifier: Apache-2.0
"""The check of the signatures of an order or a withdrawal: of the authority that it names, listed and in force now."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.trust.anchors import Trust, judging_for
from rogatory.node.workstation.verification.listing_judge import Views
from rogatory.node.workstation.verification.signers import Whom
from rogatory.node.workstation.verification.trust import Trusted
from rogatory.seal.signature_moments import SignatureMoments, ahead_reasons
from rogatory.seal.signatures import Anchors, Signatures
from rogatory.wire.identifiers import parse_authority

if TYPE_CHECKING:
    from rogatory.directory.view.view import DirectoryView


class SignedDocument(Protocol):
    """A document that states by whom it was signed, when, and for which network."""

    @property
    def network(self) -> str: ...
    @property
    def authority(self) -> str: ...
    @property
    def signed(self) -> datetime: ...
    def encode(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class SignedForm:
    """The bytes that were signed, their signatures, and the document that they are."""

    path: str
    data: bytes
    signatures: Signatures
    document: SignedDocument


def refuse_unsigned(
    form: SignedForm, view: "DirectoryView", trusted: Trusted | None, now: datetime
) -> None:
    """Refuse what the authority did not sign by both algorithms, with certificates that the directory lists as in force
    now and when the form says that it was signed; or what was signed for another network.

    Raises:
        Refused: with every reason.
    """
    document = form.document
    whom = Whom(trusted, Anchors(()), now, views=Views(view, view))
    reasons: list[Reason] = [*whom.other_network(form.path, document.network)]
    reasons += ahead_reasons(document.signed, now)
    try:
        view.authority(document.authority)
        anchors = whom.all_anchors(parse_authority(document.authority).state)
    except Refused as error:
        raise Refused([*reasons, *error.reasons]) from error
    trust = Trust(now, anchors, listed=True, held_back=whom.held_back)
    try:
        judged = judging_for(trust, Anchors(()), ())
        signed = judged.signatures(form.data, form.signatures, document.authority)
    except Refused as error:
        raise Refused([*reasons, *error.reasons]) from error
    for moment in (now, document.signed):
        against = whom.unlisted(signed, SignatureMoments(moment))
        reasons += (one for one in against if one not in reasons)
    refuse_if_any(reasons)
