# SPDX-License-Identifier: Apache-2.0
"""A timestamp authority gives no token that its own machine makes doubtful (RFC 3161)."""

import hashlib
import io
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from casts.node.world import MADE, NOW, UNTIL, SetClock, drawn, new_state
from rogatory.bootstrap.home.log_lines import JsonLines
from rogatory.errors import Refused
from rogatory.seal.timestamping.authority import TimestampAuthority
from rogatory.seal.timestamping.timestamps import request, token_of
from rogatory.seal.timestamping.token import parse_token
from rogatory.transport.timestamp_application import QUERY, TimestampApplication

DIGEST = hashlib.sha256(b"a seal").digest()


@pytest.fixture(scope="module")
def authority():
    key = new_state("XA").ca.issue("xa", "tsa", "p256", at=MADE, until=UNTIL, random=drawn("tsa"))
    return TimestampAuthority(*key)


@pytest.fixture
def clock():
    return SetClock(NOW)


def stamped_by(application):
    body = request(DIGEST, nonce=7)
    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": QUERY,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    return parse_token(token_of(b"".join(application(environ, lambda *_: None)))).info


def test_it_states_no_moment_before_one_that_it_stated(authority, clock):
    application = TimestampApplication(authority, clock, drawn("serials"))
    assert stamped_by(application).at == NOW
    clock.forward(seconds=-2)
    with pytest.raises(Refused, match="was set back"):
        stamped_by(application)
    clock.forward(seconds=2)
    assert stamped_by(application).at == NOW


@pytest.mark.parametrize("at", [MADE - timedelta(seconds=1), UNTIL + timedelta(seconds=1)])
def test_it_gives_none_outside_the_period_of_its_certificate(authority, at):
    application = TimestampApplication(authority, SetClock(at), drawn("serials"))
    with pytest.raises(Refused, match="not in force"):
        stamped_by(application)


def test_it_gives_none_while_no_time_server_keeps_its_clock(authority, clock, caplog):
    kept = [False]
    application = TimestampApplication(
        authority, clock, drawn("serials"), is_time_kept=lambda: kept[0]
    )
    for _ in range(3):
        with pytest.raises(Refused, match="no time server"):
            stamped_by(application)
    kept[0] = True
    assert stamped_by(application).at == NOW
    kept[0] = None  # the system says nothing of it
    assert stamped_by(application).at == NOW
    levels = [one.levelno for one in caplog.records]
    assert levels == [logging.ERROR, logging.WARNING]  # each change once


def test_no_two_tokens_have_one_number_and_no_line_has_a_digest(authority, clock, caplog):
    caplog.set_level(logging.INFO, "rogatory")
    application = TimestampApplication(authority, clock, drawn("serials"))
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: stamped_by(application).serial, range(40)))
    assert len(set(found)) == 40
    lines = [JsonLines("timestamps").format(one) for one in caplog.records]
    assert {json.loads(line)["fields"]["serial"] for line in lines} == {f"{n:x}" for n in found}
    assert DIGEST.hex() not in "".join(lines)
