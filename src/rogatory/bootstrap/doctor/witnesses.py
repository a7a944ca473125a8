# SPDX-License-Identifier: Apache-2.0
"""Facts for the doctor about witnesses and proofs of misbehaviour, from a home's database."""

from datetime import datetime
from typing import Any

from rogatory.bootstrap.doctor.database import query
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.keys import own_witness_keys
from rogatory.bootstrap.node_toml.settings import ELSEWHERE
from rogatory.bootstrap.ports.register import own_copy
from rogatory.custody.log.epoch import parse_origin
from rogatory.directory.view import split
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused, RogatoryError

type Facts = dict[str, Any]


def witness_keys(home: Home, now: datetime) -> Facts:
    """Return whether there are keys to cosign with, and the policy by which the log is to be witnessed."""
    return {
        "keys": home.signer == ELSEWHERE or bool(own_witness_keys(home)),
        "policy": _witness_policy(home, now),
    }


def witnesses(home: Home, now: datetime) -> Facts:
    """Return the state of the log with its witnesses: who did not cosign and why, and which proofs of
    misbehaviour are kept.
    """
    silent = query(home, lambda rows: rows.silent_witnesses())
    return {
        "silent": [{"state": state, "problem": problem} for state, problem in silent],
        "proofs": proofs(home, now),
    }


def proofs(home: Home, now: datetime) -> list[Facts]:
    """Return each proof that was not explained: `of` whom (null: the publisher), its `kind`, the
    `epoch` of the log or the `version` of the directory, and whether it is `past`: a later epoch of
    the log has begun, or the root lists another key of the publisher.
    """
    rows = query(home, lambda rows: rows.unexplained_proofs())
    if not rows:
        return []
    try:
        view = own_copy(home).view(now)
    except RogatoryError:
        view = None
    return [_fact(home, view, row) for row in rows]


def _fact(home: Home, view: DirectoryView | None, proof: tuple[str, str, str, str, bytes]) -> Facts:
    name, state, origin, kind, document = proof
    found: Facts = {"id": name, "of": state or None, "kind": kind, "epoch": None, "version": None}
    if kind == split.KIND:
        return found | _of_publisher(view, document)
    epoch = parse_origin(origin).epoch
    newest = home.log_epoch if state == home.state else _newest_epoch(view, state)
    return found | {"epoch": epoch, "past": newest > epoch}


def _of_publisher(view: DirectoryView | None, document: bytes) -> Facts:
    if view is None or view.published is None:
        return {"version": 0, "past": False}
    try:
        shown = split.check_split(document, view.published.keys, view.network)
    except Refused:  # only a signed proof convicts; it was one by the roots of another copy
        return {"version": 0, "past": True}
    return {
        "version": shown.version,
        "past": view.published.in_force.isdisjoint(shown.keyids),
    }


def _newest_epoch(view: DirectoryView | None, state: str) -> int:
    if view is None or state not in view.states:
        return 0
    return max((parse_origin(log.origin).epoch for log in view.entry(state).logs), default=0)


def _witness_policy(home: Home, now: datetime) -> str | None:
    """Return the policy by which the log is to be witnessed; None where none is stated or it is
    unknown.
    """
    if home.witness_policy is not None:
        return home.witness_policy
    try:
        return own_copy(home).view(now).entry(home.state).witness_policy
    except RogatoryError:
        return None
