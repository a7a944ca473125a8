# SPDX-License-Identifier: Apache-2.0
"""The directory as a State's ministry reaches it: read from a copy or an address, handed in to."""

from rogatory.bootstrap.ports.directory_reading import fetcher_of
from rogatory.directory.ceremony.metadata import Targets, read_metadata
from rogatory.directory.draft.published import fetched
from rogatory.directory.submission.document import decode_submission, encode_submission
from rogatory.directory.submission.state_role import Submission
from rogatory.directory.view.root_chain import ReadMetadata
from rogatory.transport.directory_fetcher import submit


def read_from(place: str) -> ReadMetadata:
    """Return the files of a directory at a web address, or of a folder with a copy of it."""
    return fetched(fetcher_of(place))


def encode(submission: Submission) -> bytes:
    """Return what is signed, as one file to carry and to hand in."""
    return encode_submission(submission)


def decode(state: str, data: bytes) -> Submission:
    return decode_submission(data, state)


def hand_in(url: str, submission: Submission) -> None:
    """Hand in to the publisher; when it returns, the entry is published.

    Raises:
        Refused: the publisher refused it, with what it says is wrong.
        Unreachable: there was no answer.
    """
    submit(url, submission)


def version_of(submission: Submission) -> int:
    role = submission.state.lower()
    return read_metadata(Targets, role, submission.metadata).signed.version
