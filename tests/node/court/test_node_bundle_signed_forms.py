# SPDX-License-Identifier: Apache-2.0
"""Every signed form names its network (SPECIFICATION 4.1): the table, the code and a whole case."""

import re
from pathlib import Path

from tuf.api.metadata import Metadata

from casts.court.bundle_case import HTML, bundled, found_case, play
from rogatory.seal.cosigner import Cosigner
from rogatory.seal.notes import NoteSigner
from rogatory.seal.signatures import SigningKeys

REPOSITORY = Path(__file__).parents[3]
SOURCE = REPOSITORY / "src" / "rogatory"

PLACES = {
    "bootstrap/ports/reloaded_keys.py": None,
    "bootstrap/ports/signer.py": None,
    "bootstrap/ports/signer_elsewhere.py": None,
    "cli/options/own_key.py": "word of an officer at a terminal",
    "cli/translate.py": None,
    "custody/log/checkpoint.py": "checkpoint of a log",
    "custody/log/cosignature.py": "cosignature",
    "custody/journal/journal.py": "custody event",
    "directory/publish/ceremony_files.py": None,
    "directory/ceremony/metadata.py": "metadata of the directory",
    "directory/ceremony/founding.py": None,
    "directory/ceremony/token_signer.py": None,
    "evidence/collecting/add_to_bag.py": "tag manifest of a bag",
    "evidence/collecting/collect.py": "tag manifest of a bag",
    "evidence/sealing/rewrap.py": "`seal.json`",
    "evidence/sealing/seal_package.py": "`seal.json`",
    "exercises/founding.py": None,
    "exercises/scenarios/laws.py": None,
    "exercises/acts/translating.py": None,
    "node/court/certify.py": "`certificate.json`",
    "node/court/export.py": "`bundle.json`",
    "node/courier/write_disk.py": "`courier.json`",
    "node/custody_log/log.py": "checkpoint of a log",
    "node/custody_log/own_events.py": "custody event",
    "node/messages/receive.py": "receipt",
    "node/completeness/closed.py": None,
    "node/messages/send.py": "message",
    "node/drafts/translate_draft.py": None,
    "node/provider_orders/signed_folder.py": ("`order.json`", "`withdrawal.json`"),
    "node/translations/sign.py": "translation",
    "node/witnesses/cosign.py": "cosignature",
    "node/workstation/disclose.py": "`disclosure.json`",
    "node/workstation/keys/recipient_file.py": "`recipient.json`",
    "node/workstation/consent/signing.py": "consent of two officers",
    "storage/queue/signing.py": None,
    "transport/http_signatures.py": "request at the door",
}
"""Where something is signed, and its form or forms in the table; None: what only hands on to another place."""

ELSEWHERE = {"approval"}
"""Forms that no code here signs: an officer's passkey does."""

_SIGNS = re.compile(
    r"(?:\.|\b)(?:sign|sign_message|sign_event|sign_translation|sign_receipt|sign_checkpoint|cosign)\("
)
_DEFINES = re.compile(r"\bdef (?:sign|cosign)\w*\(")
_MANIFEST = re.compile(rb"[0-9a-f]{64}  \S")


def table() -> dict[str, str]:
    """Return the rows of 4.1: the form, and where its network is."""
    text = (REPOSITORY / "docs" / "specification" / "exchange.md").read_text()
    section = text.partition("### 4.1 ")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE)
    return {form.strip(): place.strip() for form, place in rows[1:] if not form.startswith("---")}


def test_the_table_has_every_form_that_is_signed_and_no_other() -> None:
    found = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if not str(path.relative_to(SOURCE)).startswith("seal/")
        for line in path.read_text().splitlines()
        if _SIGNS.search(line) and not _DEFINES.search(line)
    }
    assert found == set(PLACES), "something is signed in another place: give it a row in 4.1"
    signed = (one if isinstance(one, tuple) else (one,) for one in PLACES.values())
    forms = {form for of_place in signed for form in of_place if form is not None} | ELSEWHERE
    assert forms == set(table())


def test_a_whole_case_signs_nothing_without_its_network(tmp_path, monkeypatch) -> None:
    """Everything that is signed from the founding of a network to the bundle for a court, byte for
    byte.
    """
    signed: list[bytes] = []

    def record(kind: type) -> None:
        real = kind.sign

        def sign(self, data, *more, **named):
            payload = self.signed_bytes if isinstance(self, Metadata) else data
            signed.append(payload if isinstance(payload, bytes) else payload.encode())
            return real(self, data, *more, **named)

        monkeypatch.setattr(kind, "sign", sign)

    for kind in (SigningKeys, NoteSigner, Cosigner, Metadata):
        record(kind)
    case = found_case(tmp_path)
    play(case)
    bundled(case, tmp_path / "bundle", reports=HTML)
    network = case.federation.network.encode()
    without = [data for data in signed if network not in data]
    first_root = Metadata.from_bytes(case.federation.first_root).signed_bytes
    assert len(signed) > 50
    assert {data for data in without if not _MANIFEST.match(data)} == {first_root}
    assert [data for data in without if _MANIFEST.match(data)], (
        "a bag is signed before it is sealed"
    )
