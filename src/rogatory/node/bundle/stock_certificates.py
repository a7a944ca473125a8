# SPDX-License-Identifier: Apache-2.0
"""The certificates of a bundle as PEM files, for tools that do not know the directory.

xb-ca.p256.pem, xb-ca.mldsa65.pem      a State CA; all of one family in one file
xb-central-authority.p256.pem          who signed something in the bundle
tsa.pem                                every listed timestamp authority that stamped the seal
tsa-issuers.pem                        who issued those
"""

from collections.abc import Iterable, Mapping

from rogatory.directory.view import View
from rogatory.seal.certificate_reading import der_to_pem, to_der
from rogatory.seal.signatures import SignedBy
from rogatory.seal.timestamp_token import parse_token

TSA = "tsa.pem"
TSA_ISSUERS = "tsa-issuers.pem"


def stock_certificates(
    view: View, signed: Iterable[SignedBy], tokens: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files by name."""
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
        name = f"{one.holder.replace('/', '-')}.{_slot(one.algorithm)}.pem"
        pem = der_to_pem(one.certificate)
        if pem not in files.get(name, b""):
            files[name] = files.get(name, b"") + pem
    return files | _timestamp_files(view, tokens)


def _slot(algorithm: str) -> str:
    return "mldsa65" if algorithm == "mldsa65" else "p256"


def _timestamp_files(view: View, tokens: Mapping[str, bytes]) -> dict[str, bytes]:
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


def listed_certificates(view: View) -> set[bytes]:
    """Every certificate (DER) that the directory lists."""
    return {one.der for state in view.states for one in view.entry(state).certificates}
