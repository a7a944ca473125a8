# SPDX-License-Identifier: Apache-2.0
"""The directory over HTTP: fetching files of it, and handing in what a State has signed.

The line to the directory needs no secrecy and no trust: every byte is signed, so anybody may
serve a copy.
"""

from collections.abc import Iterator
from urllib.parse import quote

import urllib3

from rogatory.directory.state_role import Submission
from rogatory.errors import Unreachable
from rogatory.node.dispatch import to_base64
from rogatory.transport import refusals
from rogatory.wire import canonical

SECONDS = 15.0

CHUNK = 64 << 10


class HttpFetcher:
    """A `directory.fetching.Fetch` over the address of a copy; who calls bounds the bytes."""

    def __init__(self, url: str) -> None:
        self._base = url.rstrip("/")
        self._pool = urllib3.PoolManager(
            num_pools=1, timeout=urllib3.Timeout(connect=SECONDS, read=SECONDS), retries=False
        )

    def __call__(self, path: str) -> Iterator[bytes] | None:
        """The bytes of a file, or None if the copy has no such file."""
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
    """Hand in to the publisher what a State has signed.

    Raises:
        Unreachable: there was no answer, or the publisher refused (it says why in its log).
    """
    address = f"{url.rstrip('/')}/submit/{submission.state.lower()}"
    with urllib3.PoolManager(num_pools=1, retries=False) as pool:
        try:
            response = pool.request(
                "PUT",
                address,
                body=encode_submission(submission),
                redirect=False,
                timeout=urllib3.Timeout(total=SECONDS),
            )
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise _silent(address, error) from error
    if response.status != 200:
        raise Unreachable(refusals.PEER_STATUS.because(address=address, status=response.status))


def encode_submission(submission: Submission) -> bytes:
    return canonical.encode(
        {
            "files": {path: to_base64(data) for path, data in submission.files.items()},
            "metadata": to_base64(submission.metadata),
        }
    )


def _chunks(response: urllib3.BaseHTTPResponse, url: str) -> Iterator[bytes]:
    try:
        while chunk := response.read(CHUNK):
            yield chunk
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise _silent(url, error) from error
    finally:
        response.release_conn()


def _silent(url: str, error: Exception) -> Unreachable:
    return Unreachable(refusals.PEER_SILENT.because(address=url, problem=type(error).__name__))
