# SPDX-License-Identifier: Apache-2.0
"""The kinds of files and signed documents that the bench knows: a new one must be entered here.

Who enters one decides who can forge it (`SIGNED`): a signed document that no forger can sign again
would be altered by the bench, and never forged.
"""

import re
from collections.abc import Iterable, Mapping

_N = r"\d{4}"
_SIGNED = r"(\.(p256|mldsa65)\.p7s)?"
_JOURNAL = (
    rf"(earlier-\d+\.)?{_N}(\.json|\.p256\.p7s|\.mldsa65\.p7s|\.tlog-proof|\.tombstone\.json)"
)
_PEM = r"[a-z]{2}(-[a-z-]+)?\.(p256|mldsa65)\.(pem|crl)"
_LIST = r"archive\.\d+\.json(\.tst)?"
_BAG = (
    r"bagit\.txt|bag-info\.txt|case\.jsonld|conditions\.json|inventory\.jsonl|items-root\.txt"
    rf"|manifest-(sha256|sha512|sha3512|blake2b512)\.txt|media\.json|members\.jsonl|package-secret\.bin|tagmanifest-sha256\.txt{_SIGNED}|data/.+"
    rf"|request/(message\.json{_SIGNED}|approvals\.json)"
    rf"|earlier/\d+/(bag-info\.txt|case\.jsonld|conditions\.json|tagmanifest-sha256\.txt{_SIGNED})"
)
_SEAL = rf"seal\.json({_SIGNED}|\.tst)|segments\.b3|certificates/{_PEM}"
_MESSAGE = (
    rf"message\.json{_SIGNED}|approvals\.json|receipt\.json{_SIGNED}|custody/{_JOURNAL}"
    r"|attachments/[0-9a-f]{64}"
)
_CONSENT = r"consent\.(json|(first|second)\.(p256|mldsa65)\.p7s)"
_DIRECTORY = (
    r"metadata/(timestamp|\d+\.(root|snapshot|targets|x[abt]))\.json"
    r"|targets/states/[0-9a-f]{64}\.x[abt](\.officers)?\.json"
)
_CERTIFICATE = rf"certificate\.json({_SIGNED}|\.tst)|{_LIST}|form\.json|certificate\.(html|pdf)|certificates/{_PEM}"

FILES: Mapping[str, str] = {
    "bundle": rf"bundle/(bundle\.json({_SIGNED}|\.tst)|{_LIST}|SHA256SUMS|check\.sh|report\.json"
    rf"|report\.[a-z]{{2}}\.(html|pdf)|bag/({_BAG})|seal/({_SEAL})|request/({_MESSAGE})"
    rf"|messages/{_N}/({_MESSAGE})|custody/{_JOURNAL}|custody-node/{_JOURNAL}|consents/[0-9a-f]{{64}}/{_CONSENT}"
    rf"|directory/({_DIRECTORY})|certificate/({_CERTIFICATE})"
    rf"|certificates/({_PEM}|tsa\.pem|tsa-issuers\.pem))",
    "package": rf"sealed/(package\.age|{_SEAL}|custody/{_JOURNAL})",
    "package-stamped-again": rf"sealed/(package\.age|{_SEAL}|{_LIST}|custody/{_JOURNAL}"
    rf"|seals/\d+/(seal\.json({_SIGNED}|\.tst)|{_LIST})|certificates/tsa\.\d+\.pem)",
    "package-rewrapped": rf"sealed/(package\.age|{_SEAL}|custody/{_JOURNAL}|seals/\d+/seal\.json({_SIGNED}|\.tst)"
    r"|certificates/tsa\.\d+\.pem)",
    "bag": rf"opened/({_BAG})|opened-custody/({_JOURNAL}|seal/({_SEAL})|certificates/{_PEM})"
    rf"|opened-consent-[0-9a-f]{{12}}/({_CONSENT}|ca\.(p256|mldsa65)\.pem)",
    "disclosure": rf"disclosed/(disclosure\.json({_SIGNED}|\.tst)|{_LIST}|items\.jsonl|items/.+|SHA256SUMS"
    rf"|package/({_BAG})|seal/({_SEAL})|certificates/{_PEM})|disclosed-custody/{_JOURNAL}",
    "certificate": rf"certificate/({_CERTIFICATE})",
}
"""For each kind of artifact, the form of every path that it may have."""

SIGNED: Mapping[str, tuple[str, ...]] = {
    "bundle.json": ("exporter", "exporting-state", "third-authority", "third-state"),
    "approval": ("passkey", "exporting-state", "sealing-state"),
    "message.json": ("exporter", "sealing-state"),
    "receipt.json": ("receipts", "exporting-state", "sealing-state-key"),
    "tagmanifest-sha256.txt": ("revoked-authority", "sealing-state", "sealing-state-key"),
    "earlier tagmanifest-sha256.txt": ("revoked-authority", "sealing-state", "sealing-state-key"),
    "seal.json": ("revoked-authority", "sealing-state", "sealing-state-key", "third-ca"),
    "disclosure.json": ("exporter",),
    "certificate.json": ("officer", "sealing-state-key"),
    "consent.first": ("first-officer",),
    "consent.second": ("second-officer",),
    "event": ("exporter", "revoked-authority", "sealing-state", "sealing-state-key"),
    "checkpoint": ("log", "log-and-witness", "third-state"),
    "token": ("stamps", "third-state"),
    "list of timestamps": ("stamps", "third-state"),
    "revocation list": ("sealing-state-key",),
    "root metadata": ("root-key", "retired-roots"),
    "targets metadata": ("targets-key",),
    "snapshot metadata": ("publisher",),
    "timestamp metadata": ("publisher",),
    "State metadata": ("third-state", "sealing-state-key"),
}
"""Each signed document, and the forgers whose keys sign it again."""

_METADATA = re.compile(r"/directory/metadata/(?:\d+\.)?([a-z]+)\.json\Z")

_STAMPED_LIST = re.compile(r"/archive\.\d+\.json\.tst\Z")

_SIGNATURE = re.compile(r"([^/]+)\.(?:p256|mldsa65)\.p7s\Z")

_ROLES = ("root", "targets", "snapshot", "timestamp")

_ENDINGS = {".tlog-proof": "checkpoint", ".tst": "token", ".crl": "revocation list"}
"""Signed documents that carry their signatures in themselves."""


def unknown_files(kind: str, names: Iterable[str]) -> list[str]:
    """Return the files of an artifact that the bench has no kind for."""
    form = re.compile(FILES[kind])
    return [name for name in names if not form.fullmatch(name)]


def signed_documents(names: Iterable[str]) -> set[str]:
    """Return the names of the signed documents among files; events of journals count as one."""
    return {found for name in names if (found := signature_of(name)) is not None}


def signature_of(name: str) -> str | None:
    """Return the name of the document whose signature is in a file; None if the file holds no signature."""
    if signed := _SIGNATURE.search(name):
        document = signed[1]
        if "/earlier/" in name:
            return f"earlier {document}"
        return "event" if document[-4:].isdecimal() else document
    if name.endswith("/approvals.json"):
        return "approval"
    if _STAMPED_LIST.search(name):
        return "list of timestamps"
    if metadata := _METADATA.search(name):
        return f"{metadata[1] if metadata[1] in _ROLES else 'State'} metadata"
    return next((kind for ending, kind in _ENDINGS.items() if name.endswith(ending)), None)
