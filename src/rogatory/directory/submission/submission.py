# SPDX-License-Identifier: Apache-2.0
"""The check whether the publisher may publish what a State submits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rogatory.directory import submission_refusals
from rogatory.directory.ceremony.ceremony import role_of
from rogatory.directory.ceremony.metadata import Metadata, Targets, read_metadata, target_file
from rogatory.directory.entry.entry import DirectoryEntry, state_paths
from rogatory.directory.entry.register import OfficerRegister
from rogatory.directory.entry.succession import check_register_succession, check_succession
from rogatory.directory.submission.acceptance import few_names, read_pair, role_reasons
from rogatory.directory.submission.state_role import STATE_LIFE, Submission
from rogatory.errors import Reason, Refused
from rogatory.wire.moments import format_moment

LONGEST_STATE_LIFE = STATE_LIFE + timedelta(days=1)
"""A State's metadata without an end could be shown for ever; the day allows for its clock."""


@dataclass(frozen=True, slots=True)
class Held:
    """The published data of a State so far."""

    version: int
    entry: DirectoryEntry
    register: OfficerRegister


def submission_reasons(
    targets: Targets, submission: Submission, held: Held | None, at: datetime, network: str
) -> list[Reason]:
    """Return why a submission must not be published; none if it may.

    What must hold:
      1. The metadata are readable.
      2. The State's key in the targets metadata signed them; they have not expired, name
         exactly the State's paths, delegate to nobody and are for `network` (`role_reasons`).
      3. Their version is higher than what is published.
      4. They end within `LONGEST_STATE_LIFE`.
      5. Exactly the State's two files come with them, and are the ones they name.
      6. Entry and register are in form, agree with each other and with the keys in them.
      7. Both only add to what is published.
    """
    state, role = submission.state, role_of(submission.state)
    try:
        metadata = read_metadata(Targets, role, submission.metadata)  # 1
    except Refused as error:
        return list(error.reasons)
    reasons = role_reasons(targets, state, metadata, at, network)  # 2
    version = metadata.signed.version
    if held is not None and version <= held.version:
        reasons.append(
            submission_refusals.NOT_NEWER.because(role=role, version=version, held=held.version)
        )  # 3
    if metadata.signed.expires > at + LONGEST_STATE_LIFE:
        reasons.append(
            submission_refusals.LIFE_TOO_LONG.because(
                role=role,
                expires=format_moment(metadata.signed.expires),
                limit=format_moment(at + LONGEST_STATE_LIFE),
            )
        )  # 4
    in_place = list(_file_reasons(submission, metadata))  # 5
    if in_place:
        return reasons + in_place
    return reasons + _content_reasons(submission, held)  # 6, 7


def _file_reasons(submission: Submission, metadata: Metadata[Targets]) -> Iterator[Reason]:
    expected = state_paths(submission.state)
    if set(submission.files) != set(expected):
        yield submission_refusals.WRONG_FILES.because(
            state=submission.state, found=few_names(submission.files), expected=few_names(expected)
        )
        return
    for path, data in submission.files.items():
        target = metadata.signed.targets.get(path)
        if target is None or target_file(path, data) != target:
            yield submission_refusals.TARGET_DIFFERS.because(path=path)


def _content_reasons(submission: Submission, held: Held | None) -> list[Reason]:
    files = [submission.files[path] for path in state_paths(submission.state)]
    try:
        entry, register = read_pair(submission.state, files[0], files[1])
    except Refused as error:
        return list(error.reasons)
    if held is None:
        return []
    return check_succession(held.entry, entry) + check_register_succession(held.register, register)
