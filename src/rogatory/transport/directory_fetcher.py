# SPDX-License-Identifier: Apache-2.0
"""The directory over HTTP: fetching files of it, and handing in what a State has signed.

The line to the directory needs no secrecy and no trust: every byte is signed, so anybody may
serve a copy.
"""

from collections.abc import Iterator
from urllib.parse import quote

import urllib3

from rogatory.directory.submission.document import encode_submission
from rogatory.directory.submission.state_role import Submission
from rogatory.errors import Refused, Unreachable
from rogatory.transport import refusals
from rogatory.wire import canonical
from rogatory.wire.words import Theirs

SECONDS = 15.0
"""For connecting and for each answer: a refresh of the directory must not hang on a silent
address.
"""

LARGEST_ANSWER = 64 << 10
"""Some hundred reasons; an answer from the publisher's address must not fill the memory."""

UNPROCESSABLE = 422

CHUNK = 64 << 10


class HttpFetcher:
    """A `directory.fetching.Fetch` over the address of a copy; who calls bounds the bytes."""

    def __init__(self, url: str) -> None:
        self._base = url.rstrip("/")
        self._pool = urllib3.PoolManager(
            num_pools=1, timeout=urllib3.Timeout(connect=SECONDS, read=SECONDS), retries=False
        )

    def __call__(self, path: str) -> Iterator[bytes] | None:
        """Return the bytes of a file, or None if the copy has no such file."""
        url = f"{self._base}/{quote(path)}"
        try:
            response = self._pool.request("GET", url, redirect=False, preload_content=False)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise _silent(url, error) from error
        if response.status == 404:
            response.close()
            return None
        if response.status != 200:
            response.close()
            raise Unreachable(refusals.PEER_STATUS.because(address=url, status=response.status))
        return _chunks(response, url)


def submit(url: str, submission: Submission) -> None:
    """Hand in to the publisher what a State has signed; it is published when this returns.

    Raises:
        Refused: the publisher refused it, with what it says is wrong.
        Unreachable: there was no answer, or none that says so.
    """
    address = f"{url.rstrip('/')}/submit/{submission.state.lower()}"
    with urllib3.PoolManager(num_pools=1, retries=False) as pool:
        try:
            response = pool.request(
                "PUT",
                address,
                body=encode_submission(submission),
                redirect=False,
                preload_content=False,
                timeout=urllib3.Timeout(total=SECONDS),
            )
            body = response.read(LARGEST_ANSWER)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise _silent(address, error) from error
    if response.status == UNPROCESSABLE and (reasons := _reasons_text(body)):
        raise Refused(refusals.SUBMISSION_REFUSED.because(address=address, reasons=reasons))
    if response.status != 200:
        raise Unreachable(refusals.PEER_STATUS.because(address=address, status=response.status))


def _reasons_text(body: bytes) -> str:
    """Return what the publisher says is wrong, as text for people; empty if it is of another form."""
    try:
        answer = canonical.decode(body)
    except Refused:
        return ""
    if not isinstance(answer, list):
        return ""
    reasons = [
        f"[{one['code']}] {one['says']}"
        for one in answer
        if isinstance(one, dict) and one.keys() == {"code", "says"}
    ]
    return "".join(letter for letter in " ".join(reasons) if letter.isprintable())


def _chunks(response: urllib3.BaseHTTPResponse, url: str) -> Iterator[bytes]:
    try:
        while chunk := response.read(CHUNK):
            yield chunk
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise _silent(url, error) from error
    finally:
        response.release_conn()


def _silent(url: str, error: Exception) -> Unreachable:
    return Unreachable(
        refusals.PEER_SILENT.because(address=url, problem=Theirs(type(error).__name__))
    )
