# SPDX-License-Identifier: Apache-2.0
"""Paging by mail and webhook, to real servers of others: what arrives, what is refused, what is
kept from carriers between.
"""

import base64
import contextlib
import json
import re
import socketserver
import ssl
import subprocess
import threading
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from casts.node.world import new_state
from casts.servers.smtp_served import Inbox, smtp
from rogatory.directory.entry.entry import LANGUAGES
from rogatory.node.repositories.duty import Notice, Rung, Urgency
from rogatory.transport.paging.mail import MailMeans, MailServer
from rogatory.transport.paging.mail_words import lines, mail_words, subject
from rogatory.transport.paging.security import Security
from rogatory.transport.paging.webhook import (
    Webhook,
    WebhookMeans,
    call_body,
)
from rogatory.transport.webhook import parse_secret, signed_headers

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DESK = "https://console.xb.example"
SECRET = b"0123456789abcdef0123456789abcdef"

NOTICE = Notice(
    call="ab12cd34",
    at=NOW,
    urgency=Urgency.EMERGENCY,
    rung=Rung.SUBSTITUTE,
    step=1,
    officer="xb-0003",
    state="XB",
    mail=("duty@xb.example",),
)


class MachineClock:
    def now(self):
        return NOW


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    """A server's TLS context, and the file of the authority under which it holds."""
    folder = tmp_path_factory.mktemp("paging")
    state = new_state("XB")
    (folder / "cert.pem").write_bytes(state.tls.certificate)
    (folder / "key.pem").write_bytes(state.tls.key)
    authorities = map(ssl.DER_cert_to_PEM_cert, state.ca.certificates.values())
    (folder / "ca.pem").write_text("".join(list(authorities)[:1]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, folder / "ca.pem"


def mail(port, tls, security=Security.STARTTLS, **more):
    server = MailServer(
        "127.0.0.1",
        port,
        security,
        "desk@xb.example",
        context=lambda: ssl.create_default_context(cafile=str(tls[1])),
        **more,
    )
    return MailMeans(server, DESK, MachineClock())


def test_a_mail_goes_over_starttls_with_the_password_and_says_nothing_of_the_case(tls):
    inbox = Inbox()
    with smtp(inbox, tls_context=tls[0], require_starttls=True, auth_required=True) as port:
        (sent,) = mail(port, tls, user="node", password=lambda: "right").send(NOTICE)
    assert sent.delivered, sent
    ((is_tls, recipients, content),) = inbox.mails
    assert is_tls
    assert inbox.users == [(b"node", b"right")]
    assert recipients == ["duty@xb.example"]
    message = message_from_bytes(content)
    assert message["Subject"] == "[XB] emergency: duty call ab12cd34"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Importance"] == "high"
    assert "https://console.xb.example" in message.get_payload()
    assert "Nobody has answered so far." in message.get_payload()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_is_in_the_language_of_the_officers_account(tls, language):
    inbox = Inbox()
    with smtp(inbox, tls_context=tls[0], require_starttls=True) as port:
        (sent,) = mail(port, tls).send(replace(NOTICE, language=language))
    assert sent.delivered, sent
    ((_, _, content),) = inbox.mails
    message = message_from_bytes(content, policy=policy.default)
    words = mail_words(language)
    assert (message["Content-Language"], words.language) == (language, language)
    assert message["Subject"] == subject(words, NOTICE)
    assert message.get_content().splitlines() == list(lines(words, NOTICE, DESK))


def test_each_language_says_as_much_as_english():
    fields = re.compile(r"\{\w+\}")
    english = mail_words("en")
    for language in LANGUAGES:
        words = mail_words(language)
        for name in ("subject", "waits", "call", "called_as", "unanswered", "answer", "silence"):
            translated, source = getattr(words, name), getattr(english, name)
            assert translated
            assert sorted(fields.findall(translated)) == sorted(fields.findall(source))
            assert language == "en" or translated != source
        assert words.urgencies.keys() == set(Urgency)
        assert words.rungs.keys() == set(Rung)


def test_the_moment_is_written_as_the_language_writes_it_and_the_address_is_alone():
    for language, moment in (
        ("ar", "24 نوفمبر 2026، 03:00 UTC"),
        ("en", "24 Nov 2026, 03:00 UTC"),
        ("fr", "24 nov. 2026, 03:00 UTC"),
        ("zh", "2026年11月24日 03:00 UTC"),
    ):
        mail_lines = list(lines(mail_words(language), NOTICE, DESK))
        assert moment in mail_lines[1]
        assert (
            DESK in mail_lines
        )  # a line that begins with it is written from left to right, and is the link whole


def test_a_subject_in_arabic_is_written_from_right_to_left_though_it_begins_with_a_code():
    for language in LANGUAGES:
        subject_line = subject(mail_words(language), NOTICE)
        assert subject_line.startswith("\u200f[XB] " if language == "ar" else "[XB] ")


def test_a_language_without_words_is_english():
    assert mail_words("de") == mail_words("en")


def test_a_mail_goes_over_tls_from_the_first_byte(tls):
    inbox = Inbox()
    with smtp(inbox, ssl_context=tls[0]) as port:
        (sent,) = mail(port, tls, Security.TLS).send(NOTICE)
    assert sent.delivered, sent
    assert len(inbox.mails) == 1


def test_a_server_without_starttls_gets_nothing(tls):
    inbox = Inbox()
    with smtp(inbox) as port:
        (sent,) = mail(port, tls).send(NOTICE)
    assert not sent.delivered
    assert "STARTTLS" in sent.problem
    assert inbox.mails == []


def test_a_server_whose_certificate_does_not_hold_gets_nothing_and_no_password(tls):
    inbox = Inbox()
    with smtp(inbox, tls_context=tls[0]) as port:
        means = mail(port, tls, user="node", password=lambda: "right")
        means = replace(means, server=replace(means.server, context=ssl.create_default_context))
        (sent,) = means.send(NOTICE)
    assert not sent.delivered
    assert "CERTIFICATE_VERIFY_FAILED" in sent.problem
    assert (inbox.mails, inbox.users) == ([], [])


def test_one_address_that_is_refused_keeps_no_other_from_arriving(tls):
    inbox = Inbox()
    inbox.refused.add("gone@xb.example")
    two = replace(NOTICE, mail=("gone@xb.example", "duty@xb.example"))
    with smtp(inbox) as port:
        first, second = mail(port, tls, Security.PLAIN).send(two)
    assert (first.delivered, second.delivered) == (False, True)
    assert "(550): no such user" in first.problem
    assert [to for _tls, to, _content in inbox.mails] == [["duty@xb.example"]]


def test_a_wrong_password_and_a_server_that_is_away_are_outcomes(tls):
    inbox = Inbox()
    with smtp(inbox, tls_context=tls[0], auth_required=True) as port:
        (sent,) = mail(port, tls, user="node", password=lambda: "wrong").send(NOTICE)
        assert "535" in sent.problem
    (sent,) = mail(port, tls).send(NOTICE)
    assert not sent.delivered
    assert "ConnectionRefusedError" in sent.problem
    assert inbox.mails == []


def test_an_officer_without_an_address_is_not_reached_by_mail(tls):
    assert mail(1, tls).send(replace(NOTICE, mail=())) == []


@contextlib.contextmanager
def oncall(context, answer=b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"):
    """The port of an HTTPS server that gives every request the same answer, and what it was sent."""
    seen = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            head = b"".join(iter(self.rfile.readline, b"\r\n"))
            length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
            seen.append((head.decode(), self.rfile.read(length)))
            self.wfile.write(answer)

    class Server(socketserver.TCPServer):
        def get_request(self):
            line, address = super().get_request()
            return context.wrap_socket(line, server_side=True), address

        def handle_error(self, request, client_address):
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server.server_address[1], seen
        finally:
            server.shutdown()
            thread.join()


def hook(port, tls, **more):
    webhook = Webhook(
        "oncall",
        f"https://127.0.0.1:{port}/hooks/secret-path",
        lambda: SECRET,
        is_inside=True,
        context=lambda: ssl.create_default_context(cafile=str(tls[1])),
    )
    return WebhookMeans(replace(webhook, **more), DESK, MachineClock())


def test_a_webhook_is_signed_and_says_nothing_of_the_case(tls):
    with oncall(tls[0]) as (port, seen):
        (sent,) = hook(port, tls).send(NOTICE)
    assert sent.delivered, sent
    assert sent.target == f"127.0.0.1:{port}"
    ((head, body),) = seen
    assert head.startswith("POST /hooks/secret-path HTTP/1.1\r\n")
    assert json.loads(body)["data"] == {
        "call": "ab12cd34",
        "desk": DESK,
        "officer": "xb-0003",
        "rung": "substitute",
        "state": "XB",
        "step": 1,
        "urgency": "emergency",
    }
    headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:-1])
    expected = signed_headers([SECRET], "ab12cd34-1-xb-0003", int(NOW.timestamp()), body)
    assert {name: headers[name] for name in expected} == expected


@pytest.mark.judge
def test_openssl_comes_to_the_same_signature(tmp_path):
    body = call_body(NOTICE, DESK)
    headers = signed_headers([SECRET], "id", 1_700_000_000, body)
    (tmp_path / "signed").write_bytes(b"id.1700000000." + body)
    output = subprocess.run(
        [
            "openssl",
            "mac",
            "-digest",
            "SHA256",
            "-macopt",
            f"hexkey:{SECRET.hex()}",
            "-in",
            str(tmp_path / "signed"),
            "HMAC",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    mac = base64.b64encode(bytes.fromhex(output.strip())).decode()
    assert headers["webhook-signature"] == f"v1,{mac}"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n",
        b"nonsense",
        b"",
    ],
)
def test_an_answer_that_is_no_yes_is_not_delivered_and_no_redirect_is_followed(tls, answer):
    with oncall(tls[0], answer) as (port, seen):
        (sent,) = hook(port, tls).send(NOTICE)
    assert not sent.delivered
    assert sent.problem
    assert len(seen) == 1


def test_a_webhook_that_is_not_declared_inside_does_not_reach_inside(tls):
    with oncall(tls[0]) as (port, seen):
        (sent,) = hook(port, tls, is_inside=False).send(NOTICE)
    assert (sent.delivered, sent.problem.codes) == (False, ("address-forbidden",))
    assert seen == []


def test_no_webhook_reaches_the_secrets_of_a_cloud(tls):
    (sent,) = hook(1, tls, url="https://169.254.169.254/latest").send(NOTICE)
    assert (sent.delivered, sent.problem.codes) == (False, ("address-forbidden",))


def test_a_webhook_with_another_certificate_gets_nothing(tls):
    with oncall(tls[0]) as (port, seen):
        (sent,) = hook(port, tls, context=ssl.create_default_context).send(NOTICE)
    assert not sent.delivered
    assert seen == []


@pytest.mark.parametrize("text", ["", "whsec_", "whsec_AAAA", "no base 64", "whsec_" + "A" * 100])
def test_what_is_no_secret_is_refused(text):
    with pytest.raises(ValueError):
        parse_secret(text)


def test_a_secret_is_read_as_it_is_handed_on():
    assert parse_secret(f"whsec_{base64.b64encode(SECRET).decode()}\n") == SECRET
