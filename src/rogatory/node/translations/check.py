# SPDX-License-Identifier: Apache-2.0
"""Which translations of a message hold: signed by its State, of this body, of fields that exist."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused
from rogatory.node.directory.directory_signature import verify_listed
from rogatory.node.translations import refusals
from rogatory.node.translations.document import (
    MEDIA_TYPE,
    Malformed,
    Translation,
    body_digest,
    parse_translation,
)
from rogatory.node.translations.fields import translatable_texts
from rogatory.requests.envelope import MessageDraft
from rogatory.seal.signatures import Signatures
from rogatory.wire.words import problem_of, reasons_text


@dataclass(frozen=True, slots=True)
class CheckedTranslation:
    """An attachment that is meant as a translation; it holds where there is no reason against it.

    `lacking` has the places of texts that it leaves out, which is no reason against the rest.
    """

    name: str
    digest: str
    translation: Translation | None
    reasons: tuple[Reason, ...]
    lacking: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return self.translation is not None and not self.reasons


def translations_of(
    view: DirectoryView, content: MessageDraft, attachments: Mapping[str, bytes], at: datetime
) -> list[CheckedTranslation]:
    """Return every attachment of the type of a translation, and whether it holds.

    `attachments` has the bytes by SHA-256; `at` is when the message was received, or now for a
    draft. What must hold:
      1. It is a translation in its form.
      2. It is of this network, of this body (by digest), and from the language of the message.
      3. Every text that it has is one of a field that the message has and that people wrote.
      4. It is signed for an authority of the State that sends the message, with every certificate
         that the directory lists of it, in force at `at`.
    """
    found = []
    for one in content.attachments:
        if one.media_type == MEDIA_TYPE:
            data = attachments.get(one.sha256, b"")
            signatures = _beside(content, one.name, attachments)
            found.append(_judged(view, content, one.name, one.sha256, data, signatures, at))
    return found


def _beside(content: MessageDraft, name: str, attachments: Mapping[str, bytes]) -> Signatures:
    by_name = {one.name: attachments.get(one.sha256, b"") for one in content.attachments}
    return Signatures(by_name.get(f"{name}.p256.p7s", b""), by_name.get(f"{name}.mldsa65.p7s"))


def _judged(
    view: DirectoryView,
    content: MessageDraft,
    name: str,
    digest: str,
    data: bytes,
    signatures: Signatures,
    at: datetime,
) -> CheckedTranslation:
    try:
        translation = parse_translation(data)  # 1
    except Malformed as problem:
        reason = refusals.TRANSLATION_FORM.because(name=name, problem=problem_of(problem))
        return CheckedTranslation(name, digest, None, (reason,))
    texts = translatable_texts(content.kind, content.body)
    reasons = [
        *_of_another(content, name, translation),  # 2
        *(
            refusals.TRANSLATION_FIELD.because(name=name, place=ascii(place)[:120])
            for place in translation.fields
            if place not in texts
        ),  # 3
        *_signature_reasons(view, content, name, translation, data, signatures, at),  # 4
    ]
    lacking = tuple(place for place in texts if place not in translation.fields)
    return CheckedTranslation(name, digest, translation, tuple(reasons), lacking)


def _of_another(content: MessageDraft, name: str, translation: Translation) -> Iterator[Reason]:
    if translation.network != content.network:
        yield refusals.TRANSLATION_NETWORK.because(name=name)
    if translation.body != body_digest(content.body):
        yield refusals.TRANSLATION_BODY.because(name=name)
    if translation.source != content.language:
        yield refusals.TRANSLATION_LANGUAGE.because(
            name=name, language=translation.source, written=content.language
        )


def _signature_reasons(
    view: DirectoryView,
    content: MessageDraft,
    name: str,
    translation: Translation,
    data: bytes,
    signatures: Signatures,
    at: datetime,
) -> Iterator[Reason]:
    authority = translation.authority
    if authority[:2].upper() != content.sender.state:
        yield refusals.TRANSLATION_AUTHORITY.because(name=name, authority=authority)
        return
    try:
        verify_listed(view, data, signatures, holder=authority, use="authority", at=at)
    except Refused as refused:
        for reason in refused.reasons:
            yield refusals.TRANSLATION_UNSIGNED.because(name=name, problem=reasons_text([reason]))


def language_reasons(
    found: list[CheckedTranslation], accepted: tuple[str, ...]
) -> tuple[bool, tuple[Reason, ...]]:
    """Decide whether a whole translation into an accepted language holds, and what is wrong with
    those that were attached: line 15's exception, for a message in a language not accepted.
    """
    reasons: list[Reason] = []
    for one in found:
        translation = one.translation
        if translation is None or translation.target not in accepted or one.reasons:
            reasons += one.reasons
        elif one.lacking:
            reasons += (
                refusals.TRANSLATION_INCOMPLETE.because(name=one.name, place=place)
                for place in one.lacking
            )
        else:
            return True, ()
    return False, tuple(reasons)
