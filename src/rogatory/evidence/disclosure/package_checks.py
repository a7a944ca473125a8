# SPDX-License-Identifier: Apache-2.0
"""Checks of a disclosure against the signed package: its signature, its documents, its conditions."""

from collections.abc import Collection, Iterator
from io import BytesIO

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.bag.texts import BagInfo, parse_bag_info, read_manifest
from rogatory.evidence.checks import Title, Undecided
from rogatory.evidence.conditions import parse_conditions
from rogatory.evidence.disclosure import refusals
from rogatory.evidence.disclosure.disclosure_files import DisclosureFiles
from rogatory.evidence.disclosure.document import Disclosure
from rogatory.evidence.disclosure.item_checks import MOST_REASONS
from rogatory.evidence.items_root import parse_items_root
from rogatory.evidence.layout import (
    BAG_INFO,
    CONDITIONS,
    ITEMS_ROOT,
    TAG_MANIFEST,
    TAG_SIGNATURES,
)
from rogatory.evidence.trust.anchors import PackageTrust
from rogatory.seal.signatures import Signatures, SignedBy
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_, P_, FilledText

PACKAGE_SIGNED = Title("disclosure-package-signed", N_("The package is signed by its sender"))
PACKAGE = Title("disclosure-package", N_("The documents are those of the signed package"))
CONDITIONS_STATED = Title("disclosure-conditions", N_("The conditions of use are stated"))

WHO_GAVE = N_("the authority that gave the evidence, by saying which conditions apply")
KEPT_BACK = N_("the conditions are as the discloser states them: conditions.json is kept back")


def package_signed(
    files: DisclosureFiles, disclosure: Disclosure, judging: PackageTrust
) -> tuple[SignedBy, ...]:
    """Return who signed the package's tag manifest, which is the one that the disclosure names.

    Raises:
        Refused: it is another manifest, or no signature of the sender holds.
    """
    data = files.of_package(TAG_MANIFEST)
    if sha256(data) != disclosure.bag:
        problem = FilledText(P_("it is {digest}"), digest=sha256(data))
        raise Refused(
            refusals.DIFFERS.because(field=FilledText(P_("digest of the package")), problem=problem)
        )
    second = TAG_SIGNATURES["mldsa65"]
    signatures = Signatures(
        files.of_package(TAG_SIGNATURES["p256"]),
        files.of_package(second) if files.package_has(second) else None,
    )
    return judging.signatures(data, signatures, disclosure.sender)


def package_documents(files: DisclosureFiles, disclosure: Disclosure) -> None:
    """Decide that the documents handed over are the package's, and that `disclosure.json` agrees.

    Raises:
        Refused: with every document that is not in the tag manifest, or else every difference.
    """
    manifest = BytesIO(files.of_package(TAG_MANIFEST))
    listed = dict(read_manifest(TAG_MANIFEST, manifest, "sha256"))
    reasons: list[Reason] = []
    for name in (ITEMS_ROOT, BAG_INFO, CONDITIONS):
        if name in disclosure.withheld:
            continue
        if sha256(files.of_package(name)) != listed.get(name):
            problem = P_("its digest is not in the tag manifest")
            reasons.append(refusals.CHANGED.because(path=name, problem=problem))
    refuse_if_any(reasons)
    refuse_if_any(_differences(files, disclosure))


def _differences(files: DisclosureFiles, disclosure: Disclosure) -> Iterator[Reason]:
    count, root = parse_items_root(files.of_package(ITEMS_ROOT))
    facts: list[tuple[str, object, object]] = [
        (FilledText(P_("number of items")), disclosure.count, count),
        (FilledText(P_("items root")), disclosure.root, root.hex()),
    ]
    if BAG_INFO not in disclosure.withheld:
        info: BagInfo = parse_bag_info(files.of_package(BAG_INFO))
        facts.append((FilledText(P_("package")), disclosure.package, info.package))
        # An unsealed collection names no sender: its signature alone does.
        if info.sender is not None:
            facts.append((FilledText(P_("sender")), disclosure.sender, info.sender))
            facts.append((FilledText(P_("network")), disclosure.network, info.network))
            if disclosure.giver is None:
                facts.append((FilledText(P_("giver")), None, info.sender))
    for name, own, theirs in facts:
        if own != theirs:
            problem = FilledText(P_("the package has {value}"), value=ascii(theirs))
            yield refusals.DIFFERS.because(field=name, problem=problem)


def conditions_stated(
    files: DisclosureFiles, disclosure: Disclosure, elsewhere: Collection[str]
) -> None:
    """Decide that the conditions of use are those of the package. `elsewhere` are the protected paths
    that name no item here.

    Raises:
        Undecided: `conditions.json` is kept back.
        Refused: they differ, or a protected path names no item here.
    """
    refuse_if_any(
        refusals.DIFFERS.because(
            field=FilledText(P_("conditions")),
            problem=FilledText(P_("{path} is no item here"), path=ascii(path)[1:-1]),
        )
        for path in sorted(elsewhere)[:MOST_REASONS]
    )
    if CONDITIONS in disclosure.withheld:
        raise Undecided(KEPT_BACK, WHO_GAVE)
    conditions = parse_conditions(files.of_package(CONDITIONS)).as_json()
    stated = disclosure.conditions.as_json()
    # Which of the items are protected is the discloser's to say; the rest is the package's.
    del conditions["protected_items"], stated["protected_items"]
    if conditions != stated:
        problem = P_("conditions.json states others")
        raise Refused(refusals.DIFFERS.because(field=FilledText(P_("conditions")), problem=problem))
