# SPDX-License-Identifier: Apache-2.0
"""An authenticator in software, for demos, exercises and tests: it makes real assertions.

It protects nothing: its key lies in memory and it takes the officer's word for who is there. A
State's officers have passkeys in hardware. Deterministic but for the random bytes handed in
(ECDSA after RFC 6979).
"""

import base64
import hashlib
import json
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from rogatory.errors import Refused
from rogatory.seal import refusals
from rogatory.seal.approvals import Approval, challenge
from rogatory.seal.keys import key_from_pem, key_to_pem, new_key
from rogatory.wire import canonical
from rogatory.wire.randomness import Random
from rogatory.wire.words import P_, FilledText

_FLAG = AuthenticatorData.FLAG
_AAGUID = bytes(16)
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Registration:
    """The result of enrolment: `credential` and `key` (COSE) go into the register."""

    credential: bytes
    key: bytes
    attestation_object: bytes
    client_data: bytes


@dataclass(frozen=True, slots=True)
class Assertion:
    """The three byte strings that a browser gives for an assertion."""

    authenticator_data: bytes
    client_data: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class SoftwareAuthenticator:
    """One credential for one relying party, used from one origin.

    `verifies_user`, `cross_origin` and `counter` are what it claims; tests make it lie.
    """

    rp_id: str
    origin: str
    credential: bytes
    _key: ec.EllipticCurvePrivateKey = field(repr=False)
    verifies_user: bool = True
    cross_origin: bool = False
    counter: int = 0

    @classmethod
    def generate(cls, rp_id: str, origin: str, random: Random) -> "SoftwareAuthenticator":
        key = new_key("p256", random)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return cls(rp_id, origin, random(32), key)

    @property
    def key(self) -> bytes:
        """The public key as COSE_Key, CBOR."""
        return cbor.encode(self._cose_key())

    def register(self, challenge_bytes: bytes) -> Registration:
        """Return the result of a registration with attestation `none`."""
        attested = AttestedCredentialData.create(_AAGUID, self.credential, self._cose_key())
        data = AuthenticatorData.create(
            self._rp_id_hash(), self._flags() | _FLAG.AT, self.counter, attested
        )
        return Registration(
            credential=self.credential,
            key=self.key,
            attestation_object=bytes(AttestationObject.create("none", data, {})),
            client_data=self._client_data("webauthn.create", challenge_bytes),
        )

    def approve(self, officer: str, verdict: str, content_digest: str) -> Approval:
        """Return the approval (or whatever the verdict says) of a content by its digest in hex."""
        made = self.assertion(challenge(verdict, content_digest))
        return Approval(
            officer=officer,
            verdict=verdict,
            credential=self.credential,
            authenticator_data=made.authenticator_data,
            client_data=made.client_data,
            signature=made.signature,
        )

    def assertion(self, challenge_bytes: bytes, *, kind: str = "webauthn.get") -> Assertion:
        """Return an assertion over any challenge, such as that of a log-in page."""
        data = bytes(AuthenticatorData.create(self._rp_id_hash(), self._flags(), self.counter))
        client_data = self._client_data(kind, challenge_bytes)
        message = data + hashlib.sha256(client_data).digest()
        algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        return Assertion(data, client_data, self._key.sign(message, algorithm))

    def to_bytes(self) -> bytes:
        """Return the whole authenticator, its secret key included, for a demo's folder."""
        return canonical.encode(
            {
                "version": _VERSION,
                "rp_id": self.rp_id,
                "origin": self.origin,
                "credential": _base64url(self.credential),
                "key": key_to_pem(self._key).decode("ascii"),
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> "SoftwareAuthenticator":
        """Return the authenticator that `to_bytes` wrote; refuses anything else."""
        found = canonical.decode_object(data)
        texts = [found.get(name) for name in ("rp_id", "origin", "credential", "key")]
        if found.get("version") != _VERSION or not all(isinstance(text, str) for text in texts):
            problem = P_("it is not a software authenticator's file")
            raise Refused(
                refusals.KEY_UNREADABLE.because(what=FilledText(P_("the officer")), problem=problem)
            )
        rp_id, origin, credential, pem = (str(text) for text in texts)
        key = key_from_pem(pem.encode(), what=FilledText(P_("the officer")), algorithms=("p256",))
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return cls(rp_id, origin, base64.urlsafe_b64decode(credential + "=="), key)

    def _cose_key(self) -> ES256:
        return ES256.from_cryptography_key(self._key.public_key())  # type: ignore[no-untyped-call,no-any-return]

    def _rp_id_hash(self) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest()

    def _flags(self) -> AuthenticatorData.FLAG:
        return _FLAG.UP | _FLAG.UV if self.verifies_user else _FLAG.UP

    def _client_data(self, kind: str, challenge_bytes: bytes) -> bytes:
        """Return the data in the order of WebAuthn 5.8.1.1, as browsers write it."""
        data = {
            "type": kind,
            "challenge": _base64url(challenge_bytes),
            "origin": self.origin,
            "crossOrigin": self.cross_origin,
        }
        return json.dumps(data, separators=(",", ":")).encode()


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
