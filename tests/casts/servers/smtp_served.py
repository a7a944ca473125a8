# SPDX-License-Identifier: Apache-2.0
"""A real SMTP server (aiosmtpd) on this machine, and what it took.

pytest finds it, since `tests/` has a conftest.
"""

import contextlib

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from rogatory.bootstrap.home.free_ports import free_port


class Inbox:
    """An SMTP server's record of what it took, and its refusals."""

    def __init__(self):
        self.mails, self.users, self.refused = [], [], set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's
        if address in self.refused:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's
        self.mails.append((session.ssl is not None, envelope.rcpt_tos, envelope.content))
        return "250 kept"

    def authenticate(self, server, session, envelope, mechanism, data):
        self.users.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)


@contextlib.contextmanager
def smtp(inbox, **more):
    port = free_port()
    controller = Controller(
        inbox, hostname="127.0.0.1", port=port, authenticator=inbox.authenticate, **more
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
