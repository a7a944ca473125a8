# SPDX-License-Identifier: Apache-2.0
"""The certificates that a State CA has withdrawn so far (`revoked.json` in its folder), and their
lists.
"""

import base64
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rogatory.errors import Refused
from rogatory.node.workstation import refusals
from rogatory.node.workstation.keys.key_files import read_public
from rogatory.seal.certificates.revocation import EndedCertificate, crl_to_pem
from rogatory.seal.certificates.state_ca import StateCa
from rogatory.wire import canonical
from rogatory.wire.moments import format_moment, parse_moment

if TYPE_CHECKING:
    from rogatory.seal.certificates.revocation import RevocationCause

LIST_DAYS = 90
"""For how long a list speaks. Stock tools take a list for a moment within its period alone, so a
shorter one leaves gaps, and a longer one hides for longer that a newer one exists."""

REVOKED = "revoked.json"
REVOKED_VERSION = 1


def first_lists(ca: StateCa, at: datetime) -> dict[str, bytes]:
    """Return the lists of a State CA that has withdrawn nothing yet, by file name in its folder."""
    until = at + timedelta(days=LIST_DAYS)
    lists = make_lists(ca, (), at=at, until=until, number=1)
    return {f"{name}.crl": pem for name, pem in lists.items()} | {REVOKED: encode_record(1, ())}


def make_lists(
    ca: StateCa, ended: Iterable[EndedCertificate], *, at: datetime, until: datetime, number: int
) -> dict[str, bytes]:
    found = ca.crls(ended, at=at, until=until, number=number)
    return {name: crl_to_pem(der) for name, der in found.items()}


def read_revocation_record(state_ca: Path) -> tuple[int, list[EndedCertificate]]:
    path = state_ca / REVOKED
    if not path.is_file():
        return 0, []
    stated = canonical.decode_object(read_public(path))
    found, number = stated.get("ended"), stated.get("number")
    if not isinstance(found, list) or not isinstance(number, int):
        raise Refused(refusals.REVOKED_FORM.because(path=str(path)))
    try:
        return number, [_ended(cast("Mapping[str, str]", one)) for one in found]
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(refusals.REVOKED_FORM.because(path=str(path))) from error


def _ended(one: Mapping[str, str]) -> EndedCertificate:
    reason = one["reason"]
    if reason not in {"rotated", "compromised"}:
        raise ValueError("a certificate was rotated or compromised")
    return EndedCertificate(
        base64.b64decode(one["certificate"], validate=True),
        parse_moment(one["at"]),
        cast("RevocationCause", reason),
        parse_moment(one["invalid_since"]) if one["invalid_since"] else None,
    )


def encode_record(number: int, ended: Iterable[EndedCertificate]) -> bytes:
    return canonical.encode(
        {
            "ended": [
                {
                    "at": format_moment(one.at),
                    "certificate": base64.b64encode(one.certificate).decode(),
                    "invalid_since": format_moment(one.invalid_since)
                    if one.invalid_since
                    else None,
                    "reason": one.reason,
                }
                for one in ended
            ],
            "number": number,
            "version": REVOKED_VERSION,
        }
    )
