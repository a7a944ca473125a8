# SPDX-License-Identifier: Apache-2.0
"""Signing keys on a real token: made there, used there, and every way in which that fails."""

import os
import re
import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from casts.seal.authorities import AUTHORITY, DOCUMENT, NOW, new_cast
from casts.seal.soft_tokens import LABEL, PIN, Flagged
from rogatory.errors import Refused, Unreachable
from rogatory.seal import tokens
from rogatory.seal.signatures import Anchors, signing_keys_from_pem, verify_signatures
from rogatory.seal.token_key import TokenPlace, parse_token_place
from rogatory.wire.canonical import encode


def pin(_label):
    return PIN


def never(_label):
    raise AssertionError("the PIN was asked for")


@pytest.fixture(scope="module")
def token(soft_tokens):
    soft_tokens.add(LABEL)
    yield soft_tokens
    soft_tokens.remove(LABEL)


@pytest.fixture(scope="module")
def place(token):
    made = tokens.new_token_key(
        str(token.module), LABEL, "rogatory xa", "p256", ask_pin=pin, random=os.urandom
    )
    tokens.close_tokens()  # whichever test comes first begins without a log-in
    return made


@pytest.fixture(autouse=True)
def _logged_out():
    yield
    tokens.close_tokens()


def keys_with(cast, key):
    until = NOW.replace(year=NOW.year + 1)
    certificate = cast.xa.certify(
        AUTHORITY, "authority", key.public_key(), at=NOW, until=until, random=os.urandom
    )
    return signing_keys_from_pem(AUTHORITY, key, certificate, *cast.issued["mldsa65"])


def refusal(place, ask=pin):
    with pytest.raises((Refused, Unreachable)) as caught:
        tokens.open_token_key(place, ask)
    assert PIN not in str(caught.value) + repr(caught.value.reasons)
    return caught.value.codes


@pytest.mark.judge
@pytest.mark.parametrize("curve", ["p256", "p384"])
def test_openssl_takes_what_the_token_signed(token, cast, tmp_path, curve):
    made = tokens.new_token_key(
        str(token.module), LABEL, f"judged {curve}", curve, ask_pin=pin, random=os.urandom
    )
    signed = keys_with(cast, tokens.open_token_key(made, never)).sign(DOCUMENT, NOW)
    (tmp_path / "ca.pem").write_bytes(cast.xa.to_pem()["p256.pem"])
    (tmp_path / "s.p7s").write_bytes(signed.p256)
    (tmp_path / "document").write_bytes(DOCUMENT)
    command = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "s.p7s"]
    command += ["-content", "document", "-CAfile", "ca.pem", "-purpose", "any", "-attime"]
    command += [str(int(NOW.timestamp())), "-out", "/dev/null"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (tmp_path / "document").write_bytes(DOCUMENT + b" ")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode != 0


@pytest.mark.judge
def test_pkcs11_tool_says_that_the_key_never_left_and_cannot(token, place):
    objects = token.objects(LABEL).split("Private Key Object; EC")[1:]
    ours = (one.split("Public Key Object")[0] for one in objects)
    private = next(one for one in ours if place.key in one)
    assert "sensitive, always sensitive, never extractable, local" in private
    assert "Usage:      sign" in private
    assert "decrypt" not in private


def test_signatures_count_and_no_two_are_relied_on_to_be_equal(cast, place):
    keys = keys_with(cast, tokens.open_token_key(place, pin))
    one, other = (keys.sign(DOCUMENT, NOW) for _ in range(2))
    assert one.p256 != other.p256
    for signatures in (one, other):
        verify_signatures(
            DOCUMENT,
            signatures,
            anchors=Anchors(tuple(cast.xa.certificates.values())),
            holder=AUTHORITY,
            at=NOW,
            require_mldsa65=True,
            use="authority",
        )


def test_the_pin_is_asked_for_once_in_a_process(place):
    prompts = []
    tokens.open_token_key(place, lambda label: prompts.append(label) or PIN)
    tokens.open_token_key(place, never).sign(b"again")
    assert prompts == [LABEL]


def test_many_threads_sign_with_one_session(cast, place):
    key = tokens.open_token_key(place, pin)
    made = []

    def sign():
        made.extend(key.sign(os.urandom(100)) for _ in range(10))

    threads = [threading.Thread(target=sign) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 80


def test_a_forked_child_cannot_use_the_session_and_does_not_end_it(place):
    key = tokens.open_token_key(place, pin)
    child = os.fork()
    if child == 0:
        try:
            key.sign(b"in the child")
        except RuntimeError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert key.sign(b"in the parent")


def test_a_wrong_pin_is_reported_with_a_warning_and_tried_once(place):
    prompts = []
    with pytest.raises(Refused) as caught:
        tokens.open_token_key(place, lambda label: prompts.append(label) or "0000-9999")
    assert caught.value.codes == ("token-pin-wrong",)
    assert "lock" in caught.value.reasons[0].sentence()
    assert "0000-9999" not in repr(caught.value) + caught.value.reasons[0].sentence()
    assert prompts == [LABEL]
    assert tokens.open_token_key(place, pin).sign(b"the right one still serves")


def test_no_pin_is_tried_where_the_next_wrong_one_locks_or_it_is_locked():
    import pkcs11

    for flag, code in (
        (pkcs11.TokenFlag.USER_PIN_FINAL_TRY, "token-last-try"),
        (pkcs11.TokenFlag.USER_PIN_LOCKED, "token-locked"),
    ):
        with pytest.raises(Refused) as caught:
            tokens._log_in(Flagged(flag), never)
        assert caught.value.codes == (code,)


def test_each_way_in_which_a_key_is_not_there(place):
    assert refusal(place, None) == ("token-no-pin",)
    assert refusal(replace(place, token="another")) == ("token-absent",)
    assert refusal(replace(place, serial="0000000000000000")) == ("token-absent",)
    assert refusal(replace(place, key="another")) == ("token-key-absent",)
    assert refusal(replace(place, id=b"\x01")) == ("token-key-absent",)
    assert refusal(replace(place, module="/nowhere/pkcs11.so")) == ("token-module",)
    assert refusal(replace(place, module=__file__)) == ("token-module",)


def test_two_tokens_of_one_label_are_distinguished_by_serial_number_alone(token):
    token.add("twin")
    token.add("twin")
    made = {"ask_pin": pin, "random": os.urandom}
    with pytest.raises(Refused) as caught:
        tokens.new_token_key(str(token.module), "twin", "k", "p256", **made)
    assert caught.value.codes == ("token-ambiguous",)
    serials = re.findall(r"[0-9a-f]{16}", caught.value.reasons[0].sentence())
    assert len(serials) == 2
    one = tokens.new_token_key(str(token.module), "twin", "k", "p256", serial=serials[1], **made)
    assert one.serial == serials[1]
    tokens.close_tokens()
    assert tokens.open_token_key(one, pin).sign(b"by serial number")


def test_a_key_that_could_be_taken_out_is_not_used(token, place):
    import pkcs11
    from pkcs11 import Attribute, KeyType
    from pkcs11.util.ec import encode_named_curve_parameters

    tokens.open_token_key(place, pin)
    session = next(iter(tokens._SESSIONS.values()))._session
    curve = {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
    parameters = session.create_domain_parameters(KeyType.EC, curve, local=True)
    parameters.generate_keypair(
        store=True,
        id=b"\x99",
        label="loose",
        private_template={Attribute.EXTRACTABLE: True, pkcs11.Attribute.SENSITIVE: False},
    )
    assert refusal(replace(place, id=b"\x99", key="loose")) == ("token-key-can-leave",)


def test_a_token_taken_out_between_two_signatures_is_reported_and_serves_again(token, place):
    key = tokens.open_token_key(place, pin)
    assert key.sign(b"before")
    away = token.take_out()
    try:
        with pytest.raises(Unreachable) as caught:
            key.sign(b"after")
        assert caught.value.codes == ("token-failed",)
    finally:
        token.put_back(away)
    token.reload()
    assert tokens.open_token_key(place, pin).sign(b"again")


def test_another_keys_certificate_is_refused(cast, place):
    with pytest.raises(Refused) as caught:
        signing_keys_from_pem(
            AUTHORITY,
            tokens.open_token_key(place, pin),
            cast.issued["p256"].certificate,
            *cast.issued["mldsa65"],
        )
    assert caught.value.codes == ("key-not-of-certificate",)


def test_a_signature_that_does_not_hold_is_not_given_out(place):
    key = tokens.open_token_key(place, pin)
    key._public = new_cast().xa._keys["p256"].public_key()
    with pytest.raises(Refused) as caught:
        key.sign(DOCUMENT)
    assert caught.value.codes == ("token-signature-wrong",)


def test_without_the_library_it_says_what_to_install(place):
    program = (
        "import sys; sys.modules['pkcs11'] = None\n"
        "from rogatory.seal import tokens, token_key\n"
        f"place = token_key.parse_token_place({place.encode()!r}, 'x')\n"
        "try: tokens.open_token_key(place, lambda _: '')\n"
        "except Exception as error: print(*error.codes, error.reasons[0].code.remedy)\n"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert result.stdout.startswith("tokens-not-installed"), result.stderr
    assert "rogatory[tokens]" in result.stdout


class TestDescription:
    PLACE = TokenPlace("/usr/lib/p.so", "XA signing", "01ab", "rogatory xa", b"\x01\xff", "p384")

    def test_reads_back(self):
        assert parse_token_place(self.PLACE.encode(), "x") == self.PLACE

    @pytest.mark.parametrize(
        "change",
        [
            {"algorithm": "rsa"},
            {"id": ""},
            {"id": "0"},
            {"id": "AB"},
            {"module": "p.so"},
            {"module": 1},
            {"token": ""},
            {"key": ""},
            {"key": "a\nb"},
            {"key": "k" * 201},
            {"version": 2},
            {"version": True},
            {"pin": "1234"},
        ],
    )
    def test_every_other_form_is_refused(self, change):
        fields = {
            "algorithm": "p256", "id": "01", "key": "k", "module": "/m.so", "serial": "",
            "token": "t", "version": 1,
        }  # fmt: skip
        assert parse_token_place(encode(fields), "x").token == "t"
        with pytest.raises(Refused) as caught:
            parse_token_place(encode(fields | change), "x")
        assert caught.value.codes == ("token-description",)
