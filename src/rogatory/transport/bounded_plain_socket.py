# SPDX-License-Identifier: Apache-2.0
"""A plain socket that waits for nobody for long: `bounded_socket` where the line has no TLS."""

import socket
import time
from typing import Any, Self

from rogatory.transport.bounded_socket import PATIENCE, SLOWEST


class PatientSocket(socket.socket):
    """A socket whose data after the last send have, all together, `patience` seconds and a second
    more for each `SLOWEST` bytes that came.
    """

    patience = PATIENCE

    @classmethod
    def instead_of(cls, plain: socket.socket) -> Self:
        """Return the same connection; `plain` is used up."""
        made = cls(plain.family, plain.type, plain.proto, plain.detach())
        made._begin()
        return made

    def recv(self, size: int, flags: int = 0) -> bytes:
        self.settimeout(self._left())
        data = super().recv(size, flags)
        self._taken += len(data)
        return data

    def send(self, data: Any, flags: int = 0) -> int:
        self._begin()
        return super().send(data, flags)

    def sendall(self, data: Any, flags: int = 0) -> None:
        self._begin()
        super().sendall(data, flags)

    def _begin(self) -> None:
        self._since: float | None = None
        self._taken = 0
        self.settimeout(self.patience)

    def _left(self) -> float:
        now = time.monotonic()
        if self._since is None:
            self._since = now
        left = self._since + self.patience + self._taken / SLOWEST - now
        if left <= 0:
            raise TimeoutError("the counterpart is too slow")
        return left
