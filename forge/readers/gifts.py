# SPDX-License-Identifier: Apache-2.0
"""Gifts of a reader: what somebody gives to trust beside the copy of the directory that forgers reckon with.

Which check holds depends on what the reader has, and no table says it for each gift and forgery: so the judges are
compared with each other. What may not be given together both must refuse.
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from forge.findings import Finding, Forgery, differing_checks
from forge.judges import JUDGES, Verdict, independent_verifier
from forge.material import Artifact, Material
from forge.tables.answers import outcomes_may_differ
from rogatory.errors import Refused
from rogatory.wire import canonical

STATES = ("XA", "XB", "XT")
FAMILIES = ("p256", "mldsa65")

GIVEN_EVERY = 30
"""One change in so many is also shown to a reader with a gift. Each costs both judges once more, of the forgeries that one
change has on an average three are judged: so the gifts take a hundredth of a run."""

REFUSED = Verdict("refused", {})
"""The answer of a judge that takes nothing of what was given."""


@dataclass(frozen=True, slots=True)
class Gift:
    """Something that a reader gives to trust; `write` puts it into a folder, if it does not lie somewhere. What `is_refused` decides
    what another part of it denies.
    """

    name: str
    write: Callable[[Material, Path], list[Path]]
    is_refused: bool = False


def entry(material: Material, state: str, folder: Path) -> Path:
    """Write the entry of a State as the directory has it."""
    role, metadata = f"{state.lower()}.json", material.directory / "metadata"
    latest = max(metadata.glob(f"*.{role}"), key=lambda one: int(one.name.partition(".")[0]))
    digest = json.loads(latest.read_bytes())["signed"]["targets"][f"states/{role}"]["hashes"][
        "sha256"
    ]
    place = folder / f"entry-{role}"
    place.write_bytes((material.directory / f"targets/states/{digest}.{role}").read_bytes())
    return place


def older_entry(material: Material, state: str, folder: Path) -> Path:
    """Write the same as one that ends the keys of the State's authorities before anything was signed."""
    place = entry(material, state, folder)
    document = json.loads(place.read_bytes())
    for one in document["certificates"]:
        if one["use"] == "authority":
            one["ended"] = {"at": one["from"], "reason": "rotated"}
    place.write_bytes(canonical.encode(document))
    return place


def state_cas(material: Material, *states: str, families: tuple[str, ...] = FAMILIES) -> list[Path]:
    """Return State CAs in files."""
    federation = material.case.federation
    return [federation.state(one) / "ca" / f"{family}.pem" for one in states for family in families]


def _third_root(material: Material, folder: Path) -> Path:
    place = folder / "3.root.json"
    place.write_bytes(material.third_root)
    return place


def _fingerprint(material: Material) -> Path:
    return Path(sha256(material.root.read_bytes()).hexdigest())


GIFTS = (
    Gift("nothing", lambda _material, _folder: []),
    Gift("first root", lambda material, _folder: [material.root]),
    Gift("its fingerprint", lambda material, _folder: [_fingerprint(material)]),
    Gift("newer root", lambda material, _folder: [material.second_root]),
    Gift("root of retired keys", lambda material, folder: [_third_root(material, folder)]),
    Gift("newer copy", lambda material, _folder: [material.newest]),
    Gift("copy and root", lambda material, _folder: [material.directory, material.second_root]),
    Gift("all entries", lambda material, folder: [entry(material, one, folder) for one in STATES]),
    Gift("sealing State's entry", lambda material, folder: [entry(material, "XB", folder)]),
    Gift("asking State's entry", lambda material, folder: [entry(material, "XA", folder)]),
    Gift("entry with ended keys", lambda material, folder: [older_entry(material, "XB", folder)]),
    Gift("all State CAs", lambda material, _folder: state_cas(material, *STATES)),
    Gift("State CAs of one family", lambda material, _folder: state_cas(material, *STATES, families=("p256",))),
    Gift("sealing State's CAs", lambda material, _folder: state_cas(material, "XB")),
    Gift(
        "entry and State CAs of others",
        lambda material, folder: [entry(material, "XB", folder), *state_cas(material, "XA", "XT")],
    ),
    Gift(
        "copy and entry",
        lambda material, folder: [material.directory, entry(material, "XB", folder)],
        is_refused=True,
    ),
    Gift(
        "root and State CAs",
        lambda material, _folder: [material.root, *state_cas(material, "XB")],
        is_refused=True,
    ),
    Gift(
        "entry and its State CAs",
        lambda material, folder: [entry(material, "XB", folder), *state_cas(material, "XB")],
        is_refused=True,
    ),
)  # fmt: skip


def gift_for(number: int, seed: int) -> Gift | None:
    """Return the gift by which a seed shows a change to a reader, if it does."""
    if (number + seed) % GIVEN_EVERY:
        return None
    return random.Random(f"{seed}/{number}").choice(GIFTS)  # noqa: S311 - a draw that a seed repeats, no secret


def compare_gift(
    material: Material, forgery: Forgery, artifact: Artifact, gift: Gift, folder: Path
) -> list[Finding]:
    """Ask both judges of an artifact by what a reader gives, and return in what they differ."""
    folder.mkdir(parents=True, exist_ok=True)
    given = gift.write(material, folder)
    ours, independent = (_answer(name, material, artifact, given) for name in JUDGES)
    label = f"{forgery.label} with {gift.name}"
    found = []
    if gift.is_refused != (ours.outcome == REFUSED.outcome):
        found.append(Finding(label, "ours", f"{ours.outcome} {ours.note}"))
    same = ours.outcome == independent.outcome
    if not same and not outcomes_may_differ(ours.failing()):
        problem = f"{ours.outcome} against {independent.outcome} {independent.note}"
        found.append(Finding(label, "both", problem))
    if differing := differing_checks(forgery, ours, independent):
        found.append(Finding(label, "both", differing))
    return found


def _answer(name: str, material: Material, artifact: Artifact, given: list[Path]) -> Verdict:
    try:
        return JUDGES[name](artifact, given, material.now)
    except (Refused, independent_verifier().Refused):
        return REFUSED
    except Exception as error:  # noqa: BLE001 - whatever a judge raises is what is looked for
        return Verdict(f"crash {type(error).__name__}", {}, str(error)[:300])
