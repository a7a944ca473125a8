# SPDX-License-Identifier: Apache-2.0
"""The caller at the door: decided by the signed head of the request, before its body is read."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.seal.http_keys import http_public_key
from rogatory.transport import refusals
from rogatory.transport.door.crowd import ForgottenRequestError, charge_request
from rogatory.transport.http_signatures import (
    Holds,
    LineRequest,
    VerifiedHead,
    holds_under,
    verify_head,
)
from rogatory.wire.identifiers import parse_authority, parse_state
from rogatory.wire.words import P_

_STATE_KEYID = re.compile(r"[a-z]{2}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Caller:
    """A listed State's node, or an authority of the own State at its workstation."""

    state: str
    authority: str | None = None


def identify(node: Node, request: HttpRequest) -> tuple[Caller, VerifiedHead]:
    """Return the caller of a request, by its head.

    1. The key named is the node key of a listed State (`xa`), or the signing key of an authority
       of this State (`xb/central-authority`), in force now.
    2. It signed this method, address, digest and State, in time (the list in `verify_head`).

    Raises:
        Refused: any of these fails.
    """
    now, view = node.clock.now(), node.register.view()
    head = verify_head(
        LineRequest(
            request.method or "",
            node.url + request.get_full_path(),
            dict(request.headers.items()),
        ),
        lambda keyid: _holds(node, view, keyid, now),
        state=node.state,
        now=now,
    )  # 1, 2
    keyid = head.verified.keyid
    if "/" in keyid:
        return Caller(node.state, keyid), head
    return Caller(keyid.upper()), head


def check_nonce(node: Node, caller: Caller, head: VerifiedHead) -> None:
    """Refuse a request whose nonce was seen before, or may have been forgotten; the nonce is remembered, and the
    request counted.

    A peer's requests are counted here for all processes and machines of the door together, in the commit that
    its nonce takes in any case; a replay costs it nothing.

    Raises:
        Refused: the nonce was seen before.
        PauseRequestedError: the peer has asked too often in the last minute, or signed the request before a loss
            of nonces; it is then also a `NotTheCallersError`.
    """
    found, store, now = head.verified, node.store, node.clock.now()
    pause, seen = None, False
    # What is found is raised afterwards: a loss, once noticed, is to be committed.
    with store.relaxed_transaction():
        forgotten = store.forgotten_until(found.keyid, found.created, now)
        if forgotten is None:
            seen = store.seen_nonce(found.keyid, found.nonce, found.until)
        if forgotten is None and not seen and caller.authority is None:
            pause = charge_request(store, caller.state, node.settings, now)
    if forgotten is not None:
        raise ForgottenRequestError(caller.state, forgotten - found.created)
    if seen:
        raise Refused(refusals.LINE_SIGNATURE.because(problem=P_("its nonce was seen before")))
    if pause is not None:
        raise pause


def _holds(node: Node, view: DirectoryView, keyid: str, now: datetime) -> Holds | None:
    """Verify under any of the keys listed by that name; None for a name that is not listed."""
    try:
        pems = (
            _authority_keys(node, view, keyid, now)
            if "/" in keyid
            else _node_keys(view, keyid, now)
        )
    except Refused:
        return None
    keys = [holds_under(pem) for pem in pems]
    return lambda message, signature: any(key(message, signature) for key in keys)


def _node_keys(view: DirectoryView, keyid: str, now: datetime) -> list[bytes]:
    """Return the keys of a State's node, by its one name: a nonce counts once for a name, so a second
    name for the same key would let every request be sent twice.
    """
    if not _STATE_KEYID.match(keyid):
        return []
    return [http_public_key(der) for der in view.http_keys(parse_state(keyid.upper()), now)]


def _authority_keys(node: Node, view: DirectoryView, keyid: str, now: datetime) -> list[bytes]:
    authority = parse_authority(keyid)
    if authority.state != node.state:
        return []
    records = view.authority_certificates(keyid, now)
    return [http_public_key(one.der, "authority") for one in records if one.algorithm == "p256"]
