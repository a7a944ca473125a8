# SPDX-License-Identifier: Apache-2.0
"""Logging in through a State's own service (OpenID Connect), where `[oidc]` in node.toml says so.

    [oidc]
    issuer = "https://id.justice.example"
    client_id = "rogatory-xb"

    [oidc.officers]
    "8f14e45f" = "xb-0001"

The secret is a file of mode 0600, `keys/oidc.secret`. The list decides who may come in: a subject
that is not in it is nobody, and no account is ever made by what the service says. Logged in so, an
officer has what a password gives: a second factor is still asked for, and nothing is approved.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from rogatory.bootstrap import refusals
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.keys import read_secret_file
from rogatory.errors import Refused, TranslatableText, Unreachable
from rogatory.seal.id_tokens import ExpectedClaims, token_subject
from rogatory.transport.log_in_service import LogInService
from rogatory.wire.words import Theirs

DISCOVERY = "/.well-known/openid-configuration"
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class StartedLogIn:
    """A log-in that was begun: where the browser goes, and what only this browser must bring back."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """A State's log-in service, as node.toml names it."""

    issuer: str
    client: str
    secret: str
    officers: Mapping[str, str]
    callback: str

    def begin(self) -> StartedLogIn:
        """Return where to send a browser (authorization code with PKCE)."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        digest = hashlib.sha256(verifier.encode("ascii")).digest()
        query = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": self.callback,
            "scope": "openid",
            "state": state,
            "nonce": nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii"),
            "code_challenge_method": "S256",
        }
        with _answering():
            there = self._endpoints(LogInService())["authorization_endpoint"]
        joint = "&" if urlsplit(there).query else "?"
        return StartedLogIn(f"{there}{joint}{urlencode(query)}", state, nonce, verifier)

    def officer(self, code: str, nonce: str, verifier: str, at: datetime) -> str:
        """Return the number of the officer whom the service let in, by the code that the browser
        brought.

        Raises:
            Refused: the service's word does not hold, or the subject is on no list here.
            Unreachable: the service did not answer.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.callback,
            "code_verifier": verifier,
        }
        with _answering():
            line = LogInService()
            found = self._endpoints(line)
            answer = line.post(found["token_endpoint"], form, (self.client, self.secret))
            keys = line.get(found["jwks_uri"]).get("keys")
        listed = [one for one in keys if isinstance(one, dict)] if isinstance(keys, list) else []
        wanted = ExpectedClaims(self.issuer, self.client, nonce)
        subject = token_subject(str(answer.get("id_token")), listed, wanted, at)
        if subject not in self.officers:
            raise Refused(refusals.OIDC_UNKNOWN.because())
        return self.officers[subject]

    def _endpoints(self, line: LogInService) -> Mapping[str, str]:
        """Return what the service says of itself; it must be the issuer, and its address as safe as
        the issuer's.
        """
        metadata = line.get(f"{self.issuer.rstrip('/')}{DISCOVERY}")
        found = {name: str(metadata.get(name)) for name in _ENDPOINTS}
        scheme = urlsplit(self.issuer).scheme
        safe = all(urlsplit(url).scheme in {"https", scheme} for url in found.values())
        if metadata.get("issuer") != self.issuer or not safe:
            raise Refused(refusals.OIDC_ISSUER.because(issuer=self.issuer))
        return found


@contextmanager
def _answering() -> Iterator[None]:
    """Report what went wrong in the connection, in words for the officer."""
    try:
        yield
    except Unreachable as error:
        reported_problem = error.reasons[0].fields["problem"]
        problem = (
            reported_problem
            if isinstance(reported_problem, TranslatableText)
            else Theirs(reported_problem)
        )
        raise Unreachable(refusals.OIDC_SILENT.because(problem=problem)) from error


def sign_in_of(home: Home) -> SignIn | None:
    """Return the service of a node's settings; None where there is none.

    Raises:
        Refused: its secret is not there, or others than the node can read it.
    """
    if not home.oidc:
        return None
    path = home.path / "keys" / "oidc.secret"
    try:
        secret = read_secret_file(path).decode("ascii").strip()
    except (UnicodeDecodeError, Refused) as error:
        raise Refused(refusals.OIDC_SECRET.because(path=str(path))) from error
    if not secret:
        raise Refused(refusals.OIDC_SECRET.because(path=str(path)))
    return SignIn(
        issuer=home.oidc.issuer,
        client=home.oidc.client_id,
        secret=secret,
        officers=dict(home.oidc.officers),
        callback=f"{home.console_url}/accounts/oidc/callback/",
    )
