# SPDX-License-Identifier: Apache-2.0
"""The depositary's view as a target of the top-level metadata: named by a threshold, then read."""

from collections.abc import Callable, Iterator
from datetime import datetime

from rogatory.directory import refusals, submission_refusals
from rogatory.directory.ceremony.ceremony import TARGETS_LIFE, next_version
from rogatory.directory.ceremony.metadata import Targets, read_metadata, target_file
from rogatory.directory.entry.depositary import Depositary, parse_depositary
from rogatory.directory.fetching import stored_path
from rogatory.directory.submission.acceptance import few_names
from rogatory.directory.tuf_refusals import tuf_refusals
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.words import P_

DEPOSITARY = "depositary.json"
"""The one target that the top-level metadata may name besides delegating."""


def put_depositary(
    targets: bytes, stated: bytes, *, at: datetime, network: str | None = None
) -> bytes:
    """Return the next targets metadata, unsigned, that name this view instead of the one before.

    Raises:
        Refused: the view is not in its form.
    """
    parse_depositary(stated)
    metadata = read_metadata(Targets, "targets", targets)
    metadata.signed.targets[DEPOSITARY] = target_file(DEPOSITARY, stated)
    return next_version(metadata, at + TARGETS_LIFE, network)


def depositary_file(targets: Targets) -> str | None:
    """Return where the view lies in a repository, or None where the metadata name none."""
    named = targets.targets.get(DEPOSITARY)
    return None if named is None else stored_path(DEPOSITARY, named.hashes.get("sha256", ""))


def read_depositary(
    targets: Targets, read: Callable[[str, int], bytes | None]
) -> tuple[Depositary | None, tuple[Reason, ...]]:
    """Return the view that verified metadata name; where it does not hold, none and every reason.

    It stops nothing else: whose key speaks for whom does not rest on it.
    """
    if DEPOSITARY not in targets.targets:
        return None, ()
    try:
        return parse_depositary(_verified(targets, read)), ()
    except Refused as error:
        return None, error.reasons


def _verified(targets: Targets, read: Callable[[str, int], bytes | None]) -> bytes:
    refuse_if_any(target_reasons(targets))
    named = targets.targets[DEPOSITARY]
    path = stored_path(DEPOSITARY, named.hashes["sha256"])
    data = read(path, LARGEST_DOCUMENT)
    if data is None:
        raise Refused(refusals.INCOMPLETE.because(name=path))
    with tuf_refusals():
        named.verify_length_and_hashes(data)
    return data


def target_reasons(targets: Targets) -> Iterator[Reason]:
    """Yield why the targets are not named as they must be: the view alone, by SHA-256 alone, and of
    a bounded length.
    """
    if others := targets.targets.keys() - {DEPOSITARY}:
        yield submission_refusals.WRONG_PATHS.because(
            role="targets", found=few_names(others), expected=DEPOSITARY
        )
    named = targets.targets.get(DEPOSITARY)
    if named is None:
        return
    if set(named.hashes) != {"sha256"}:
        yield submission_refusals.METADATA_MALFORMED.because(
            role="targets", problem=P_("a target has another digest than SHA-256")
        )
    if named.length > LARGEST_DOCUMENT:
        yield submission_refusals.TARGET_TOO_LARGE.because(role="targets", limit=LARGEST_DOCUMENT)
