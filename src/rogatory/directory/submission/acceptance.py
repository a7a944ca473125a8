# SPDX-License-Identifier: Apache-2.0
"""The check whether a State's metadata and files are fit for the directory. Publisher and readers
ask alike.

Nothing here knows what was published before; that is `succession` and the versions.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache

from rogatory.directory import submission_refusals
from rogatory.directory.ceremony import refusals
from rogatory.directory.ceremony.ceremony import delegation, role_of
from rogatory.directory.ceremony.keys import is_own
from rogatory.directory.ceremony.metadata import Metadata, Targets
from rogatory.directory.ceremony.network_field import network_reasons
from rogatory.directory.entry import refusals as entry_refusals
from rogatory.directory.entry.entry import DirectoryEntry, state_paths
from rogatory.directory.entry.keys import check_entry, check_pair
from rogatory.directory.entry.reading import parse_entry
from rogatory.directory.entry.register import OfficerRegister, parse_register
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.moments import format_moment
from rogatory.wire.words import P_, FilledText

KEYS_FIELD = "rogatory-keys"
"""In a State's metadata: the ids of the keys that may sign for it from now on."""

_KEY_ID = re.compile(r"[0-9a-f]{64}")

_STATE_ROLE = re.compile(r"[a-z]{2}")
"""The name of a State's role; another one delegates to nobody."""

REMEMBERED_PAIRS = 512
"""Every State's pair twice over: what did not change is not judged anew at each refresh, and what
a stream of new ones holds in memory is bounded."""


def delegated_states(targets: Targets) -> tuple[str, ...]:
    """Return the States whose roles the targets metadata names, in order of their codes."""
    roles = (targets.delegations and targets.delegations.roles) or {}
    return tuple(sorted(role.upper() for role in roles if _STATE_ROLE.fullmatch(role)))


def delegation_reasons(targets: Targets, state: str) -> list[Reason]:
    """Return why a State is not delegated as every State must be.

    What must hold: a role of the State's name exists, has a key, ends the search (terminating),
    asks for one signature, and has exactly the State's two paths. Each of its keys is there, in its
    form and under its own id.
    """
    role = role_of(state)
    found = ((targets.delegations and targets.delegations.roles) or {}).get(role)
    if found is None or targets.delegations is None:
        return [refusals.STATE_NOT_ENROLLED.because(state=state)]
    keys = [(one, targets.delegations.keys.get(one)) for one in found.keyids]
    are_whole = all(key and is_own(one, key) for one, key in keys)
    if not keys or not are_whole or found != delegation(state, found.keyids):
        return [submission_refusals.WRONG_DELEGATION.because(role=role)]
    return []


def role_reasons(
    targets: Targets, state: str, metadata: Metadata[Targets], at: datetime, network: str
) -> list[Reason]:
    """Return why a State's metadata does not speak for it.

    What must hold:
      1. The State is delegated as every State is.
      2. One of its keys signed the metadata.
      3. They have not expired at `at`.
      4. They name exactly the State's two paths, each with SHA-256 and nothing else as digest
         and no longer than a document may be.
      5. They delegate to nobody.
      6. They were signed for this network: a State may have one key in two of them.
      7. The keys that they announce, if any, are a list of ids.
    """
    role = role_of(state)
    reasons = delegation_reasons(targets, state)  # 1
    if not reasons and not targets.get_verification_result(
        role, metadata.signed_bytes, metadata.signatures
    ):
        reasons.append(submission_refusals.NOT_SIGNED.because(role=role))  # 2
    if metadata.signed.is_expired(at):
        expires = format_moment(metadata.signed.expires)
        reasons.append(
            submission_refusals.METADATA_EXPIRED.because(role=role, expires=expires)
        )  # 3
    reasons.extend(form_reasons(state, metadata.signed, network))  # 4 to 7
    return reasons


def form_reasons(state: str, signed: Targets, network: str) -> Iterator[Reason]:
    """Yield why metadata are not in the form of a State's: 4 to 7 of `role_reasons`."""
    role = role_of(state)
    yield from _path_reasons(role, signed, state_paths(state))  # 4
    if signed.delegations is not None:
        yield submission_refusals.DELEGATES_ON.because(role=role)  # 5
    yield from network_reasons(role, signed, network)  # 6
    announced = signed.unrecognized_fields.get(KEYS_FIELD, [])
    if not isinstance(announced, list) or not all(map(_is_key_id, announced)):
        problem = FilledText(P_("{field} is not a list of key ids"), field=KEYS_FIELD)
        yield submission_refusals.METADATA_MALFORMED.because(role=role, problem=problem)  # 7


@lru_cache(maxsize=REMEMBERED_PAIRS)
def read_pair(
    state: str, entry_bytes: bytes, register_bytes: bytes
) -> tuple[DirectoryEntry, OfficerRegister]:
    """Return a State's entry and register, once both are accepted and belong together.

    Raises:
        Refused: with every reason from `parse_pair`, or from `check_entry` and `check_pair`.
    """
    entry, register = parse_pair(entry_bytes, register_bytes)
    reasons = check_entry(entry) + check_pair(entry, register, register_bytes)
    if entry.state != state:
        reasons.append(
            entry_refusals.ANOTHER_STATE.because(
                document=FilledText(P_("entry")), found=entry.state, state=state
            )
        )
    refuse_if_any(reasons)
    return entry, register


@lru_cache(maxsize=REMEMBERED_PAIRS)
def parse_pair(entry_bytes: bytes, register_bytes: bytes) -> tuple[DirectoryEntry, OfficerRegister]:
    """Return entry and register as written, their keys not looked at; refuses with the reasons of
    both.
    """
    reasons: list[Reason] = []
    entry = register = None
    try:
        entry = parse_entry(entry_bytes)
    except Refused as error:
        reasons.extend(error.reasons)
    try:
        register = parse_register(register_bytes)
    except Refused as error:
        reasons.extend(error.reasons)
    refuse_if_any(reasons)
    assert entry is not None
    assert register is not None
    return entry, register


def _is_key_id(value: object) -> bool:
    return isinstance(value, str) and _KEY_ID.fullmatch(value) is not None


def _path_reasons(role: str, signed: Targets, expected: tuple[str, str]) -> Iterator[Reason]:
    if set(signed.targets) != set(expected):
        yield submission_refusals.WRONG_PATHS.because(
            role=role,
            found=few_names(signed.targets),
            expected=few_names(expected),
        )
        return
    if any(target.length > LARGEST_DOCUMENT for target in signed.targets.values()):
        yield submission_refusals.TARGET_TOO_LARGE.because(role=role, limit=LARGEST_DOCUMENT)
    if any(set(target.hashes) != {"sha256"} for target in signed.targets.values()):
        yield submission_refusals.METADATA_MALFORMED.because(
            role=role, problem=P_("a target has another digest than SHA-256")
        )


def few_names(names: Iterable[str]) -> str:
    """Return names for a sentence, few and short whatever they are."""
    shown = [ascii(name)[:80] for name in names]
    return ", ".join(sorted(shown)[:5]) or "nothing"
