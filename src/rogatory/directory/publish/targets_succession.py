# SPDX-License-Identifier: Apache-2.0
"""The check whether new targets metadata may follow the old: whose key speaks for which State."""

from collections.abc import Iterator
from datetime import datetime

from rogatory.directory import submission_refusals
from rogatory.directory.ceremony.ceremony import role_of
from rogatory.directory.ceremony.metadata import Targets
from rogatory.directory.ceremony.network_field import network_reasons
from rogatory.directory.submission.acceptance import delegated_states, delegation_reasons
from rogatory.directory.view.depositary_target import target_reasons
from rogatory.errors import Reason
from rogatory.wire.moments import format_moment


def targets_reasons(
    old: Targets | None, new: Targets, at: datetime, network: str
) -> Iterator[Reason]:
    """Yield why the new targets metadata must not be published; the thresholds are not judged here.

    What must hold:
      1. Its version is higher, and it has not expired at `at`.
      2. It names the depositary's view, if at all, in its form, and nothing else: of a State only the State's
         role may say anything.
      3. 3. Every State is delegated in the one form, and no bins of hashes replace names.
      4. Every State that was delegated still is.
      5. It was signed for this network.
    """
    yield from network_reasons("targets", new, network)  # 5
    if old is not None and new.version <= old.version:
        yield submission_refusals.NOT_NEWER.because(
            role="targets", version=new.version, held=old.version
        )
    if new.is_expired(at):
        expires = format_moment(new.expires)
        yield submission_refusals.METADATA_EXPIRED.because(role="targets", expires=expires)  # 1
    yield from target_reasons(new)  # 2
    if new.delegations is None or new.delegations.roles is None:
        yield submission_refusals.WRONG_DELEGATION.because(role="targets")
        return
    for state in delegated_states(new):
        yield from delegation_reasons(new, state)  # 3
    for state in delegated_states(old) if old is not None else ():
        if state not in delegated_states(new):
            yield submission_refusals.DELEGATION_REMOVED.because(role=role_of(state))  # 4
