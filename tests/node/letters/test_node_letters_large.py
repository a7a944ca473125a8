# SPDX-License-Identifier: Apache-2.0
"""A message made of very many parts costs its reader no more than its length: the letter of it is written by a
thread of the console.
"""

import time

import pytest

from casts.node.letters import bodies, values
from rogatory.node.letters.write import letter_document

MOST = 8.0
"""Seconds of the process's own time; when each part was looked for among all, forty and more."""


def of_unknown_fields():
    return bodies.preservation() | {f"x{number}": 1 for number in range(8_000)}


def of_one_long_list():
    body = bodies.preservation()
    (first, *_) = body["data"]
    one = {"type": "email", "value": "a@example.org"}
    return body | {"data": [{**first, "identifiers": [one] * 8_000}]}


@pytest.mark.parametrize("body", [of_unknown_fields, of_one_long_list])
def test_a_message_of_thousands_of_parts_is_written_in_seconds(body):
    given = values(body=body())
    begun = time.process_time()
    document = letter_document(given, "en")
    assert time.process_time() - begun < MOST
    blocks = [block for section in document.sections for block in section.blocks]
    assert sum(len(getattr(block, "entries", ())) for block in blocks) > 8_000
