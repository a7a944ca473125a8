# SPDX-License-Identifier: Apache-2.0
"""An authority whose signing key is on a token: every command that signs, and what goes wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from casts.cli.commands import listing, run
from casts.seal.soft_tokens import PIN

LABEL = "XB seals"


@pytest.fixture(scope="module")
def tokens(soft_tokens):
    soft_tokens.add(LABEL)
    yield soft_tokens
    soft_tokens.remove(LABEL)


@pytest.fixture(scope="module")
def place(tokens, tmp_path_factory):
    """XB's keys, the ECDSA one on the token; the PIN in a file, and a wrong one."""
    place = tmp_path_factory.mktemp("xb-token")
    (place / "pin").write_text(PIN + "\n")
    (place / "wrong").write_text("0000-1111\n")
    result = make(tokens, place)
    assert result.status == 0, result.err
    assert "tokens do not have ML-DSA yet" in result.out
    return place


@pytest.fixture(autouse=True)
def _logged_out(request):
    yield
    if "tokens" in request.fixturenames or "place" in request.fixturenames:
        request.getfixturevalue("soft_tokens").reload()


def make(tokens, place, *more, out="keys", pin="pin"):
    return run(
        "keys", "new", "xb/central-authority", "--out", place / out, "--pkcs11", tokens.module,
        "--token", LABEL, "--pin-file", place / pin, *more,
    )  # fmt: skip


def seal(place, source, out, xa, *more, pin="pin"):
    return run(
        "evidence", "seal", source, "--key", place / "keys", "--pin-file", place / pin,
        "--to", xa / "recipient.json", "--out", out, "--officer", "xb-0005", "--segment-mib", "1",
        *more,
    )  # fmt: skip


def test_the_folder_describes_the_key_and_holds_neither_it_nor_the_pin(tokens, place):
    folder = place / "keys"
    assert not (folder / "signing" / "p256.key").exists()
    document = json.loads((folder / "signing" / "p256.token.json").read_bytes())
    assert document.keys() == {"algorithm", "id", "key", "module", "serial", "token", "version"}
    assert (document["token"], document["key"]) == (LABEL, "rogatory xb/central-authority")
    for path in folder.rglob("*"):
        assert not path.is_file() or PIN.encode() not in path.read_bytes()


@pytest.mark.judge
def test_what_the_token_signed_passes_openssl(place, source, xa, tmp_path):
    result = seal(place, source, tmp_path / "sealed", xa)
    assert result.status == 0, result.err
    sealed, journal = tmp_path / "sealed", tmp_path / "sealed" / "custody"
    run("evidence", "open", sealed, "--key", xa, "--out", tmp_path / "bag")
    documents = [sealed / "seal.json", *sorted(journal.glob("[0-9]*.json"))]
    documents.append(tmp_path / "bag" / "tagmanifest-sha256.txt")
    ca = place / "keys" / "certificates" / "ca.p256.pem"
    signed = 0
    for document in documents:
        stem = document.with_suffix("") if document.parent == journal else document
        signature = Path(f"{stem}.p256.p7s")
        command = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER"]
        command += ["-in", signature, "-content", document, "-CAfile", ca, "-purpose", "any"]
        done = subprocess.run([*command, "-out", "/dev/null"], capture_output=True, text=True)
        signed += done.returncode == 0
    assert signed >= 4  # two events of the sealing, the seal and the bag; XA's event is not XB's


def test_many_small_files_are_read_by_a_child_that_has_nothing_of_the_token(place, xa, tmp_path):
    """Enough files for the forked reader, in a process of its own: the session is the parent's,
    and signs after the child has read.
    """
    source = tmp_path / "many"
    source.mkdir()
    for number in range(1200):
        (source / f"{number:05d}.txt").write_bytes(b"x" * number)
    program = (
        "import os, sys\n"
        "fork = os.fork\n"
        "def seen():\n"
        "    print('forked', file=sys.stderr)\n"
        "    return fork()\n"
        "os.fork = seen\n"
        "from rogatory.main import main\n"
        "main(sys.argv[1:])\n"
    )
    words = [
        "evidence", "seal", source, "--key", place / "keys", "--pin-file", place / "pin",
        "--to", xa / "recipient.json", "--out", tmp_path / "sealed",
    ]  # fmt: skip
    command = [sys.executable, "-c", program, *map(str, words)]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert result.stderr.count("forked") == 1
    opened = run("evidence", "open", tmp_path / "sealed", "--key", xa, "--out", tmp_path / "bag")
    assert opened.status == 0, opened.err


@pytest.mark.parametrize(
    ("break_it", "code", "status"),
    [
        (lambda tokens, place: "wrong", "token-pin-wrong", 1),
        (lambda tokens, place: tokens.take_out() and "pin", "token-absent", 4),
    ],
)
def test_nothing_is_left_when_the_token_says_no(
    tokens, place, source, xa, tmp_path, break_it, code, status
):
    before = tokens.folder.with_name("away")
    pin = break_it(tokens, place)
    tokens.reload()  # another test may have logged in: a PIN is asked for once in a process
    try:
        result = seal(place, source, tmp_path / "sealed", xa, "--json", pin=pin)
    finally:
        if before.exists():
            tokens.put_back(before)
    assert (result.status, result.codes) == (status, [code])
    assert "0000-1111" not in result.out + result.err
    assert listing(tmp_path) == listing_of_source(tmp_path)


def listing_of_source(folder):
    return [each for each in listing(folder) if each.startswith(b"source")]


def test_the_token_taken_out_while_sealing(tokens, place, xa, tmp_path):
    """In a process of its own: the token goes when the first bytes of the package are written."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "disk.img").write_bytes(os.urandom(64 << 20))
    away = tokens.folder.with_name("away")
    program = (
        "import sys, os\n"
        "from rogatory.evidence.sealing import seal_package\n"
        "kept = seal_package.write_sealed\n"
        "def write(*given):\n"
        f"    os.rename({str(tokens.folder)!r}, {str(away)!r}); os.mkdir({str(tokens.folder)!r})\n"
        "    return kept(*given)\n"
        "seal_package.write_sealed = write\n"
        "from rogatory.main import main\n"
        "main(sys.argv[1:])\n"
    )
    words = [
        "evidence", "seal", source, "--key", place / "keys", "--pin-file", place / "pin",
        "--to", xa / "recipient.json", "--out", tmp_path / "sealed", "--json",
    ]  # fmt: skip
    try:
        result = subprocess.run(
            [sys.executable, "-c", program, *map(str, words)], capture_output=True, text=True
        )
    finally:
        tokens.put_back(away)
    assert result.returncode == 4, result.stderr
    assert [one["code"] for one in json.loads(result.stdout)["reasons"]] == ["token-failed"]
    assert PIN not in result.stdout + result.stderr
    assert listing(tmp_path) == listing_of_source(tmp_path)


def test_the_pin_comes_through_a_descriptor(place, source, xa, tmp_path):
    reading, writing = os.pipe()
    os.write(writing, PIN.encode() + b"\n")
    os.close(writing)
    result = run(
        "evidence", "collect", source, "--key", place / "keys", "--out", tmp_path / "bag",
        "--pin-file", f"/dev/fd/{reading}",
    )  # fmt: skip
    os.close(reading)
    assert result.status == 0, result.err
    assert (tmp_path / "bag" / "tagmanifest-sha256.txt.p256.p7s").exists()


def test_no_key_is_left_on_the_token_when_the_folder_cannot_be_made(tokens, place, tmp_path):
    before = tokens.objects(LABEL)
    assert make(tokens, place, "--json").codes == ["disk-exists"]
    run("keys", "state-ca", "XA", "--out", tmp_path / "ca")
    result = make(tokens, place, "--ca", tmp_path / "ca", "--json", out="other")
    assert result.codes == ["certificate-foreign-holder"]
    assert not (place / "other").exists()
    assert tokens.objects(LABEL) == before


def test_p384_signs_seals_and_is_refused_on_the_line(tokens, place, xa, source, tmp_path):
    result = make(tokens, place, "--curve", "p384", "--json", out="p384")
    assert result.status == 0, result.err
    result = run(
        "evidence", "seal", source, "--key", place / "p384", "--pin-file", place / "pin",
        "--to", xa / "recipient.json", "--out", tmp_path / "sealed",
    )  # fmt: skip
    assert result.status == 0, result.err
    result = run("evidence", "open", tmp_path / "sealed", "--key", xa, "--out", tmp_path / "bag")
    assert result.status == 0, result.err

    from rogatory.errors import Refused
    from rogatory.node.workstation.keys.authority_folder import open_authority_folder

    with pytest.raises(Refused) as caught:
        open_authority_folder(place / "p384", lambda _: PIN).line_key()
    assert caught.value.codes == ("key-algorithm",)


def test_requests_on_the_line_are_signed_on_the_token(place):
    from datetime import UTC, datetime

    from rogatory.node.workstation.keys.authority_folder import open_authority_folder
    from rogatory.seal.certificates.reading import pem_to_der
    from rogatory.seal.http_keys import http_public_key
    from rogatory.transport.http_signatures import (
        LineKey,
        LineRequest,
        holds_under,
        sign_request,
        verify_head,
    )

    folder = open_authority_folder(place / "keys", lambda _: PIN)
    key = LineKey(str(folder.authority), folder.line_key().sign_raw)
    now = datetime.now(UTC)
    request = LineRequest("POST", "https://127.0.0.1/v1/custody", {})
    sign_request(request, b"{}", key, state="XB", at=now, nonce=os.urandom(18))
    certificate = pem_to_der((place / "keys" / "signing" / "p256.pem").read_bytes())
    holds = holds_under(http_public_key(certificate, "authority"))
    found = verify_head(request, lambda _: holds, state="XB", now=now)
    assert found.verified.keyid == "xb/central-authority"


def test_options_that_do_not_go_together(place, tokens):
    for words in (["--token", LABEL], ["--curve", "p384"], ["--pkcs11", tokens.module]):
        result = run("keys", "new", "xb/a", "--out", place / "none", *words)
        assert result.status == 2
        assert "--pkcs11" in result.err
