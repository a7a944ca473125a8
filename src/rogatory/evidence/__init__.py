# SPDX-License-Identifier: Apache-2.0
"""Evidence: collect, describe, package, seal, open, extract, verify.

Streams of any size in fixed memory; no network, no clock: time, randomness and timestamps come
in as arguments. The public surface is what this module names.
"""

from rogatory.evidence.bag.earlier_forms import known_bags
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.checks import Check, Checklist, Undecided
from rogatory.evidence.collecting.collect import collect
from rogatory.evidence.collecting.terms import CollectionTerms
from rogatory.evidence.conditions import Conditions
from rogatory.evidence.inventory import Item, read_items, read_lines
from rogatory.evidence.items_root import ItemProof, item_is_proved, prove_items
from rogatory.evidence.opening.extract import Extracted, ExtractedFolder, extract, extract_wanted
from rogatory.evidence.opening.extract_range import ExtractedRange, extract_range
from rogatory.evidence.opening.listing import ListedItem, PackageListing, list_bag, list_sealed
from rogatory.evidence.opening.open_package import OpenedPackage, open_package
from rogatory.evidence.options import (
    Collected,
    Contents,
    RunSettings,
    Sealed,
    SealOptions,
    Shortcomings,
    Tolerance,
)
from rogatory.evidence.sealed.seal_document import Addressee, Seal, parse_seal
from rogatory.evidence.sealing.seal_bag import seal_bag
from rogatory.evidence.sealing.seal_package import SealingParameters, seal_source
from rogatory.evidence.trust.anchors import Trust
from rogatory.evidence.verification.verify import (
    VerifiedPackage,
    is_bag,
    is_sealed,
    verify_bag,
    verify_sealed,
)

__all__ = [
    "Acquisition",
    "Addressee",
    "Check",
    "Checklist",
    "Collected",
    "CollectionTerms",
    "Conditions",
    "Contents",
    "Extracted",
    "ExtractedFolder",
    "ExtractedRange",
    "Item",
    "ItemProof",
    "ListedItem",
    "OpenedPackage",
    "PackageListing",
    "RunSettings",
    "Seal",
    "SealOptions",
    "Sealed",
    "SealingParameters",
    "Shortcomings",
    "Tolerance",
    "Trust",
    "Undecided",
    "VerifiedPackage",
    "collect",
    "extract",
    "extract_range",
    "extract_wanted",
    "is_bag",
    "is_sealed",
    "item_is_proved",
    "known_bags",
    "list_bag",
    "list_sealed",
    "open_package",
    "parse_seal",
    "prove_items",
    "read_items",
    "read_lines",
    "seal_bag",
    "seal_source",
    "verify_bag",
    "verify_sealed",
]
