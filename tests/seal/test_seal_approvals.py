# SPDX-License-Identifier: Apache-2.0
"""Approvals: what an officer's passkey says, and every way in which it says something else."""

import base64
import hashlib
import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from fido2 import cbor
from fido2.cose import ES256, EdDSA
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorAssertionResponse,
    AuthenticatorData,
    CollectedClientData,
    PublicKeyCredentialRpEntity,
    UserVerificationRequirement,
)
from hypothesis import given
from hypothesis import strategies as st

from casts.seal.authorities import codes_of, drawn
from rogatory.errors import Refused
from rogatory.seal.approval_document import encode_approvals, parse_approvals
from rogatory.seal.approvals import (
    Approval,
    approval_reasons,
    challenge,
    touch_of,
)
from rogatory.seal.keys import P256_ORDER
from rogatory.seal.software_authenticator import SoftwareAuthenticator
from rogatory.wire import canonical

RP = "console.xa.example"
ORIGIN = "https://console.xa.example"
DIGEST = hashlib.sha256(b"content").hexdigest()
OTHER = hashlib.sha256(b"other content").hexdigest()
TOKEN = SoftwareAuthenticator.generate(RP, ORIGIN, drawn("officer xa-0002"))
APPROVAL = TOKEN.approve("xa-0002", "approve", DIGEST)


def codes(approval: Approval = APPROVAL, **kwargs):
    arguments = {
        "credential_key": TOKEN.key,
        "rp_id": RP,
        "origins": (ORIGIN,),
        "content_digest": DIGEST,
        "credential": TOKEN.credential,
    }
    return [reason.code.id for reason in approval_reasons(approval, **(arguments | kwargs))]


def resigned(client_data=APPROVAL.client_data, authenticator_data=APPROVAL.authenticator_data):
    """The approval with other bytes, signed by the officer's own key: only the bytes are wrong."""
    message = authenticator_data + hashlib.sha256(client_data).digest()
    signature = TOKEN._key.sign(message, ec.ECDSA(hashes.SHA256()))
    return replace(
        APPROVAL,
        client_data=client_data,
        authenticator_data=authenticator_data,
        signature=signature,
    )


def client_data(**changes) -> bytes:
    data = json.loads(APPROVAL.client_data) | changes
    return json.dumps({k: v for k, v in data.items() if v is not ...}).encode()


class TestWhatCounts:
    def test_an_approval_of_this_content_by_this_officer(self):
        assert codes() == []

    def test_the_challenge_is_what_the_specification_says(self):
        written = b"rogatory/approval/v1\napprove\n" + DIGEST.encode()
        assert challenge("approve", DIGEST) == hashlib.sha256(written).digest()

    def test_an_ed25519_passkey(self):
        key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32))
        cose = cbor.encode(EdDSA.from_cryptography_key(key.public_key()))
        message = APPROVAL.authenticator_data + hashlib.sha256(APPROVAL.client_data).digest()
        signed = replace(APPROVAL, signature=key.sign(message))
        assert codes(signed, credential_key=cose) == []
        assert codes(credential_key=cose) == ["approval-signature"]

    def test_what_browsers_add_at_random_does_no_harm(self):
        added = client_data(other_keys_can_be_added_here="do not compare against a template")
        assert codes(resigned(added)) == []

    def test_a_browser_that_writes_no_cross_origin_member(self):
        assert codes(resigned(client_data(crossOrigin=...))) == []

    @given(
        verdict=st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8})?", fullmatch=True),
        content=st.binary(max_size=20),
    )
    def test_any_verdict_on_any_content(self, verdict, content):
        digest = hashlib.sha256(content).hexdigest()
        made = TOKEN.approve("xa-0002", verdict, digest)
        assert codes(made, content_digest=digest) == []
        assert parse_approvals(encode_approvals([made, made])) == (made, made)


class TestAttacks:
    def test_an_approval_of_another_content(self):
        assert codes(content_digest=OTHER) == ["approval-other-matter"]

    def test_a_rejection_passed_off_as_an_approval(self):
        rejected = TOKEN.approve("xa-0002", "reject", DIGEST)
        assert codes(rejected) == []
        assert codes(replace(rejected, verdict="approve")) == ["approval-other-matter"]

    def test_a_verdict_that_smuggles_a_digest(self):
        """Lines are what keeps verdict and digest apart, so a verdict has none."""
        assert codes(replace(APPROVAL, verdict=f"approve\n{DIGEST}")) == ["approval-other-matter"]
        with pytest.raises(ValueError, match="verdict"):
            challenge("approve\n", DIGEST)

    def test_a_digest_that_is_none(self):
        for digest in ("", DIGEST.upper(), DIGEST[:-1]):
            assert codes(content_digest=digest) == ["approval-other-matter"]

    def test_another_officers_key(self):
        other = SoftwareAuthenticator.generate(RP, ORIGIN, drawn("officer xa-0003"))
        assert codes(credential_key=other.key) == ["approval-signature"]
        assert codes(credential_key=other.key, credential=other.credential) == [
            "approval-credential",
            "approval-signature",
        ]

    def test_another_relying_party(self):
        assert codes(rp_id="console.xb.example") == ["approval-relying-party"]

    def test_another_origin(self):
        elsewhere = replace(TOKEN, origin="https://console.xa.example.attacker.example")
        assert codes(elsewhere.approve("xa-0002", "approve", DIGEST)) == ["approval-origin"]
        assert codes(origins=()) == ["approval-origin"]

    def test_without_user_verification(self):
        hasty = replace(TOKEN, verifies_user=False)
        assert codes(hasty.approve("xa-0002", "approve", DIGEST)) == ["approval-not-verified"]

    def test_without_user_presence(self):
        data = bytearray(APPROVAL.authenticator_data)
        data[32] = 0x04
        assert codes(resigned(authenticator_data=bytes(data))) == ["approval-not-present"]

    @pytest.mark.parametrize(
        "changes",
        [
            {"crossOrigin": True},
            {"crossOrigin": "false"},
            {"crossOrigin": None},
            {"topOrigin": ORIGIN},
            {"crossOrigin": True, "topOrigin": "https://attacker.example"},
        ],
    )
    def test_a_page_within_another_page(self, changes):
        assert codes(resigned(client_data(**changes))) == ["approval-cross-origin"]

    def test_the_software_authenticator_can_be_made_to_lie_about_it(self):
        framed = replace(TOKEN, cross_origin=True)
        assert codes(framed.approve("xa-0002", "approve", DIGEST)) == ["approval-cross-origin"]

    def test_a_registration_is_no_approval(self):
        made = TOKEN.assertion(challenge("approve", DIGEST), kind="webauthn.create")
        assert codes(replace(APPROVAL, **fields(made))) == ["approval-kind"]
        assert codes(resigned(client_data(type="payment.get"))) == ["approval-kind"]

    def test_a_log_in_is_no_approval(self):
        made = TOKEN.assertion(bytes(32))
        assert codes(replace(APPROVAL, **fields(made))) == ["approval-other-matter"]

    @pytest.mark.parametrize("member", ["type", "challenge", "origin"])
    def test_a_member_left_out(self, member):
        assert len(codes(resigned(client_data(**{member: ...})))) == 1

    def test_a_challenge_in_another_spelling(self):
        padded = base64.urlsafe_b64encode(challenge("approve", DIGEST)).decode()
        assert codes(resigned(client_data(challenge=padded))) == ["approval-other-matter"]

    def test_a_name_that_occurs_twice(self):
        doubled = APPROVAL.client_data.replace(
            b'"crossOrigin":false', b'"crossOrigin":true,"crossOrigin":false'
        )
        assert codes(resigned(doubled)) == ["approval-malformed"]

    @pytest.mark.parametrize(
        "data", [b"", b"[]", b"{", b"\xff", b"1" * 5000, b"[" * 4000, b'{"type":"webauthn.get"}']
    )
    def test_client_data_that_are_none(self, data):
        assert codes(resigned(data))

    @pytest.mark.parametrize(
        "data", [b"", bytes(36), APPROVAL.authenticator_data + b"\0", bytes(5000)]
    )
    def test_authenticator_data_that_are_none(self, data):
        assert codes(resigned(authenticator_data=data)) == ["approval-malformed"]

    def test_every_reason_is_given(self):
        bad = replace(
            replace(TOKEN, verifies_user=False, cross_origin=True, origin="https://x.example"),
            rp_id="x.example",
        ).approve("xa-0002", "approve", OTHER)
        assert codes(replace(bad, signature=b"", credential=b"")) == [
            "approval-credential",
            "approval-other-matter",
            "approval-origin",
            "approval-cross-origin",
            "approval-relying-party",
            "approval-not-verified",
            "approval-signature",
        ]

    @given(
        where=st.sampled_from(["client_data", "authenticator_data", "signature"]), data=st.data()
    )
    def test_no_byte_can_be_changed(self, where, data):
        changed = bytearray(getattr(APPROVAL, where))
        position = data.draw(st.integers(0, len(changed) - 1))
        changed[position] ^= 1 << data.draw(st.integers(0, 7))
        assert codes(replace(APPROVAL, **{where: bytes(changed)}))

    @given(junk=st.binary(max_size=80))
    def test_junk_is_refused_and_nothing_else_happens(self, junk):
        bad = Approval("xa-0002", "approve", junk, junk, junk, junk)
        assert codes(bad)
        assert codes(credential_key=junk) == ["approval-key"]


class TestKeys:
    def cose(self, **changes):
        key = dict(ES256.from_cryptography_key(TOKEN._key.public_key()))
        for name, value in changes.items():
            key[{"kty": 1, "alg": 3, "crv": -1, "x": -2, "y": -3}[name]] = value
        return cbor.encode({k: v for k, v in key.items() if v is not ...})

    @pytest.mark.parametrize(
        "changes",
        [
            {"kty": 1},
            {"alg": -257},
            {"alg": -7, "crv": 2},
            {"alg": ...},
            {"x": b"short"},
            {"x": 7},
            {"y": ...},
            {"crv": "P-256"},
        ],
    )
    def test_a_key_that_is_not_admitted(self, changes):
        assert codes(credential_key=self.cose(**changes)) == ["approval-key"]

    def test_a_point_that_is_not_on_the_curve(self):
        assert codes(credential_key=self.cose(x=bytes(32), y=bytes(32))) == ["approval-key"]

    def test_what_is_no_key(self):
        for key in (
            b"",
            b"\xa0",
            cbor.encode([1]),
            cbor.encode("key"),
            b"\x81" * 1000,
            bytes(2000),
        ):
            assert codes(credential_key=key) == ["approval-key"]


class TestTheDocument:
    def document(self, **changes):
        entry = canonical.decode_object(encode_approvals([APPROVAL]))["approvals"][0]
        entry = {k: v for k, v in (entry | changes).items() if v is not ...}
        return canonical.encode({"version": 1, "approvals": [entry]})

    def test_no_approvals_are_a_document_too(self):
        assert parse_approvals(encode_approvals([])) == ()

    @pytest.mark.parametrize(
        "changes",
        [
            {"officer": ...},
            {"officer": 2},
            {"officer": "XA 2"},
            {"officer": "a" * 65},
            {"verdict": ""},
            {"verdict": "Approve"},
            {"signature": "AA=="},
            {"signature": "A"},
            {"signature": "A+/A"},
            {"signature": "AB"},
            {"further": "x"},
        ],
    )
    def test_an_entry_of_another_form(self, changes):
        assert codes_of(lambda: parse_approvals(self.document(**changes))) == (
            "approval-malformed",
        )

    @pytest.mark.parametrize(
        "document",
        [
            {"version": 2, "approvals": []},
            {"version": True, "approvals": []},
            {"version": 1},
            {"version": 1, "approvals": {}},
            {"version": 1, "approvals": ["x"]},
            {"version": 1, "approvals": [], "more": 1},
        ],
    )
    def test_another_document(self, document):
        data = canonical.encode(document)
        assert codes_of(lambda: parse_approvals(data)) == ("approval-malformed",)

    def test_more_approvals_than_anyone_demands(self):
        assert codes_of(lambda: parse_approvals(encode_approvals([APPROVAL] * 33))) == (
            "approval-malformed",
        )


class TestTheSoftwareAuthenticator:
    def test_it_is_the_same_when_made_from_the_same_random_bytes(self):
        remade = SoftwareAuthenticator.generate(RP, ORIGIN, drawn("officer xa-0002"))
        assert remade.approve("xa-0002", "approve", DIGEST) == APPROVAL

    def test_it_is_the_same_when_read_back(self):
        reread = SoftwareAuthenticator.from_bytes(TOKEN.to_bytes())
        assert reread.approve("xa-0002", "approve", DIGEST) == APPROVAL
        assert reread.key == TOKEN.key

    def test_a_file_that_is_none_is_refused(self):
        for data in (b"{}", canonical.encode({"version": 1, "rp_id": "x"})):
            assert codes_of(lambda data=data: SoftwareAuthenticator.from_bytes(data)) == (
                "key-unreadable",
            )
        with pytest.raises(Refused):
            SoftwareAuthenticator.from_bytes(b"")

    def test_it_does_not_show_its_key(self):
        assert "PRIVATE" not in repr(TOKEN)
        assert "_key" not in repr(TOKEN)

    def test_a_webauthn_server_takes_its_registration_and_its_assertion(self):
        """The library's own server, which knows nothing of approvals, is the judge."""
        rp = PublicKeyCredentialRpEntity(id=RP, name="Arcadia")
        server = Fido2Server(rp)
        user = {"id": b"xa-0002", "name": "xa-0002"}
        options, state = server.register_begin(
            user, user_verification=UserVerificationRequirement.REQUIRED
        )
        made = TOKEN.register(options.public_key.challenge)
        registered = server.register_complete(
            state,
            {
                "id": base64.urlsafe_b64encode(made.credential).rstrip(b"=").decode(),
                "rawId": base64.urlsafe_b64encode(made.credential).rstrip(b"=").decode(),
                "type": "public-key",
                "response": {
                    "attestationObject": encoded(made.attestation_object),
                    "clientDataJSON": encoded(made.client_data),
                },
            },
        )
        attested = registered.credential_data
        assert isinstance(attested, AttestedCredentialData)
        assert attested.credential_id == made.credential
        assert cbor.encode(attested.public_key) == made.key == TOKEN.key
        assert AttestationObject(made.attestation_object).fmt == "none"
        _, state = server.authenticate_begin(
            [attested],
            user_verification=UserVerificationRequirement.REQUIRED,
            challenge=challenge("approve", DIGEST),
        )
        assert server.authenticate_complete(
            state,
            [attested],
            AuthenticationResponse(
                raw_id=APPROVAL.credential,
                response=AuthenticatorAssertionResponse(
                    client_data=CollectedClientData(APPROVAL.client_data),
                    authenticator_data=AuthenticatorData(APPROVAL.authenticator_data),
                    signature=APPROVAL.signature,
                ),
            ),
        )


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def fields(assertion) -> dict[str, bytes]:
    return {
        name: getattr(assertion, name)
        for name in ("authenticator_data", "client_data", "signature")
    }


def test_an_approval_written_in_another_way_is_the_same_touch():
    r, s = decode_dss_signature(APPROVAL.signature)
    other = replace(APPROVAL, signature=encode_dss_signature(r, P256_ORDER - s))
    assert codes(other) == []
    assert other != APPROVAL
    assert touch_of(other) == touch_of(APPROVAL)
    relabelled = replace(APPROVAL, officer="xa-0003", verdict="refuse", credential=b"another")
    assert touch_of(relabelled) == touch_of(APPROVAL)


def test_each_touch_is_another_one():
    counted = replace(TOKEN, counter=1).approve("xa-0002", "approve", DIGEST)
    elsewhere = TOKEN.approve("xa-0002", "approve", OTHER)
    edwards = replace(APPROVAL, signature=bytes(range(64)))
    found = {touch_of(one) for one in (APPROVAL, counted, elsewhere, edwards)}
    assert len(found) == 4
