# SPDX-License-Identifier: Apache-2.0
"""Forms that an officer fills in: begun, saved page by page, and read back."""

import re

from casts.console.acts import WRITTEN
from rogatory.console.drafting.guide import pages_of

BEGIN = "/write/preservation/"


HEAD = {name: WRITTEN[name] for name in ("sender", "addressee", "language")}


def texts(world, number="xb-0001"):
    return list(world.node("XB").store.unfinished_of(number))


def fields_of(page):
    """Return the fields of the whole form that are on a page."""
    keys = next(one.keys for one in pages_of("preservation") if one.id == page)
    return {
        name: value
        for name, value in WRITTEN.items()
        if name.startswith("body.") and name.split(".")[1] in keys
    }


def hidden(answer, name):
    return re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())[1]


def begun(client, **more):
    """The first page, saved; the address of the text's next page."""
    first = client.get(BEGIN)
    form = {"text": hidden(first, "text"), "revision": "0", **HEAD, **fields_of("to")}
    return client.post(BEGIN, form | {"go": "next"} | more)


def at(text, page):
    return f"/unfinished/{text.id}/{page}/"


def save(client, text, page, fields, revision=None, **more):
    form = {"revision": str(text.revision if revision is None else revision), **fields}
    return client.post(at(text, page), form | (more or {"save": "yes"}))
