# SPDX-License-Identifier: Apache-2.0
"""The port `Signer` with keys in files: signs for the authorities and for the node.

It is between an intruder in the node's code and the authorities' keys, so it does not believe its
caller: it reads the message itself, and checks the approvals against the register itself, before it
signs. A signer in a process of its own or over a token does the same.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from rogatory.bootstrap import refusals
from rogatory.custody.events.event import parse_event
from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from rogatory.custody.log.cosignature import cosign
from rogatory.custody.log.epoch import parse_origin
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.officers.register import approvals_reasons
from rogatory.node.translations.document import Malformed, parse_translation
from rogatory.node.translations.refusals import TRANSLATION_FORM
from rogatory.requests.envelope import parse_message
from rogatory.seal.cosigner import Cosigner
from rogatory.seal.notes import NoteSignature, NoteSigner
from rogatory.seal.signatures import Signatures, SigningKeys
from rogatory.wire.words import problem_of


class NodeKeys(Protocol):
    """The keys with which the node itself signs."""

    def sign(self, data: bytes, at: datetime) -> Signatures: ...


class FileSigner:
    """`view` gives the newest verified view of the directory; it refuses a stale one."""

    def __init__(
        self,
        network: str,
        authorities: Mapping[str, SigningKeys],
        receipts: NodeKeys,
        log: NoteSigner,
        view: Callable[[], DirectoryView],
        witness: Sequence[Cosigner] = (),
        log_mldsa44: Cosigner | None = None,
    ) -> None:
        self._network = network
        self._authorities = authorities
        self._receipts = receipts
        self._log = log
        self._log_mldsa44 = log_mldsa44
        self._view = view
        self._witness = tuple(witness)

    def __repr__(self) -> str:
        return f"FileSigner(for {sorted(self._authorities)})"

    def sign_message(self, message: bytes, approvals: bytes, at: datetime) -> Signatures:
        """Sign a message for the authority that it is from.

        What must hold:
          1. It is a message, in its form.
          2. It is of this network.
          3. It is from an authority whose key is here.
          4. Its approvals are those that the State's own entry demands (the list in
             `node.officers.approvals_reasons`).

        Raises:
            Refused: with every reason; nothing was signed.
        """
        envelope = parse_message(message)  # 1
        reasons: list[Reason] = []
        if envelope.network != self._network:
            reasons.append(refusals.OTHER_NETWORK.because(network=envelope.network))  # 2
        sender = str(envelope.sender)
        if sender not in self._authorities:
            reasons.append(refusals.SIGNER_NOT_OURS.because(authority=sender))  # 3
        reasons += approvals_reasons(self._view(), approvals, envelope.draft, at)  # 4
        refuse_if_any(reasons)
        return self._authorities[sender].sign(message, at)

    def sign_event(self, event: bytes, at: datetime) -> Signatures:
        """Sign a custody event of this network for the authority that it names."""
        read = parse_event(event)
        if read.network != self._network:
            raise Refused(refusals.OTHER_NETWORK.because(network=str(read.network)))
        keys = self._authorities.get(str(read.authority))
        if keys is None:
            raise Refused(refusals.SIGNER_NOT_OURS.because(authority=str(read.authority)))
        return keys.sign(event, at)

    def sign_translation(self, translation: bytes, at: datetime) -> Signatures:
        """Sign a translation of this network for the authority that it names: a document of no
        other form, so that nothing else can be had signed under this name.
        """
        try:
            read = parse_translation(translation)
        except Malformed as problem:
            name = "translation"
            raise Refused(
                TRANSLATION_FORM.because(name=name, problem=problem_of(problem))
            ) from problem
        if read.network != self._network:
            raise Refused(refusals.OTHER_NETWORK.because(network=read.network))
        keys = self._authorities.get(read.authority)
        if keys is None:
            raise Refused(refusals.SIGNER_NOT_OURS.because(authority=read.authority))
        return keys.sign(translation, at)

    def sign_receipt(self, receipt: bytes, at: datetime) -> Signatures:
        return self._receipts.sign(receipt, at)

    def sign_checkpoint(self, text: str) -> str:
        return sign_checkpoint(parse_checkpoint(text), self._log, self._log_mldsa44)

    @property
    def cosigns(self) -> bool:
        return bool(self._witness)

    def cosign(self, checkpoint: Checkpoint, at: datetime) -> Sequence[NoteSignature]:
        """Cosign a checkpoint of this network by every witness key; never one of the own log."""
        log = parse_origin(checkpoint.origin)
        if log.network != self._network or checkpoint.origin == self._log.name:
            raise Refused(refusals.OTHER_NETWORK.because(network=checkpoint.origin))
        return [cosign(checkpoint, one, at) for one in self._witness]
