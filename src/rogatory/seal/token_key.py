# SPDX-License-Identifier: Apache-2.0
"""`p256.token.json`: where on which PKCS#11 token a signing key lies. It holds no secret.

The file is in the place of `p256.key`. The token is found again by its serial number and label, the
key by its id and label, so that another token or key is never taken instead.
"""

import re
from dataclasses import dataclass
from typing import Any, Literal

from rogatory.errors import Phrase, Refused
from rogatory.seal import refusals
from rogatory.wire.canonical import decode_object, encode, is_version
from rogatory.wire.words import P_, FilledText

type TokenAlgorithm = Literal["p256", "p384"]

LARGEST_DESCRIPTION = 16 << 10
"""A path and five short texts; a larger file is another file named by mistake."""

LONGEST_LABEL = 200
"""PKCS#11 allows a token's label 32 bytes, a key's any number; the latter must fit on a screen."""

_FIELDS = frozenset({"algorithm", "id", "key", "module", "serial", "token", "version"})
_ID = re.compile(r"(?:[0-9a-f]{2}){1,64}\Z")


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """A key on a token: the module that speaks to it, and by what token and key are known."""

    module: str
    token: str
    serial: str
    key: str
    id: bytes
    algorithm: TokenAlgorithm

    def encode(self) -> bytes:
        return encode(
            {
                "algorithm": self.algorithm,
                "id": self.id.hex(),
                "key": self.key,
                "module": self.module,
                "serial": self.serial,
                "token": self.token,
                "version": 1,
            }
        )


def parse_token_place(data: bytes, what: str) -> TokenPlace:
    """Return the description in these bytes; `what` names it in a refusal.

    What must hold:
      1. It is canonical JSON with exactly the members of version 1.
      2. Module, labels and serial number are texts, not empty but for the serial number, without
         control characters, the module an absolute path.
      3. The id is hex of 1 to 64 bytes; the algorithm is P-256 or P-384.
    """
    fields = decode_object(data, limit=LARGEST_DESCRIPTION)
    if set(fields) != _FIELDS or not is_version(fields["version"], 1):  # 1
        raise _wrong(what, P_("its members are not those of version 1"))
    texts = {name: _text(fields[name], what, name) for name in ("module", "token", "key", "serial")}
    if not texts["module"].startswith("/") or not texts["token"] or not texts["key"]:  # 2
        raise _wrong(what, P_("it names no module by its full path, or no token or no key"))
    identifier, algorithm = fields["id"], fields["algorithm"]
    if not isinstance(identifier, str) or not _ID.match(identifier):  # 3
        raise _wrong(what, P_("the id is not hexadecimal"))
    if algorithm not in {"p256", "p384"}:
        raise _wrong(what, P_("the algorithm is neither p256 nor p384"))
    return TokenPlace(
        texts["module"],
        texts["token"],
        texts["serial"],
        texts["key"],
        bytes.fromhex(identifier),
        algorithm,  # type: ignore[arg-type]  # one of the two, as compared above
    )


def _text(value: Any, what: str, name: str) -> str:
    if not isinstance(value, str) or len(value) > 4096 or not value.isprintable():
        raise _wrong(what, FilledText(P_("{name} is no printable text"), name=name))
    if name in {"token", "key"} and len(value) > LONGEST_LABEL:
        raise _wrong(
            what,
            FilledText(
                P_("{name} is longer than {limit} characters"), name=name, limit=LONGEST_LABEL
            ),
        )
    return value


def _wrong(what: str, problem: Phrase) -> Refused:
    return Refused(refusals.TOKEN_DESCRIPTION.because(what=what, problem=problem))
