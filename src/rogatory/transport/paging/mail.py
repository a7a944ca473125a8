# SPDX-License-Identifier: Apache-2.0
"""Calling by mail: SMTP (RFC 5321) over TLS from the first byte, or by STARTTLS (RFC 3207).

A server that offers no STARTTLS where the settings want it gets nothing: it might be somebody
between. Each address is a mail of its own, so that a wrong one keeps no other from arriving.
"""

import smtplib
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime

from rogatory.errors import Code
from rogatory.node.officers import duty_codes
from rogatory.node.ports import Clock
from rogatory.node.repositories.duty import Notice, Sent, Urgency
from rogatory.transport.paging.mail_words import lines, mail_words, subject
from rogatory.transport.paging.security import Security
from rogatory.wire.words import Statement, theirs

SECONDS = 15.0
"""A server of one's own answers at once; who waits longer for it is not called by the next means."""

NAME = "mail"


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    security: Security
    sender: str
    user: str | None = None
    password: Callable[[], str] | None = None
    """Read when it is needed: it may be changed while the node runs."""
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context


@dataclass(frozen=True, slots=True)
class MailMeans:
    """Calls by mail to the addresses that the store has of an officer."""

    server: MailServer
    desk: str
    """The address of the duty desk, which a mail leads to."""
    clock: Clock
    name: str = NAME

    def send(self, notice: Notice) -> Sequence[Sent]:
        return [self._one(notice, address) for address in notice.mail]

    def _one(self, notice: Notice, address: str) -> Sent:
        try:
            with self._connected() as line:
                line.send_message(self._message(notice, address))
        except (smtplib.SMTPException, OSError) as error:
            return Sent(NAME, address, delivered=False, problem=_problem(error))
        return Sent(NAME, address, delivered=True)

    def _connected(self) -> smtplib.SMTP:
        server = self.server
        if server.security is Security.TLS:
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=SECONDS, context=server.context()
            )
        else:
            line = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
        try:
            if server.security is Security.STARTTLS:
                line.starttls(context=server.context())
            if server.user is not None and server.password is not None:
                line.login(server.user, server.password())
        except BaseException:
            line.close()
            raise
        return line

    def _message(self, notice: Notice, address: str) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self.server.sender
        message["To"] = address
        message["Date"] = format_datetime(self.clock.now())
        # The same for the same call and step: a mail sent twice is shown once.
        message["Message-ID"] = f"<{notice.call}-{notice.step}-{notice.officer}@{self.server.host}>"
        words = mail_words(notice.language)
        message["Subject"] = subject(words, notice)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office replies
        if notice.urgency is not Urgency.ROUTINE:
            message["Importance"] = "high"
            message["X-Priority"] = "1"
        message.set_content("\n".join(lines(words, notice, self.desk)))
        message["Content-Language"] = (
            words.language
        )  # after the content, which takes its fields away
        return message


def _problem(error: Exception) -> Statement:
    """Return what failed, for a person: the server's code and words, bounded by the caller that
    keeps them.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()), (0, b""))
        return _answered(duty_codes.MAIL_REFUSED, code, words)
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(duty_codes.MAIL_ANSWER, error.smtp_code, error.smtp_error)
    problem = theirs(str(error))
    return Statement(duty_codes.CALL_FAILED.because(name=type(error).__name__, problem=problem))


def _answered(code: Code, count: int, reply: bytes | str) -> Statement:
    text = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    return Statement(code.because(count=count, problem=theirs(text)))
