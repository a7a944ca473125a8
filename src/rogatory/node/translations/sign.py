# SPDX-License-Identifier: Apache-2.0
"""An authority signs a translation of what it is about to send."""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.errors import Reason, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.translations import refusals
from rogatory.node.translations.document import (
    MEDIA_TYPE,
    SIGNATURE_MEDIA_TYPE,
    Malformed,
    Translation,
    body_digest,
)
from rogatory.node.translations.fields import CAPACITIES, translatable_texts
from rogatory.wire.canonical import Json
from rogatory.wire.words import problem_of


@dataclass(frozen=True, slots=True)
class SignedTranslation:
    """The attachments that a translation travels as: by name, media type and bytes."""

    translation: Translation
    files: Mapping[str, tuple[str, bytes]]
    lacking: tuple[str, ...]
    """Places of texts that were not translated."""


def sign_translation(
    node: Node,
    *,
    sender: str,
    kind: str,
    body: Mapping[str, Json],
    language: str,
    into: str,
    fields: Mapping[str, str],
    capacity: str,
    officer: str,
) -> SignedTranslation:
    """Sign a translation of a body; the officer who hands it in is responsible for it.

    1. The officer may draft for the sender.
    2. It is into another language, by somebody in a known capacity, and has at least one text.
    3. Every text is one of a field that the body has and that people wrote.
    4. It is a translation in its form.

    Raises:
        Refused: with every reason of 1 to 3, or of 4; nothing is signed.
    """
    at, view = node.clock.now(), node.register.view()
    name = f"translation.{into}.json"
    texts = translatable_texts(kind, body)
    reasons: list[Reason] = [
        *officer_reasons(view, officer, sender, Permission.DRAFT_MESSAGE, at)
    ]  # 1
    if into == language:
        reasons.append(refusals.SAME_LANGUAGE.because(language=language))  # 2
    if capacity not in CAPACITIES:
        known = ", ".join(CAPACITIES)
        reasons.append(refusals.CAPACITY_UNKNOWN.because(capacity=ascii(capacity), known=known))
    if not fields:
        reasons.append(refusals.TRANSLATION_EMPTY.because())
    reasons += (
        refusals.TRANSLATION_FIELD.because(name=name, place=ascii(place)[:120])
        for place in fields
        if place not in texts
    )  # 3
    refuse_if_any(reasons)
    translation = Translation(
        node.network, body_digest(body), language, into, fields, capacity, sender, officer, at
    )
    try:
        data = translation.encode()  # 4
    except Malformed as problem:
        refuse_if_any([refusals.TRANSLATION_FORM.because(name=name, problem=problem_of(problem))])
        raise
    signatures = node.signer.sign_translation(data, at)
    files = {name: (MEDIA_TYPE, data), f"{name}.p256.p7s": (SIGNATURE_MEDIA_TYPE, signatures.p256)}
    if signatures.mldsa65 is not None:
        files[f"{name}.mldsa65.p7s"] = (SIGNATURE_MEDIA_TYPE, signatures.mldsa65)
    lacking = tuple(place for place in texts if place not in fields)
    return SignedTranslation(translation, files, lacking)
