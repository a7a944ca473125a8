# SPDX-License-Identifier: Apache-2.0
"""Calling by a signed webhook: for SMS, telephones and on-call systems, which are other machines.

Signed as Standard Webhooks say (`transport/webhook.py`). The receiver rings the telephone of the officer whose
number is in the body, and refuses what is unsigned or old.
"""

import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import urllib3

from rogatory.errors import RogatoryError
from rogatory.node.officers import duty_codes
from rogatory.node.ports import Clock
from rogatory.node.repositories.duty import Notice, Sent
from rogatory.transport.webhook import post, signed_headers
from rogatory.wire import canonical
from rogatory.wire.moments import format_moment
from rogatory.wire.words import Statement, statement_of, theirs

SECONDS = 10.0
"""For connecting, and for an answer: a call goes on to other means meanwhile."""


@dataclass(frozen=True, slots=True)
class Webhook:
    name: str
    url: str
    secret: Callable[[], bytes]
    """Read when it is needed: it may be changed while the node runs."""
    is_inside: bool = False
    """True if the settings say that it is in the State's own network: else only public addresses
    are knocked at, so that a name that changes hands leads to none of our inner doors."""
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context


@dataclass(frozen=True, slots=True)
class WebhookMeans:
    """One webhook, called for every officer."""

    webhook: Webhook
    desk: str
    clock: Clock

    @property
    def name(self) -> str:
        return f"webhook {self.webhook.name}"

    def send(self, notice: Notice) -> Sequence[Sent]:
        body = call_body(notice, self.desk)
        try:
            headers = signed_headers(
                [self.webhook.secret()],
                f"{notice.call}-{notice.step}-{notice.officer}",
                int(self.clock.now().timestamp()),
                body,
            )
            status = post(
                self.webhook.url,
                body,
                headers,
                seconds=SECONDS,
                is_inside=self.webhook.is_inside,
                context=self.webhook.context(),
            )
        except RogatoryError as error:
            return [self._outcome(statement_of(error))]
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            reason = duty_codes.CALL_FAILED.because(
                name=type(error).__name__, problem=theirs(str(error))
            )
            return [self._outcome(Statement(reason))]
        if 200 <= status < 300:
            return [self._outcome(None)]
        return [self._outcome(Statement(duty_codes.WEBHOOK_STATUS.because(count=status)))]

    def _outcome(self, problem: Statement | None) -> Sent:
        """Return the host, not the path: it may hold a secret of its own."""
        host = self.webhook.url.split("/")[2]
        return Sent(self.name, host, delivered=problem is None, problem=problem)


def call_body(notice: Notice, desk: str) -> bytes:
    """Return the body for an on-call system: canonical JSON."""
    return canonical.encode(
        {
            "type": "rogatory.call",
            "timestamp": format_moment(notice.at),
            "data": {
                "call": notice.call,
                "desk": desk,
                "officer": notice.officer,
                "rung": notice.rung.value,
                "state": notice.state,
                "step": notice.step,
                "urgency": notice.urgency.value,
            },
        }
    )
