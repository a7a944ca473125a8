# SPDX-License-Identifier: Apache-2.0
"""The certificates of a bundle as PEM files, for tools that do not know the directory.

xb-ca.p256.pem, xb-ca.mldsa65.pem      a State CA; all of one family in one file
xb-central-authority.p256.pem          who signed something in the bundle
tsa.pem                                every listed timestamp authority that stamped the seal
tsa-issuers.pem                        who issued those
xb-ca.p256.crl                         a State CA's revocation list, where the seal carries one
"""

from collections.abc import Iterable, Mapping

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason
from rogatory.node.court import layout, refusals
from rogatory.seal.certificates.reading import der_to_pem, to_der
from rogatory.seal.certificates.revocation import crl_to_der, crl_to_pem, lists_of
from rogatory.seal.signatures import SignedBy
from rogatory.seal.strict_pem import crl_problem
from rogatory.seal.timestamping.token import parse_token

TSA = "tsa.pem"
TSA_ISSUERS = "tsa-issuers.pem"

REVOCATION_LIST = ".crl"


def stock_certificates(
    view: DirectoryView, signed: Iterable[SignedBy], tokens: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the files by name."""
    files: dict[str, bytes] = {}
    for state in view.states:
        for algorithm in ("p256", "mldsa65"):
            found = [
                record.der
                for record in view.entry(state).certificates
                if record.use == "state-ca" and record.algorithm == algorithm
            ]
            if found:
                files[f"{state.lower()}-ca.{algorithm}.pem"] = b"".join(map(der_to_pem, found))
    for one in signed:
        stem = one.holder.replace("/", "-")
        if stem == f"{one.holder[:2]}-ca":
            continue  # an authority named `ca` would be among the State CAs, which are trusted
        name = f"{stem}.{_slot(one.algorithm)}.pem"
        pem = der_to_pem(one.certificate)
        if pem not in files.get(name, b""):
            files[name] = files.get(name, b"") + pem
    return files | _timestamp_files(view, tokens)


def revocation_lists(view: DirectoryView, carried: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the lists (PEM) that came with the seal and that a listed State CA signed, under the
    name of that CA; of several of one CA the one with the highest number.
    """
    found: dict[str, tuple[int, bytes]] = {}
    for state in view.states:
        for record in view.entry(state).certificates:
            if record.use != "state-ca":
                continue
            name = f"{state.lower()}-ca.{record.algorithm}{REVOCATION_LIST}"
            for data in carried.values():
                for one in lists_of([data], [record.der]):
                    pem = crl_to_pem(crl_to_der(data))
                    found[name] = max(found.get(name, (0, b"")), (one.number, pem))
    return {name: pem for name, (_, pem) in found.items()}


def list_reasons(name: str, data: bytes, listed: Iterable[bytes]) -> list[Reason]:
    """Return why a revocation list is not that of a listed State CA, in its one form; none if it is."""
    if crl_problem(data) is None and lists_of([data], listed):
        return []
    path = f"{layout.CERTIFICATES}/{name}"
    return [refusals.CERTIFICATES_DIFFER.because(path=path)]


def _slot(algorithm: str) -> str:
    return "mldsa65" if algorithm == "mldsa65" else "p256"


def _timestamp_files(view: DirectoryView, tokens: Mapping[str, bytes]) -> dict[str, bytes]:
    stamped = {
        to_der(found) for token in tokens.values() for found in parse_token(token).certificates
    }
    listed: list[bytes] = []
    issuers: list[bytes] = []
    for state in view.states:
        entry = view.entry(state)
        own = [one.der for one in entry.certificates if one.use == "tsa" and one.der in stamped]
        if own:
            listed += own
            issuers += [one.der for one in entry.certificates if one.use == "state-ca"]
    files = {TSA: b"".join(map(der_to_pem, listed))} if listed else {}
    if issuers:
        files[TSA_ISSUERS] = b"".join(map(der_to_pem, issuers))
    return files


def listed_certificates(view: DirectoryView) -> set[bytes]:
    """Return every certificate (DER) that the directory lists."""
    return {one.der for state in view.states for one in view.entry(state).certificates}
