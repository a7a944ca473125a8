# SPDX-License-Identifier: Apache-2.0
"""Changes of consents: one of two officers in the place of both."""

import json
import shutil
from collections.abc import Iterator

from forge.changes import Change, OwnChanges
from forge.making import Kind
from forge.material import Artifact, Material
from rogatory.wire import canonical


def one_for_both(own: str, other: str, number: str) -> OwnChanges:
    """One officer's genuine signatures in the place of the other's, whose number he types in, too."""

    def changes(material: Material, kind: Kind) -> Iterator[Change]:
        for name in material.artifacts[kind].files():
            if not name.endswith("/consent.json"):
                continue

            def twice(artifact: Artifact, name: str = name) -> None:
                place = (artifact.folder / name).parent
                for family in ("p256", "mldsa65"):
                    mine, theirs = (place / f"consent.{one}.{family}.p7s" for one in (own, other))
                    shutil.copyfile(mine, theirs)

            def sign_foreign(artifact: Artifact, name: str = name) -> None:
                place = artifact.folder / name
                document = json.loads(place.read_bytes())
                place.write_bytes(canonical.encode(document | {other: number}))

            yield Change("consent-signed-twice", name, twice)
            yield Change("consent-with-oneself", name, sign_foreign)

    return changes
