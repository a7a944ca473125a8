# SPDX-License-Identifier: Apache-2.0
"""Logs sent to a machine of their own: what arrives there, who gets nothing, and that nobody waits for it."""

import json
import logging
import os
import ssl
import time

import pytest

from casts.node.world import new_state
from casts.servers.syslog_served import syslog
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.home.log_lines import JsonLines
from rogatory.transport import syslog as sending
from rogatory.transport.syslog import AUDIT, LONGEST, Origin, Receiver, SyslogHandler

ORIGIN = Origin("node.xb.example", "rogatory-xb", "console")


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    """A server's TLS context, and the file of the authority under which it holds."""
    folder = tmp_path_factory.mktemp("logs")
    state = new_state("XB")
    (folder / "cert.pem").write_bytes(state.tls.certificate)
    (folder / "key.pem").write_bytes(state.tls.key)
    authorities = map(ssl.DER_cert_to_PEM_cert, state.ca.certificates.values())
    (folder / "ca.pem").write_text("".join(list(authorities)[:1]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, folder / "ca.pem"


@pytest.fixture
def logger_to(tls):
    """A logger that sends to a port of this machine; closed at the end."""
    made = []

    def logger(port, authorities=tls[1]):
        def context():
            return ssl.create_default_context(cafile=str(authorities))

        handler = SyslogHandler(Receiver("127.0.0.1", port, context), ORIGIN)
        handler.setFormatter(JsonLines("console"))
        found = logging.Logger("rogatory.node.tested", logging.INFO)  # noqa: LOG001 - nobody else's
        found.addHandler(handler)
        made.append(handler)
        return found

    yield logger
    for handler in made:
        handler.close()


def test_a_record_arrives_with_who_said_it_and_when(tls, logger_to):
    with syslog(tls[0]) as (received, port):
        logger_to(port).warning("the line to %s is silent", "XA")
        (record,) = received.until(lambda found: found)
    assert record["says"] == "the line to XA is silent"
    assert record["from"] == "rogatory.node.tested"
    assert record["origin"] == ("node.xb.example", "rogatory-xb", "console")
    assert record["pid"] == os.getpid()
    assert (record["facility"], record["severity"]) == (16, 4)
    assert record["stamp"] == record["at"]


def test_what_officers_did_is_of_the_facility_for_audits(tls, logger_to):
    with syslog(tls[0]) as (received, port):
        logger = logger_to(port)
        logger.name = AUDIT
        logger.info("%s", json.dumps({"act": "denied"}))
        (record,) = received.until(lambda found: found)
    assert (record["facility"], record["severity"]) == (13, 6)


def test_nobody_puts_a_record_of_his_own_into_the_line(tls, logger_to):
    """Line ends, frames and signs of direction in what a foreigner typed stay inside the record."""
    typed = "xb-0001\n97 <104>1 2026-01-01T00:00:00.000+00:00 h p 1 c - {}\r\u202e\u2028\x00"
    with syslog(tls[0]) as (received, port):
        logger = logger_to(port)
        logger.info("no account %s", typed)
        logger.info("the next")
        received.until(lambda found: len(found) >= 2)
    assert received.says() == [f"no account {typed}", "the next"]


def test_a_record_that_is_too_long_arrives_cut_and_says_so(tls, logger_to):
    with syslog(tls[0]) as (received, port):
        more = {
            "codes": [f"a-code-of-{number:050}" for number in range(200)],
            "fields": {f"field-{number}": "ш" * 200 for number in range(200)} | {"attempts": 3},
        }
        error = OSError(5, "ш" * 20_000)
        logger_to(port).info("%s", "ш" * 20_000, extra=more, exc_info=error)
        (record,) = received.until(lambda found: found)
    assert record["octets"] <= LONGEST
    assert record["cut"] is True
    assert (len(record["codes"]), len(record["fields"])) == (5, 5)
    assert record["says"].startswith("шшш")


def test_a_machine_whose_certificate_does_not_hold_gets_nothing(tls, logger_to, tmp_path):
    other = tmp_path / "other.pem"
    other.write_text(
        "".join(map(ssl.DER_cert_to_PEM_cert, new_state("XA").ca.certificates.values()))
    )
    with syslog(tls[0]) as (received, port):
        logger_to(port, other).error("not for you")
        received.until(lambda _found: received.broken)
    assert received.records == []


def test_nobody_waits_for_a_silent_machine_and_what_was_left_out_is_reported(
    tls, logger_to, monkeypatch
):
    monkeypatch.setattr(sending, "MOST_WAITING", 5)
    monkeypatch.setattr(sending, "LONGEST_PAUSE", 0.2)
    port = free_port()
    logger, began = logger_to(port), time.monotonic()
    for number in range(50):
        logger.info("record %d", number)
    assert time.monotonic() - began < 30
    with syslog(tls[0], port) as (received, _port):
        received.until(lambda found: any("were not sent here" in one["says"] for one in found))
        logger.info("afterwards")
        received.until(lambda found: found[-1]["says"] == "afterwards")
    kept = [one for one in received.says() if one.startswith("record")]
    (notice,) = [one for one in received.says() if "were not sent here" in one]
    assert kept == [f"record {number}" for number in range(len(kept))]
    assert notice.startswith(f"{50 - len(kept)} records")


def test_a_machine_that_was_started_anew_goes_on_getting_records(tls, logger_to, monkeypatch):
    monkeypatch.setattr(sending, "FIRST_PAUSE", 0.05)
    port = free_port()
    logger = logger_to(port)
    with syslog(tls[0], port) as (received, _port):
        logger.info("before")
        received.until(lambda found: found)
    with syslog(tls[0], port) as (received, _port):
        logger.info("after")
        received.until(lambda found: [one for one in found if one["says"] == "after"])


def test_a_process_that_was_forked_sends_its_own_and_the_parent_goes_on(tls, logger_to):
    """As gunicorn does: the child has neither the parent's thread nor its connection."""
    with syslog(tls[0]) as (received, port):
        logger = logger_to(port)
        logger.info("parent")
        received.until(lambda found: found)
        child = os.fork()
        if child == 0:
            logger.info("child")
            logger.handlers[0].close()
            os._exit(0)
        os.waitpid(child, 0)
        logger.info("parent again")
        found = received.until(lambda found: len(found) == 3 and found)
    pids = {one["says"]: one["pid"] for one in found}
    assert pids == {"parent": os.getpid(), "child": child, "parent again": os.getpid()}
