# SPDX-License-Identifier: Apache-2.0
"""A node behind nginx and behind Caddy, set up as docs/proxies has them: both doors, two processes each.

One node a proxy: what an officer, another State's node and an attacker do there is looked at in one run.
"""

import http.client
import re
import socket
import ssl
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from casts.servers import proxy_servers
from casts.servers.desk import desk
from casts.steady.patience import PATIENCE
from django_home import put_new_store
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.processes.background import background_node

pytestmark = pytest.mark.processes

TOO_MANY = "Too many failed login attempts"
LOG_IN = "/accounts/login/"
LARGEST_MESSAGE = 24 << 20


def self_signed(folder, at):
    """The console's own certificate, as an operator has it from his ministry; its file and its key's."""
    key, name = ec.generate_private_key(ec.SECP256R1()), "localhost"
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .not_valid_after(at + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "console.pem", folder / "console.key"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    secret.chmod(0o600)
    return certificate, secret


@dataclass
class Place:
    """The ports of a proxy's two listeners, and of the doors behind it."""

    peers: int
    door: int
    console: int
    behind: int
    home: object
    ca: Path

    @property
    def files(self):
        keys = self.home.node_keys
        return {
            "/etc/rogatory/tls.pem": str(keys / "tls.pem"),
            "/etc/rogatory/tls.key": str(keys / "tls.key"),
            "/etc/rogatory/console.pem": str(keys / "console.pem"),
            "/etc/rogatory/console.key": str(keys / "console.key"),
            "/etc/rogatory/state-ca.pem": str(self.ca),
            "/etc/rogatory/console-ca.pem": str(keys / "console.pem"),
            "10.0.0.2:8443": f"127.0.0.1:{self.door}",
            "10.0.0.2:9443": f"127.0.0.1:{self.behind}",
        }


def for_nginx(place):
    return place.files | {
        "203.0.113.1:443": f"127.0.0.1:{place.peers}",
        "10.0.0.1:443": f"127.0.0.1:{place.console}",
        "node.example": "localhost",
        "console.example": "localhost",
    }


def for_caddy(place):
    return place.files | {
        "https://node.example:443": f"https://localhost:{place.peers}",
        "https://console.example:443": f"https://localhost:{place.console}",
        "bind 203.0.113.1": "bind 127.0.0.1",
        "bind 10.0.0.1": "bind 127.0.0.1",
        "read_body 26m": "read_body 5s",
        "node.example": "localhost",
        "console.example": "localhost",
    }


PROXIES = {
    "nginx": (proxy_servers.nginx, for_nginx),
    "caddy": (proxy_servers.caddy, for_caddy),
}


@pytest.fixture
def place(named_federation, founded):
    """XB's home, set to listen behind a proxy."""
    home = read_home(named_federation.node("XB"))
    put_new_store(home)
    self_signed(home.node_keys, founded)
    _host, peers = home.address(home.node_url)
    door, console, behind = free_port(), free_port(), free_port()
    settings = home.path / SETTINGS_FILE
    kept = re.sub(r"^console_url *=[^\n]*\n", "", settings.read_text(), flags=re.MULTILINE)
    settings.write_text(
        f'console_url = "https://localhost:{console}"\n'
        f'door_listen = "127.0.0.1:{door}"\nconsole_listen = "127.0.0.1:{behind}"\n'
        f'proxies = ["127.0.0.1"]\ndoor_processes = 2\nconsole_processes = 2\n{kept}'
    )
    ca = named_federation.state("XB") / "ca" / "p256.pem"
    return Place(peers, door, console, behind, read_home(home.path), ca)


def unverified():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


class Browser:
    """A browser on a machine of its own, which may say that it is another one."""

    def __init__(self, port, source):
        self.port, self.source, self.cookies = port, source, {}

    def ask(self, method, path, body=None, **headers):
        line = http.client.HTTPSConnection(
            "localhost", self.port, timeout=PATIENCE, context=unverified(),
            source_address=(self.source, 0),
        )  # fmt: skip
        sent = {"Referer": f"https://localhost:{self.port}{path}", **headers}
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        line.request(method, path, body, sent)
        answer = line.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            assert "Secure" in cookie
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        text = answer.read().decode()
        line.close()
        return answer.status, text

    def tries(self, number, claimed):
        """Return what a wrong password comes to: `wrong` or `slowed`."""
        _status, page = self.ask("GET", LOG_IN)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        form = {"csrfmiddlewaretoken": token, "login": number, "password": "not the password"}
        status, page = self.ask(
            "POST", LOG_IN, urlencode(form),
            **{"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": claimed},
        )  # fmt: skip
        assert status == 200
        return "slowed" if TOO_MANY in page else "wrong"


def answer_to_head(place, size, sent=65536):
    """A stranger's connection that announced a body of this size and sent a little of it; and the answer."""
    plain = socket.create_connection(("localhost", place.peers), PATIENCE)
    line = unverified().wrap_socket(plain, server_hostname="localhost")
    head = f"POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n"
    line.sendall(head.encode() + b"x" * sent)
    return line, line.recv(4096)


def files_of_bodies(folder):
    return [
        one
        for one in folder.rglob("*")
        if one.is_file() and {"client_body", "proxy"} & set(one.parts)
    ]


def shown_at(port):
    return ssl.get_server_certificate(("localhost", port), timeout=PATIENCE).strip()


@pytest.mark.parametrize("proxy", PROXIES)
def test_a_node_behind_a_proxy_serves_peers_and_officers_and_no_stranger(
    named_federation, place, tmp_path, proxy
):
    serve, changes = PROXIES[proxy]
    sender, names = read_home(named_federation.node("XA")), ("door", "worker")
    put_new_store(sender)
    with (
        background_node(place.home),
        background_node(sender, names),
        serve(tmp_path, changes(place), (place.peers, place.console)) as folder,
    ):
        # Another State's node: its messages arrive, and it hears the receipts.
        sent = desk(sender, named_federation, "send", 2)
        desk(sender, named_federation, "receipted")
        assert desk(sender, named_federation, "known", *sent) == [
            ["receipted", digest] for digest in sent
        ]
        assert desk(place.home, named_federation, "received") == len(sent)

        # A stranger is turned away by his head, whatever he goes on sending; nobody keeps what he sends.
        line, answer = answer_to_head(place, LARGEST_MESSAGE)
        assert answer.startswith(b"HTTP/1.1 401 ")
        assert files_of_bodies(folder) == []
        while line.recv(4096):
            pass
        line.close()
        # Caddy answers who sends nothing of what he announced when `read_body` has passed.
        line, answer = answer_to_head(place, LARGEST_MESSAGE, sent=0)
        assert answer.startswith(b"HTTP/1.1 401 ")
        line.close()
        line, answer = answer_to_head(place, LARGEST_MESSAGE + (2 << 20))
        assert answer[:13] in {b"HTTP/1.1 413 ", b"HTTP/1.1 401 "}
        line.close()

        # Who guesses is known by the address that the proxy saw, by all processes, whatever he claims.
        guesser = Browser(place.console, "127.0.0.5")
        answers = [guesser.tries("xb-0001", f"192.0.2.{number}") for number in range(7)]
        assert answers == ["wrong"] * 5 + ["slowed"] * 2
        assert Browser(place.console, "127.0.0.6").tries("xb-0001", "127.0.0.5") == "wrong"

        # Each listener has its own certificate, before the proxy and behind it.
        keys = place.home.node_keys
        peers, console = (keys / name for name in ("tls.pem", "console.pem"))
        assert shown_at(place.peers) == shown_at(place.door) == peers.read_text().strip()
        assert shown_at(place.console) == shown_at(place.behind) == console.read_text().strip()


def test_nobody_is_believed_where_no_proxy_is_listed(named_federation, place):
    """The same console, asked without the proxy: the address is that of the connection."""
    settings = place.home.path / SETTINGS_FILE
    text = settings.read_text()
    settings.write_text(text.replace('["127.0.0.1"]', '["192.0.2.1"]'))
    with background_node(read_home(place.home.path), ("console",)):
        guesser = Browser(place.behind, "127.0.0.5")
        assert [guesser.tries("xb-0001", f"192.0.2.{number}") for number in range(6)] == [
            *["wrong"] * 5,
            "slowed",
        ]
