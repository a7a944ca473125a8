# SPDX-License-Identifier: Apache-2.0
"""Facts for the doctor about timestamp authorities: each that the node asks is asked for a timestamp."""

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from rogatory.bootstrap.doctor.finding import Finding
from rogatory.bootstrap.doctor.kinds import work_kinds
from rogatory.bootstrap.doctor.look import Look
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.ports.register import own_copy
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused, RogatoryError
from rogatory.seal.signatures import Anchors
from rogatory.seal.timestamping.timestamps import is_signed_by, request, token_of, verify_token
from rogatory.transport.timestamp_application import QUERY
from rogatory.transport.timestamps import post
from rogatory.wire.words import problem_of

_KINDS = {
    "silent": work_kinds.TIMESTAMPS_SILENT,
    "ended": work_kinds.TIMESTAMPS_ENDED,
    "unlisted": work_kinds.TIMESTAMPS_UNLISTED,
}


def timestamps(home: Home, now: datetime, look: Look) -> Mapping[str, Any]:
    """Return what each timestamp authority comes to: `given`, or it is `silent`, `ended` or `unlisted`.

    Raises:
        Refused: there is no directory, without which no timestamp is worth anything.
    """
    if not look.asks:
        return {"named": len(home.timestamp_urls), "exercise": home.exercise, "answers": []}
    view = own_copy(home).view(now) if home.timestamp_urls else None
    answers = [_ask(url, view, now) for url in home.timestamp_urls if view is not None]
    return {"named": len(home.timestamp_urls), "exercise": home.exercise, "answers": answers}


def of_timestamps(facts: Mapping[str, Any]) -> Iterator[Finding]:
    """Report each that gives no timestamp that counts."""
    if not facts["named"] and not facts["exercise"]:
        yield work_kinds.TIMESTAMPS_NONE.found()
    for one in facts["answers"]:
        if one["outcome"] in _KINDS:
            kind = _KINDS[one["outcome"]]
            yield kind.found(address=one["address"], problem=one["problem"])
    if given := tuple(one["address"] for one in facts["answers"] if one["outcome"] == "given"):
        yield work_kinds.TIMESTAMPS_GIVEN.found(names=given)


def _ask(url: str, view: DirectoryView, now: datetime) -> Mapping[str, Any]:
    digest, nonce = os.urandom(32), int.from_bytes(os.urandom(8)) >> 1
    found = {"address": url, "outcome": "given", "problem": ""}
    try:
        token = token_of(post(url, request(digest, nonce=nonce), QUERY))
    except (RogatoryError, ValueError) as error:
        return found | {"outcome": "silent", "problem": problem_of(error)}
    try:
        verify_token(token, digest, anchors=Anchors(view.tsa_certificates(now)), nonce=nonce)
    except Refused as error:
        outcome = "ended" if _was_listed(token, view) else "unlisted"
        return found | {"outcome": outcome, "problem": problem_of(error)}
    return found


def _was_listed(token: bytes, view: DirectoryView) -> bool:
    """Decide whether a State lists the certificate that signed, though it is not in force."""
    listed = (one for state in view.states for one in view.entry(state).certificates)
    try:
        return any(one.use == "tsa" and is_signed_by(token, one.der) for one in listed)
    except Refused:
        return False
