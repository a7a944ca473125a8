# SPDX-License-Identifier: Apache-2.0
"""The seal that is handed over with a disclosure: it is the seal of the package disclosed from, by its sender."""

from rogatory.errors import Refused, refuse_if_any
from rogatory.evidence.checks import Title, Undecided
from rogatory.evidence.disclosure import refusals
from rogatory.evidence.disclosure.document import Disclosure
from rogatory.evidence.sealed.counting_seals import counting_seals
from rogatory.evidence.sealed.seal_chain import CHAIN
from rogatory.evidence.sealed.sealed_files import SEAL_SIGNED, SealChecks
from rogatory.wire.words import N_, P_, FilledText

SEALED = Title("disclosure-sealed", N_("The seal is that of the package"))

NO_SEAL = N_("no seal is handed over: when the package was there first is not shown")
WHO_HAS_SEAL = N_("the authority that disclosed it, or the sender's")


def same_package(disclosure: Disclosure, checks: SealChecks | None) -> None:
    """Decide that the seal names the package's tag manifest, and that its sender sealed first.

    Raises:
        Undecided: no seal is handed over, or none counts.
        Refused: it is of another package, or of another sender.
    """
    seal = checks.seal if checks else None
    if checks is None or seal is None:
        raise Undecided(NO_SEAL, WHO_HAS_SEAL)
    refuse_if_any(
        refusals.DIFFERS.because(
            field=name, problem=FilledText(P_("the seal has {value}"), value=ascii(theirs))
        )
        for name, own, theirs in (
            ("digest of the package", disclosure.bag, seal.bag),
            ("package", disclosure.package, seal.package),
            ("network", disclosure.network, seal.network),
            ("giver", disclosure.giver, disclosure.giver or seal.sender),
        )
        if own != theirs
    )
    _first_sealer(checks, disclosure)


def _first_sealer(checks: SealChecks, disclosure: Disclosure) -> None:
    """Refuse a package's sender who is not the sender of the first seal that counts: a later sealer
    could otherwise pass the package off as his own.
    """
    outcomes = {check.name: check.outcome for check in checks.list.checks}
    seals = counting_seals(
        checks.seal,
        checks.digest,
        checks.chain,
        signed=outcomes.get(SEAL_SIGNED) == "holds",
        chained=outcomes.get(CHAIN) == "holds",
    )
    if not seals:
        raise Undecided(N_("no seal counts here"), WHO_HAS_SEAL)
    if seals[0].seal.sender != disclosure.sender:
        problem = FilledText(P_("the seal has {value}"), value=ascii(seals[0].seal.sender))
        raise Refused(refusals.DIFFERS.because(field=FilledText(P_("sender")), problem=problem))
