# SPDX-License-Identifier: Apache-2.0
"""Which algorithms each check rests on, and what is left when one of them is broken.

A check that holds today says nothing any more once an algorithm that it needs counts no more,
unless what it compares is known to have existed before. The tables below are by the checks'
stable names. The timestamps themselves are judged in `evidence.stamps`, the signatures of a
package on a workstation in `evidence.trust`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from rogatory.evidence.checks import Check, count
from rogatory.evidence.trust.anchors import WHO_PROVES
from rogatory.evidence.trust.distrusted_algorithms import Distrust
from rogatory.seal.algorithms import ENCRYPTION, signature_algorithms
from rogatory.wire.words import N_, FilledText, TextsInTurn

type Alternatives = tuple[frozenset[str], ...]
"""Sets of algorithms, each of which is enough alone if all in it count."""

SIGNED: Alternatives = (signature_algorithms("p256"), signature_algorithms("mldsa65"))
APPROVED: Alternatives = (frozenset({"ecdsa-p256", "sha-256"}),)
"""The algorithms of passkeys; the rare one with Ed25519 is not distinguished, and so counts as
undecided.
"""
DIGESTS: Alternatives = (frozenset({"sha-256"}),)
LOGS: Alternatives = (frozenset({"ed25519", "sha-256"}),)
COSIGNED: Alternatives = (frozenset({"ed25519", "sha-256"}), frozenset({"ml-dsa-44", "sha-256"}))
"""Witnesses that list both kinds of key sign by both."""

RESTS_ON: Mapping[str, tuple[Alternatives, ...]] = {
    "seal-signed": (SIGNED,),
    "seal-chain": (SIGNED, DIGESTS),
    "seal-segment-list": (DIGESTS,),
    "seal-segments": ((frozenset({"blake3"}),),),
    "seal-listed": (LOGS,),
    "bag-tags": (DIGESTS,),
    "bag-signed": (SIGNED,),
    "bag-files": (DIGESTS,),
    "bag-inventory": (DIGESTS,),
    "bag-items-root": (DIGESTS,),
    "bag-earlier": (SIGNED, DIGESTS),
    "bag-conditions": (DIGESTS,),
    "bag-sealed": (DIGESTS,),
    "bag-examined": (DIGESTS,),
    "certificate": (SIGNED,),
    "custody-journal": (SIGNED, DIGESTS),
    "custody-logged": (LOGS,),
    "custody-consents": (SIGNED, DIGESTS),
    "custody-witnessed": (COSIGNED,),
    "bundle-complete": (DIGESTS,),
    "bundle-signed": (SIGNED,),
    "identity": (DIGESTS,),
    "directory": (LOGS,),
    "request": (SIGNED, APPROVED),
    "messages": (SIGNED, APPROVED, DIGESTS),
    "receipts": (SIGNED, LOGS),
    "message-events": (LOGS,),
    "together": (DIGESTS,),
}
"""By a check's id: each of these groups must have an alternative of which everything counts."""

GONE = N_("it rests on {broken}, which counts no more when this is first known to have existed")
LEFT = N_("without {broken}: what is left is enough")

_WHO = N_("who sealed it")
_WHEN = N_("when it was sealed")
_WHAT = N_("that nothing in it was changed")
_QUESTIONS: tuple[tuple[str, frozenset[str]], ...] = (
    (_WHO, frozenset({"seal-signed", "bag-signed"})),
    (_WHEN, frozenset({"seal-stamped"})),
    (_WHAT, frozenset({"bag-files", "bag-tags", "seal-segments", "seal-segment-list"})),
)


def without(
    checks: Iterable[Check], distrust: Distrust, existed: Callable[[str], datetime]
) -> list[Check]:
    """Return the checks as they are when these algorithms count no more; `existed` gives, by a
    check's id, since when the compared data are known to have existed. A check that fails stays
    failed.
    """
    return [_without(check, distrust, existed) for check in checks]


def reliance_sentence(checks: Sequence[Check], distrust: Distrust) -> str | None:
    """Return in one sentence what is still shown; None where every algorithm counts."""
    if not distrust:
        return None
    still: list[str] = []
    gone: list[str] = []
    for question, ids in _QUESTIONS:
        found = [check.outcome for check in checks if check.id in ids]
        if found:
            (still if set(found) == {"holds"} else gone).append(question)
    counts = count(checks)
    parts: list[str] = [
        FilledText(
            N_("Without {algorithms}, {holds} of {checks} checks still hold"),
            algorithms=distrust.as_text(),
            holds=counts.holds,
            checks=counts.checks,
        )
    ]
    if still:
        parts.append(
            FilledText(N_("still shown: {what}"), what=TextsInTurn.of(map(FilledText, still), ", "))
        )
    if gone:
        parts.append(
            FilledText(
                N_("no longer shown: {what}"), what=TextsInTurn.of(map(FilledText, gone), ", ")
            )
        )
    lost = ENCRYPTION & distrust.since.keys()
    if lost == ENCRYPTION:
        parts.append(N_("anyone with the encrypted package can read it"))
    elif lost:
        kept = next(iter(ENCRYPTION - lost))
        parts.append(FilledText(N_("the package is still kept secret, by {kept} alone"), kept=kept))
    return TextsInTurn.of(parts)


def _without(check: Check, distrust: Distrust, existed: Callable[[str], datetime]) -> Check:
    if check.outcome != "holds" or check.id not in RESTS_ON:
        return check
    at = existed(check.id)
    lost: set[str] = set()
    weak: set[str] = set()
    for group in RESTS_ON[check.id]:
        broken = [distrust.broken(alternative, at) for alternative in group]
        names = {name for found in broken for name in found}
        if all(broken):
            lost |= names
        weak |= names
    if lost:
        remark = FilledText(GONE, broken=", ".join(sorted(lost)))
        return replace(check, outcome="undecided", remark=remark, who=WHO_PROVES)
    if weak and "alone" not in (check.remark or ""):
        problem = FilledText(LEFT, broken=", ".join(sorted(weak)))
        return replace(
            check, remark=TextsInTurn.of([check.remark, problem]) if check.remark else problem
        )
    return check
