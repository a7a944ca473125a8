# SPDX-License-Identifier: Apache-2.0
"""TLS between nodes: version 1.3, and on the client's side nobody but whom the directory lists."""

import ssl
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rogatory.seal.certificates.reading import spki_sha256
from rogatory.transport.bounded_socket import PATIENCE, BoundedSocket
from rogatory.transport.key_agreement import watching


def _reported_to_nobody(_group: str) -> None:
    """Report to nobody: nobody asked which key agreement it was."""


def client_context(
    certificates: Sequence[bytes],
    pins: frozenset[str],
    *,
    patience: float = PATIENCE,
    agreed: Callable[[str], None] = _reported_to_nobody,
) -> ssl.SSLContext:
    """Return a context that completes a handshake only with one of the listed certificates.

    The certificates (DER) are the only trust anchors, and the public key shown must be one of
    `pins` (SHA-256 of the SubjectPublicKeyInfo, hex). On a mismatch the connection is closed before
    a byte of HTTP is sent. `agreed` receives the key agreement of each handshake.
    """

    class Pinned(BoundedSocket):
        def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002 - the library's shape
            super().do_handshake(block)
            shown = self.getpeercert(binary_form=True)
            if shown is None or spki_sha256(shown) not in pins:
                self.close()
                raise ssl.SSLCertVerificationError("the certificate is not one that is listed")

    Pinned.patience = patience
    # Anchors given, so the machine's own are not loaded: no public certificate authority counts.
    anchors = "".join(map(ssl.DER_cert_to_PEM_cert, certificates))
    context = ssl.create_default_context(cadata=anchors)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
    context.sslsocket_class = Pinned
    # Of the standard library, for debugging; the type stubs do not have it.
    anything: Any = context
    anything._msg_callback = watching(lambda _connection, group: agreed(group))  # noqa: SLF001 - there is no public name for it
    return context


def server_context(certificate: Path, key: Path, *, patience: float = PATIENCE) -> ssl.SSLContext:
    """Return the door's context, to be made once and returned from gunicorn's `ssl_context` hook."""

    class Bounded(BoundedSocket):
        pass

    Bounded.patience = patience
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(certificate, key)
    context.sslsocket_class = Bounded
    return context
