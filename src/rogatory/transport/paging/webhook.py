# SPDX-License-Identifier: Apache-2.0
"""Calling by a signed webhook: for SMS, telephones and on-call systems, which are other machines.

Signed as Standard Webhooks say (version 1): HMAC-SHA-256 under a shared secret over
`id.timestamp.body`, in the headers `webhook-id`, `webhook-timestamp`, `webhook-signature`;
libraries for it exist in most languages. The receiver rings the telephone of the officer whose
number is in the body, and refuses what is unsigned or old.
"""

import base64
import hashlib
import hmac
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import urllib3

from rogatory.errors import RogatoryError
from rogatory.node.officers import duty_codes
from rogatory.node.ports import Clock
from rogatory.node.repositories.duty import Notice, Sent
from rogatory.transport.address import resolve
from rogatory.wire import canonical
from rogatory.wire.moments import format_moment
from rogatory.wire.words import Statement, statement_of, theirs

SECONDS = 10.0
"""For connecting, and for an answer: a call goes on to other means meanwhile."""

LARGEST_ANSWER = 4 << 10
"""Bytes of an answer that are read: nothing in it is used."""


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
                self.webhook.secret(),
                f"{notice.call}-{notice.step}-{notice.officer}",
                int(self.clock.now().timestamp()),
                body,
            )
            status = self._post(body, headers)
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

    def _post(self, body: bytes, headers: Mapping[str, str]) -> int:
        hook = self.webhook
        address = resolve(hook.url, loopback_allowed=False, inside_allowed=hook.is_inside)
        with urllib3.HTTPSConnectionPool(
            address.ip,
            address.port,
            timeout=urllib3.Timeout(connect=SECONDS, read=SECONDS),
            ssl_context=hook.context(),
            server_hostname=address.host,
        ) as pool:
            response = pool.urlopen(
                "POST",
                "/" + hook.url.split("/", 3)[3] if hook.url.count("/") > 2 else "/",
                body=body,
                headers={
                    **headers,
                    "Host": hook.url.split("/")[2],
                    "Content-Type": "application/json",
                    "User-Agent": "rogatory",
                },
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
                assert_same_host=False,
            )
            response.read(LARGEST_ANSWER)
            response.close()
            return response.status


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


def signed_headers(secret: bytes, identifier: str, moment: int, body: bytes) -> dict[str, str]:
    """Return the three headers of Standard Webhooks; `moment` in seconds since 1970."""
    signed = b".".join([identifier.encode(), str(moment).encode(), body])
    mac = hmac.new(secret, signed, hashlib.sha256).digest()
    return {
        "webhook-id": identifier,
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{base64.b64encode(mac).decode()}",
    }


def parse_secret(text: str) -> bytes:
    """Return the bytes of a secret as it is handed on: `whsec_` and base64, 24 to 64 bytes.

    Raises:
        ValueError: it is none.
    """
    data = base64.b64decode(text.strip().removeprefix("whsec_"), validate=True)
    if not 24 <= len(data) <= 64:
        raise ValueError("a webhook's secret has 24 to 64 bytes")
    return data
