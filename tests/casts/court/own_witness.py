# SPDX-License-Identifier: Apache-2.0
"""A witness of one's own, which a copy that was read into the verifier lists and whose cosignature it demands."""

import base64
import hashlib

from cryptography.hazmat.primitives.asymmetric import ed25519


class Witness:
    """A witness of a State, which the directory lists and whose cosignature a policy demands."""

    def __init__(self, given, state, demanded_by):
        network = given.newest.network
        self.name = f"{network}/{state.lower()}/witness"
        self.key = ed25519.Ed25519PrivateKey.generate()
        public = b"\x04" + self.key.public_key().public_bytes_raw()
        self.identifier = hashlib.sha256(f"{self.name}\n".encode() + public).digest()[:4]
        vkey = f"{self.name}+{self.identifier.hex()}+{base64.b64encode(public).decode()}"
        given.newest.entries[state]["witnesses"] = [{
            "name": self.name, "vkey": vkey, "from": "2026-11-24T02:00:00Z",
            "until": "2030-01-01T00:00:00Z", "ended": None,
        }]  # fmt: skip
        given.newest.entries[demanded_by]["witness_policy"] = f"any 1 of {state}\n"

    def cosign(self, note, at):
        """Return a note with this witness's signature beside those that it has."""
        seconds = int(at.timestamp())
        text = note.rpartition("\n\n")[0] + "\n"
        value = self.key.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode())
        line = base64.b64encode(self.identifier + seconds.to_bytes(8, "big") + value).decode()
        return f"{note}\u2014 {self.name} {line}\n"

    def cosign_proofs(self, journal, at):
        """Cosign the checkpoints of each proof of the other State's log."""
        own = self.name.split("/")[1]
        for path in journal.glob("*.tlog-proof"):
            head, _, note = path.read_text().partition("\n\n")
            if note.split("/")[1] != own:
                path.write_text(f"{head}\n\n{self.cosign(note, at)}")
