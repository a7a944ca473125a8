# SPDX-License-Identifier: Apache-2.0
"""The conditions under which the evidence may be used, as the bag and the delivery state them."""

from collections.abc import Mapping

from rogatory.errors import Refused
from rogatory.evidence.layout import CONDITIONS
from rogatory.node.bundle import layout, refusals
from rogatory.node.bundle.reading import BundleFiles
from rogatory.wire.canonical import Json, decode_object
from rogatory.wire.words import N_

LABELS: Mapping[str, str] = {
    "purpose": N_("Purpose"),
    "proceedings": N_("Proceedings"),
    "onward_transfer": N_("Onward transfer"),
    "secrecy": N_("To be kept secret"),
    "retention_until": N_("To be destroyed after"),
    "police_information_only": N_("Police information only, not evidence"),
    "protected_items": N_("Items under articles 14 to 16"),
    "sensitive_material": N_("Holds material of articles 14 to 16"),
}


def stated_conditions(files: BundleFiles) -> dict[str, Json]:
    """`conditions.json` of the bag; refuses one that is not there or not in its form."""
    try:
        found = decode_object(files.read(f"{layout.BAG}/{CONDITIONS}"))
    except Refused as error:
        problem = error.reasons[0].sentence()
        raise Refused(refusals.CONDITIONS.because(problem=problem)) from error
    if found.get("version") != 1:
        problem = "they are of another version"
        raise Refused(refusals.CONDITIONS.because(problem=problem))
    return {name: value for name, value in found.items() if name != "version"}


def conditions_told(conditions: Mapping[str, Json]) -> str:
    """The conditions in one line."""
    told = [
        f"{name.replace('_', ' ')}: {value}"
        if not isinstance(value, bool)
        else name.replace("_", " ")
        for name, value in conditions.items()
        if value not in (None, False) and value != []
    ]
    return "; ".join(told) or "none"
