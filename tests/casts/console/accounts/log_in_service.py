# SPDX-License-Identifier: Apache-2.0
"""A small OpenID Connect provider on this machine, which can be made to lie."""

import base64
import contextlib
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from casts.seal.id_tokens import public, signed

CLIENT, SECRET = "rogatory-xb", "a secret of the client"


class Provider:
    """Every visitor is `subject`. `lies` are changes of the token's claims; `calls_itself` its
    issuer.
    """

    def __init__(self):
        self.subject, self.lies, self.header = "8f14e45f", {}, {}
        self.codes, self.calls_itself, self.requested = {}, None, []

    @property
    def issuer(self):
        return f"http://127.0.0.1:{self.port}"

    def discovery(self):
        return {
            "issuer": self.calls_itself or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def authorized(self, query):
        """Where the browser is sent back to, once its user has logged in here."""
        assert query["client_id"] == CLIENT
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        back = urlencode({"code": code, "state": query["state"]})
        return f"{query['redirect_uri']}?{back}"

    def token(self, form, authorization):
        wanted = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        begun = self.codes.pop(form.get("code"), None)
        if authorization != f"Basic {wanted}" or begun is None:
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != begun["code_challenge"] or form["redirect_uri"] != begun["redirect_uri"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": self.subject,
            "nonce": begun["nonce"],
            "iat": now,
            "exp": now + 300,
        }
        return {"id_token": signed(claims | self.lies, header=self.header), "token_type": "Bearer"}


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def _answer(self, document):
        data = json.dumps(document).encode()
        self.send_response(200 if document is not None else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        provider, parts = self.server.provider, urlsplit(self.path)
        if parts.path == "/authorize":
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            self.send_response(302)
            self.send_header("Location", provider.authorized(query))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif parts.path == "/keys":
            self._answer({"keys": [public("RS256")]})
        else:
            self._answer(provider.discovery())

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        form = parse_qs(self.rfile.read(length).decode())
        form = {name: values[0] for name, values in form.items()}
        self._answer(self.server.provider.token(form, self.headers["Authorization"]))


@contextlib.contextmanager
def running():
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.provider, provider.port = provider, server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
