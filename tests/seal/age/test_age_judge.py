# SPDX-License-Identifier: Apache-2.0
"""npm's age-encryption, by age's own author, reads what we write and we read what it writes."""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rogatory.errors import Refused
from rogatory.seal.age import (
    CHUNK,
    HybridIdentity,
    PassphraseIdentity,
    PassphraseRecipient,
    X25519Identity,
    decrypt,
    encrypt,
    write_identity_file,
)

_FOLDER = Path(__file__).parents[2] / "judges" / "age"

pytestmark = pytest.mark.judge

_DATA = [b"", b"evidence", bytes(CHUNK), bytes(range(256)) * 1030]
_NAMES = ["empty", "short", "one full chunk", "five chunks"]


@pytest.fixture(scope="module")
def judge():
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    if not (_FOLDER / "node_modules/age-encryption").is_dir():
        pytest.skip("age-encryption is not installed: npm ci in tests/judges/age")

    def run(*command, data=b""):
        return subprocess.run(
            ["node", _FOLDER / "judge.mjs", *command], input=data, capture_output=True
        )

    def answer(*command, data=b""):
        ran = run(*command, data=data)
        assert ran.returncode == 0, ran.stderr.decode()
        return ran.stdout

    run.answer = answer
    return run


@pytest.fixture(params=[HybridIdentity, X25519Identity], ids=["hybrid", "classical"])
def pair(request):
    return [request.param.generate(os.urandom) for _ in range(2)]


@pytest.mark.parametrize("data", _DATA, ids=_NAMES)
def test_it_reads_what_we_seal(judge, pair, data):
    sealed = encrypt(data, [each.recipient for each in pair], os.urandom, armored=len(data) < 10)
    assert judge.answer("decrypt", pair[1].encode(), data=sealed) == data


@pytest.mark.parametrize("data", _DATA, ids=_NAMES)
def test_we_read_what_it_seals(judge, pair, data):
    armor = ["--armor"] if len(data) < 10 else []
    recipients = [str(each.recipient) for each in pair]
    sealed = judge.answer("encrypt", *armor, *recipients, data=data)
    assert decrypt(sealed, [pair[1]]) == data


def test_it_knows_our_identities(judge, pair):
    for identity in pair:
        assert judge.answer("recipient", identity.encode()).decode() == str(identity.recipient)


def test_passphrases_go_both_ways(judge):
    sealed = encrypt(b"data", [PassphraseRecipient("pass", work_factor=10)], os.urandom)
    assert judge.answer("decrypt-passphrase", "pass", data=sealed) == b"data"
    sealed = judge.answer("encrypt-passphrase", "--armor", "pass", data=b"data")
    assert decrypt(sealed, [PassphraseIdentity("pass")]) == b"data"


def test_it_opens_a_protected_identity_file(judge, pair):
    at = datetime(2026, 11, 24, tzinfo=UTC)
    data = write_identity_file(pair[0], at, "pass")
    clear = judge.answer("decrypt-passphrase", "pass", data=data)
    assert clear == write_identity_file(pair[0], at)


def test_both_refuse_what_is_cut_short(judge, pair):
    sealed = encrypt(bytes(2 * CHUNK), [pair[0].recipient], os.urandom)
    cut = sealed[: -CHUNK - 16]
    assert judge("decrypt", pair[0].encode(), data=cut).returncode == 1
    with pytest.raises(Refused):
        decrypt(cut, [pair[0]])
