# SPDX-License-Identifier: Apache-2.0
"""The directory as a State's ministry reaches it: read from a copy or an address, handed in to."""

from rogatory.directory.as_of import Read
from rogatory.directory.draft.published import fetched
from rogatory.directory.folder_fetcher import FolderFetcher
from rogatory.directory.metadata import Targets, read_metadata
from rogatory.directory.state_role import Submission
from rogatory.transport.directory_application import decode_submission
from rogatory.transport.directory_fetcher import HttpFetcher, encode_submission, submit


def read_from(place: str) -> Read:
    """The files of a directory at a web address, or of a folder with a copy of it."""
    is_address = place.startswith(("http:", "https:"))
    return fetched(HttpFetcher(place) if is_address else FolderFetcher(place))


def encode(submission: Submission) -> bytes:
    """What is signed, as one file to carry and to hand in."""
    return encode_submission(submission)


def decode(state: str, data: bytes) -> Submission:
    return decode_submission(state, data)


def hand_in(url: str, submission: Submission) -> None:
    submit(url, submission)


def version_of(submission: Submission) -> int:
    role = submission.state.lower()
    return read_metadata(Targets, role, submission.metadata).signed.version
