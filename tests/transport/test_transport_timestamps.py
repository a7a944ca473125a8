# SPDX-License-Identifier: Apache-2.0
"""Timestamps over HTTP, from an authority that is served and from ones that misbehave."""

import hashlib
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.world import MADE, NOW, UNTIL, World, drawn, new_state
from casts.servers.wsgi_served import served_here
from rogatory.directory.entry.entry import CertificateRecord
from rogatory.directory.entry.period import Period
from rogatory.errors import Unreachable
from rogatory.seal.certificates.reading import pem_to_der
from rogatory.seal.signatures import Anchors
from rogatory.seal.timestamping.authority import TimestampAuthority
from rogatory.seal.timestamping.timestamps import request, verify_token
from rogatory.transport.timestamp_application import TimestampApplication
from rogatory.transport.timestamps import HttpTimestamps, post

DIGEST = hashlib.sha256(b"a seal").digest()


@pytest.fixture(scope="module")
def made():
    state = new_state("XA")
    key = state.ca.issue("xa", "tsa", "p256", at=MADE, until=UNTIL, random=drawn("tsa"))
    record = CertificateRecord(
        "tsa", "xa", "p256", pem_to_der(key.certificate), Period(MADE, UNTIL)
    )
    state.issued.append(record)
    return state, TimestampAuthority(*key)


@pytest.fixture
def world(made):
    return World({"XA": replace(made[0])})


def client(world, *urls):
    return HttpTimestamps(urls, world.directory.view, world.clock, drawn("nonces"))


def test_a_token_is_asked_for_verified_and_returned(made, world):
    application = TimestampApplication(made[1], world.clock, drawn("serials"))
    with served_here(application) as url:
        token = client(world, url).stamp(DIGEST)
    listed = Anchors(world.directory.view().tsa_certificates(NOW))
    assert verify_token(token, DIGEST, anchors=listed).at == NOW


def test_a_silent_authority_is_passed_over(made, world):
    application = TimestampApplication(made[1], world.clock, drawn("serials"))
    with served_here(application) as url:
        assert client(world, "http://127.0.0.1:1", url).stamp(DIGEST)


def test_without_any_authority_the_seal_stays_pending(world):
    with pytest.raises(Unreachable) as caught:
        client(world, "http://127.0.0.1:1").stamp(DIGEST)
    assert caught.value.codes == ("timestamp-refused", "peer-silent")


def test_no_two_tokens_share_a_serial_number(made, world):
    application = TimestampApplication(made[1], world.clock, drawn("serials"))
    listed = Anchors(world.directory.view().tsa_certificates(NOW))
    with served_here(application) as url:
        serials = {
            verify_token(client(world, url).stamp(DIGEST), DIGEST, anchors=listed).serial
            for _ in range(20)
        }
    assert len(serials) == 20


def test_an_authority_that_is_not_listed_stamps_nothing(world):
    stranger = new_state("XM").ca.issue(
        "xm", "tsa", "p256", at=MADE, until=UNTIL, random=drawn("stranger")
    )
    application = TimestampApplication(TimestampAuthority(*stranger), world.clock, drawn("serials"))
    with served_here(application) as url, pytest.raises(Unreachable) as caught:
        client(world, url).stamp(DIGEST)
    assert "timestamp-refused" in caught.value.codes


def test_an_ended_authority_stamps_nothing(made, world):
    application = TimestampApplication(made[1], world.clock, drawn("serials"))
    world.clock.forward(seconds=(UNTIL - NOW + timedelta(days=1)).total_seconds())
    with served_here(application) as url, pytest.raises(Unreachable):
        client(world, url).stamp(DIGEST)


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1], lambda token: token + b"x", lambda _token: b""]
)
def test_a_spoiled_reply_is_no_token(made, world, change):
    real = TimestampApplication(made[1], world.clock, drawn("serials"))

    def spoiling(environ, start_response):
        def begin(status, headers):
            kept = [(name, value) for name, value in headers if name != "Content-Length"]
            return start_response(status, kept)

        return [change(b"".join(real(environ, begin)))]

    with served_here(spoiling) as url, pytest.raises(Unreachable):
        client(world, url).stamp(DIGEST)


def test_a_token_for_an_earlier_question_is_none(made, world):
    """An authority, or somebody between, gives the reply to another nonce."""
    old = made[1].reply(request(DIGEST, nonce=1), NOW, 5)

    def replaying(_environ, start_response):
        start_response("200 OK", [("Content-Type", "application/timestamp-reply")])
        return [old]

    with served_here(replaying) as url, pytest.raises(Unreachable) as caught:
        client(world, url).stamp(DIGEST)
    assert "timestamp-other-request" in caught.value.codes


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"", "application/timestamp-query"),
        (b"x" * 5000, "application/timestamp-query"),
        (b"x", "text/html"),
    ],
)
def test_what_is_no_question_gets_no_answer(made, world, body, media_type):
    application = TimestampApplication(made[1], world.clock, drawn("serials"))
    with served_here(application) as url, pytest.raises(Unreachable):
        post(url, body, media_type)


@pytest.mark.judge
def test_openssl_reads_the_reply_over_the_line(made, world, tmp_path):
    application = TimestampApplication(made[1], world.clock, drawn("serials"))
    with served_here(application) as url:
        reply = post(url, request(DIGEST, nonce=9), "application/timestamp-query")
    (tmp_path / "reply.tsr").write_bytes(reply)
    result = subprocess.run(
        ["openssl", "ts", "-reply", "-in", tmp_path / "reply.tsr", "-text"],
        capture_output=True,
        check=True,
    )
    assert b"Status: Granted." in result.stdout
