# SPDX-License-Identifier: Apache-2.0
"""One webhook over the line: what a receiver answers decides nothing but its status, and it holds nobody up."""

import ssl

import pytest
import urllib3

from casts.servers import hook_receiver as cast
from rogatory.errors import Refused
from rogatory.transport.webhook import post, signed_headers

SECONDS = 0.5


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    return cast.certified(tmp_path_factory.mktemp("receiver"))


@pytest.fixture
def receiver(tls):
    with cast.hook_receiver(tls[0]) as found:
        yield found


def sent(receiver, tls, **changes):
    return post(
        **{
            "url": receiver.url,
            "body": b'{"id":"a","kind":"b"}',
            "headers": signed_headers([b"0" * 32, b"1" * 32], "an-id", 1_700_000_000, b"{}"),
            "seconds": SECONDS,
            "is_inside": True,
            "context": ssl.create_default_context(cadata=tls[1]),
            **changes,
        }
    )


@pytest.mark.parametrize("status", [200, 204, 302, 307, 410, 500, 503])
def test_the_status_is_returned_and_no_redirect_is_followed(receiver, tls, status):
    receiver.respond = cast.answer(status, f"Location: {receiver.url}")
    assert sent(receiver, tls) == status
    ((path, headers, body),) = receiver.seen
    assert (path, body) == ("/hooks/of-the-ministry", b'{"id":"a","kind":"b"}')
    assert [one[:3] for one in headers["webhook-signature"].split(" ")] == ["v1,", "v1,"]
    assert headers["host"] == f"127.0.0.1:{receiver.port}"


@pytest.mark.parametrize("respond", [cast.hang, cast.trickle, cast.endless_head])
def test_a_receiver_that_does_not_come_to_an_end_holds_nobody_up(receiver, tls, respond):
    receiver.respond = respond
    with pytest.raises((urllib3.exceptions.HTTPError, OSError)):
        sent(receiver, tls)
    assert len(receiver.seen) == 1


def test_a_body_without_end_is_not_read(receiver, tls):
    receiver.respond = cast.endless_body
    assert sent(receiver, tls) == 200


def test_a_certificate_of_another_authority_gets_nothing(receiver, tls):
    with pytest.raises(urllib3.exceptions.SSLError):
        sent(receiver, tls, context=ssl.create_default_context())
    assert receiver.seen == []


@pytest.mark.parametrize("url", ["https://127.0.0.1:{port}/", "http://127.0.0.1:{port}/"])
def test_an_address_inside_is_for_hooks_that_are_declared_inside(receiver, tls, url):
    with pytest.raises(Refused) as refused:
        sent(receiver, tls, url=url.format(port=receiver.port), is_inside=url.startswith("http:"))
    assert refused.value.codes == ("address-forbidden",)
    assert receiver.seen == []
