# SPDX-License-Identifier: Apache-2.0
"""Signed notes: the C2SP form, strictly."""

import base64
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.seal.authorities import codes_of, drawn
from rogatory.errors import Refused
from rogatory.seal.notes import (
    LARGEST_NOTE,
    NoteSignature,
    NoteSigner,
    NoteVerifier,
    open_note,
    parse_note,
    write_note,
)

NAME = "a" * 64 + "/xa/1"
LOG = NoteSigner.generate(NAME, drawn("log xa"))
WITNESS = NoteSigner.generate("witness.xb", drawn("witness xb"))
TEXT = f"{NAME}\n42\nqINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=\n"
NOTE = LOG.sign(TEXT)
GO_PATH = Path("/usr/share/gocode")

texts = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\x7f"), max_size=40
).map(lambda text: text + "\n")


class TestKeys:
    def test_keys_are_read_as_they_are_written(self):
        assert NoteSigner.parse(LOG.encode()).sign(TEXT) == NOTE
        assert NoteVerifier.parse(LOG.vkey) == LOG.verifier

    def test_the_secret_is_not_shown(self):
        assert LOG.encode() not in repr(LOG)
        assert "Ed25519PrivateKey" not in repr(LOG)

    @pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nbreak", "no\u00a0break"])
    def test_a_name_that_would_be_read_as_something_else(self, name):
        assert codes_of(lambda: NoteSigner.generate(name, drawn("x"))) == ("note-key",)

    @pytest.mark.parametrize(
        "change",
        [
            lambda vkey: "",
            lambda vkey: vkey[:-1],
            lambda vkey: vkey + "\n",
            lambda vkey: " " + vkey,
            lambda vkey: "x" + vkey,
            lambda vkey: vkey.replace("+", " ", 1),
            lambda vkey: vkey.replace(LOG.verifier.key_id.hex(), "00000000"),
            lambda vkey: "PRIVATE+KEY+" + vkey,
        ],
    )
    def test_a_key_that_is_not_whole(self, change):
        assert codes_of(lambda: NoteVerifier.parse(change(LOG.vkey))) == ("note-key",)

    @pytest.mark.parametrize(
        "change",
        [
            lambda skey: skey.removeprefix("PRIVATE+KEY+"),
            lambda skey: skey.replace(LOG.verifier.key_id.hex(), "00000000"),
            lambda skey: skey[:-4],
        ],
    )
    def test_a_secret_that_is_not_whole(self, change):
        assert codes_of(lambda: NoteSigner.parse(change(LOG.encode()))) == ("note-key",)

    def test_a_key_of_another_algorithm(self):
        material = base64.b64encode(b"\x06" + bytes(32)).decode()
        assert codes_of(lambda: NoteVerifier.parse(f"x+00000000+{material}")) == ("note-key",)


class TestOpening:
    def test_the_text_and_who_signed_it(self):
        assert open_note(NOTE, [LOG.verifier]) == (TEXT, (NAME,))
        assert open_note(NOTE.encode(), [LOG.verifier]) == (TEXT, (NAME,))

    def test_unknown_signatures_are_passed_over_and_kept(self):
        both = write_note(TEXT, [WITNESS.signature(TEXT), *parse_note(NOTE).signatures])
        assert open_note(both, [LOG.verifier]) == (TEXT, (NAME,))
        assert [one.name for one in parse_note(both).signatures] == ["witness.xb", NAME]
        assert write_note(TEXT, parse_note(both).signatures) == both

    def test_several_known_keys(self):
        both = write_note(TEXT, [LOG.signature(TEXT), WITNESS.signature(TEXT)])
        found = open_note(both, [WITNESS.verifier, LOG.verifier])
        assert found == (TEXT, (NAME, "witness.xb"))

    def test_a_key_counts_once(self):
        twice = write_note(TEXT, [LOG.signature(TEXT)] * 2)
        assert open_note(twice, [LOG.verifier]) == (TEXT, (NAME,))

    @given(text=texts)
    def test_what_is_signed_opens(self, text):
        assert open_note(LOG.sign(text), [LOG.verifier]) == (text, (NAME,))

    def test_a_text_with_empty_lines(self):
        text = "a\n\nb\n\n"
        assert open_note(LOG.sign(text), [LOG.verifier])[0] == text


class TestAttacks:
    def test_a_note_that_no_known_key_signed(self):
        assert codes_of(lambda: open_note(NOTE, [WITNESS.verifier])) == ("note-unsigned",)
        assert codes_of(lambda: open_note(NOTE, [])) == ("note-unsigned",)

    def test_another_text_under_a_known_signature(self):
        forged = NOTE.replace("\n42\n", "\n43\n")
        assert codes_of(lambda: open_note(forged, [LOG.verifier])) == ("note-signature",)

    def test_a_wrong_signature_is_not_hidden_by_a_right_one(self):
        forged = NoteSignature("witness.xb", WITNESS.verifier.key_id, bytes(64))
        note = write_note(TEXT, [forged, LOG.signature(TEXT)])
        assert codes_of(lambda: open_note(note, [LOG.verifier, WITNESS.verifier])) == (
            "note-signature",
        )

    def test_the_name_of_one_and_the_key_of_another(self):
        """Neither name nor key id alone makes a key known."""
        line = NoteSignature(NAME, WITNESS.verifier.key_id, WITNESS.signature(TEXT).value)
        note = write_note(TEXT, [line])
        assert codes_of(lambda: open_note(note, [LOG.verifier, WITNESS.verifier])) == (
            "note-unsigned",
        )

    @pytest.mark.parametrize(
        "note",
        [
            "",
            "\n",
            TEXT,
            TEXT + "\n",
            NOTE[:-1],
            NOTE + "\n",
            NOTE + "more\n",
            NOTE.replace("— ", "- "),
            NOTE.replace("— ", "—  "),
            NOTE.replace("\n\n", "\n"),
            NOTE.replace("=\n", "\n"),
            NOTE.replace("\n", "\r\n"),
            NOTE.replace("42", "4\t2"),
            "\n— x AAAAAAAA\n",
            TEXT + "\n— x AAAA\n",
            TEXT + "\n— x\n",
            TEXT + "\n— AAAAAAAA\n",
            TEXT + "\n— x AAAAAAB=\n",
            b"\xff" + NOTE.encode(),
            "\ud800" + NOTE,
            "x" * (LARGEST_NOTE + 1),
            write_note(TEXT, [LOG.signature(TEXT)] * 101),
        ],
    )
    def test_a_note_in_another_form(self, note):
        assert codes_of(lambda: open_note(note, [LOG.verifier])) == ("note-malformed",)

    @pytest.mark.parametrize("text", ["", "no newline", "control\x00\n"])
    def test_a_text_that_cannot_be_signed(self, text):
        assert codes_of(lambda: LOG.sign(text)) == ("note-malformed",)

    @given(data=st.data())
    def test_no_character_can_be_changed(self, data):
        raw = bytearray(NOTE.encode())
        position = data.draw(st.integers(0, len(raw) - 1))
        raw[position] ^= 1 << data.draw(st.integers(0, 7))
        with pytest.raises(Refused):
            open_note(bytes(raw), [LOG.verifier])


@pytest.mark.judge
@pytest.mark.skipif(
    not (GO_PATH / "src/golang.org/x/mod/sumdb/note").is_dir(),
    reason="Go's note package is not installed (golang-golang-x-mod-dev)",
)
def test_gos_note_package_opens_our_notes_and_we_open_its(tmp_path):
    (tmp_path / "judge.go").write_text(_GO_JUDGE)
    environment = {
        **os.environ,
        "GO111MODULE": "off",
        "GOPATH": str(GO_PATH),
        "GOFLAGS": "-p=1",
    }
    done = subprocess.run(
        ["go", "run", "judge.go", LOG.vkey, WITNESS.encode()],
        cwd=tmp_path,
        env=environment,
        input=NOTE.encode(),
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert open_note(done.stdout, [LOG.verifier, WITNESS.verifier]) == (TEXT, (NAME, "witness.xb"))


_GO_JUDGE = """package main

import (
	"io"
	"log"
	"os"

	"golang.org/x/mod/sumdb/note"
)

func main() {
	message, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	verifier, err := note.NewVerifier(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	opened, err := note.Open(message, note.VerifierList(verifier))
	if err != nil {
		log.Fatal(err)
	}
	signer, err := note.NewSigner(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	signed, err := note.Sign(opened, signer)
	if err != nil {
		log.Fatal(err)
	}
	os.Stdout.Write(signed)
}
"""
