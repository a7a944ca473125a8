# SPDX-License-Identifier: Apache-2.0
"""A node in memory whose webhooks go to a real receiver over TLS."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace

from rogatory.node.systems.hooks import add_hook
from rogatory.transport.hook_line import HttpHookLine

NODE_SECRET = "of a node in memory, as its file would have it"


def with_hook_line(world, code="XB", seconds=5.0):
    """Have a State's node of a world reach receivers."""
    node = world.node(code)
    line = HttpHookLine(world.clock, node.random, lambda: NODE_SECRET, seconds)
    hooked = replace(node, hook_line=line)
    world.exchange.nodes[code] = hooked
    return hooked


def hooked(node, receiver, authorities, name="case-management", kinds=()):
    """Make the webhook of a token, and return its secret."""
    _hook, secret = add_hook(
        node, name, receiver.url, kinds, is_inside=True, authorities=authorities
    )
    return secret


def notified(receiver):
    """The kinds and ids that a receiver was sent, in the order in which they came."""
    return [(one["kind"], one["id"]) for one in map(json.loads, receiver.bodies)]


def identifiers(receiver):
    return [headers["webhook-id"] for _path, headers, _body in receiver.seen]


def verified(secret, headers, body):
    """Decide whether a delivery is signed: as docs/systems-api.md has it for receivers."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mac = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    sent = headers["webhook-signature"].split(" ")
    return any(hmac.compare_digest(one, f"v1,{mac}") for one in sent)
