# SPDX-License-Identifier: Apache-2.0
"""The port `HookLine`: deliveries to the webhooks of the State's own systems.

Nothing of an answer is kept but its status: what a receiver sends is in no log and on no page.
"""

import logging
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import urllib3

from rogatory.errors import RogatoryError
from rogatory.node.ports import Clock
from rogatory.node.repositories.systems import HookDelivery, HookRecord
from rogatory.node.systems import refusals
from rogatory.seal.kept_secrets import open_secret, seal_secret
from rogatory.transport.webhook import parse_secret, post, signed_headers
from rogatory.wire import canonical
from rogatory.wire.randomness import Random
from rogatory.wire.words import Statement, statement_of

SECONDS = 4.0
"""For connecting, for the handshake, and for an answer: all together fewer than a worker's lease lasts. A receiver notes what came and
answers; it does its work afterwards.
"""

_GONE = 410

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HttpHookLine:
    clock: Clock
    random: Random
    node_secret: Callable[[], str]
    """The node's own secret, with which those of webhooks are sealed."""
    seconds: float = SECONDS

    def sealed(self, secret: str) -> str:
        return seal_secret(self.node_secret(), secret, self.random)

    def send(self, hook: HookRecord, delivery: HookDelivery) -> Statement | None:
        try:
            status = self._post(hook, delivery)
        except RogatoryError as error:
            problem = statement_of(error)
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            # Not its words: they may be the receiver's own.
            problem = Statement(refusals.HOOK_UNREACHED.because(name=type(error).__name__))
        else:
            if 200 <= status < 300:
                return None
            code = refusals.HOOK_GONE if status == _GONE else refusals.HOOK_STATUS
            problem = Statement(code.because(status=status))
        _log.info("a delivery to the system %s failed: %s", hook.name, ", ".join(problem.codes))
        return problem

    def _post(self, hook: HookRecord, delivery: HookDelivery) -> int:
        now, body = self.clock.now(), body_of(delivery)
        secrets = [
            parse_secret(open_secret(self.node_secret(), one)) for one in _secrets(hook, now)
        ]
        return post(
            hook.url,
            body,
            signed_headers(secrets, delivery.delivery, int(now.timestamp()), body),
            seconds=self.seconds,
            is_inside=hook.is_inside,
            context=ssl.create_default_context(cadata=hook.authorities or None),
        )


def body_of(delivery: HookDelivery) -> bytes:
    """Return the body of a delivery: what changed, and of which kind that is."""
    return canonical.encode({"id": delivery.subject, "kind": delivery.kind})


def _secrets(hook: HookRecord, now: datetime) -> Iterator[str]:
    yield hook.secret
    if hook.old_until is not None and now < hook.old_until:
        yield hook.old_secret
