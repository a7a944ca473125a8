# SPDX-License-Identifier: Apache-2.0
"""The check whether a reader that knew a State before may accept what is now published for it.

TUF lets the holders of the targets keys put any key in a State's place. A reader does not: the
State's own former key must have announced the new one, or an officer must have confirmed it. Nor
may an entry take back what the reader has seen, regardless of who published it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from securesystemslib.exceptions import UnverifiedSignatureError

from rogatory.directory import refusals, submission_refusals
from rogatory.directory.ceremony.metadata import Key, Metadata, Targets, write_metadata
from rogatory.directory.entry.reading import parse_entry
from rogatory.directory.entry.register import parse_register
from rogatory.directory.entry.succession import check_register_succession, check_succession
from rogatory.directory.submission.state_role import announced_keys
from rogatory.directory.view.view import ListedState
from rogatory.errors import Reason
from rogatory.wire.digests import sha256


@dataclass(frozen=True, slots=True)
class Accepted:
    """The data that a reader last accepted of a State.

    `keys` are those that may sign next, by key id; a key that was announced before it was
    delegated is known by its id alone (None). The digests are SHA-256. `version` is that of the
    metadata; 0 in a record that was written before it was kept.
    """

    metadata: str
    keys: Mapping[str, Key | None]
    entry: str
    register: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class DirectoryAdmission:
    """The verdict: what is accepted from now on, and why the new part is not, if it is not."""

    accepted: Accepted | None
    reasons: list[Reason]
    unconfirmed: tuple[str, ...] = ()


def admit(
    state: str,
    before: Accepted | None,
    metadata: Metadata[Targets],
    signed: Mapping[str, Key],
    listed: ListedState,
    *,
    confirmed: frozenset[str],
    stored: Callable[[str], bytes],
) -> DirectoryAdmission:
    """Decide on verified metadata of a State, signed by the delegated keys `signed`.

    `stored` gives the files accepted before, by digest; `confirmed` holds the ids of the keys
    that an officer has compared with the State.

    What must hold:
      1. The State was not known before, or this very metadata was accepted before.
      2. Otherwise a key accepted before signed the metadata, or every key that signed it was
         confirmed.
      3. Its version is higher: two entries of one version are two stories, and an older one
         comes back where a new publisher's key has made readers forget the snapshot.
      4. Entry and register only add to those accepted before.
    """
    digest = sha256(write_metadata(metadata))
    if before is not None and before.metadata == digest:
        return DirectoryAdmission(before, [])  # 1
    reasons: list[Reason] = []
    unconfirmed: tuple[str, ...] = ()
    is_confirmed = bool(signed) and confirmed.issuperset(signed)
    if before is not None and not is_confirmed and not _signed_by_former(before, metadata, signed):
        unconfirmed = tuple(sorted(signed))
        reasons.append(
            refusals.STATE_KEY_CHANGED.because(state=state, keyids=", ".join(unconfirmed))
        )  # 2
    if before is not None and metadata.signed.version <= before.version:
        version, role = metadata.signed.version, state.lower()
        reasons.append(
            submission_refusals.NOT_NEWER.because(role=role, version=version, held=before.version)
        )  # 3
    if before is not None:
        reasons += _succession_reasons(before, listed, stored)  # 4
    if reasons:
        return DirectoryAdmission(before, reasons, unconfirmed)
    keys = _next_keys(None if is_confirmed else before, metadata, signed)
    register, entry = sha256(listed.register_bytes), sha256(listed.entry_bytes)
    accepted = Accepted(digest, keys, entry, register, metadata.signed.version)
    return DirectoryAdmission(accepted, [])


def _signed_by_former(
    before: Accepted, metadata: Metadata[Targets], signed: Mapping[str, Key]
) -> bool:
    for keyid, known in before.keys.items():
        if keyid in signed:
            return True
        signature = metadata.signatures.get(keyid)
        if known is None or signature is None:
            continue
        try:
            known.verify_signature(signature, metadata.signed_bytes)
        except UnverifiedSignatureError:
            continue
        return True
    return False


def _next_keys(
    before: Accepted | None, metadata: Metadata[Targets], signed: Mapping[str, Key]
) -> Mapping[str, Key | None]:
    """Return the keys that may sign next: those announced, else those of before, else the signers.

    A signature alone makes no successor: anyone may add one to what the State has signed.
    """
    former = before.keys if before is not None else {}
    announced = announced_keys(metadata.signed)
    if announced:
        return {keyid: signed.get(keyid) or former.get(keyid) for keyid in announced}
    return dict(former) or dict(signed)


def _succession_reasons(
    before: Accepted, listed: ListedState, stored: Callable[[str], bytes]
) -> list[Reason]:
    reasons: list[Reason] = []
    if sha256(listed.entry_bytes) != before.entry:
        reasons += check_succession(parse_entry(stored(before.entry)), listed.entry)
    if sha256(listed.register_bytes) != before.register:
        old = parse_register(stored(before.register))
        reasons += check_register_succession(old, listed.register)
    return reasons
