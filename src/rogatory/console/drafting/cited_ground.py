# SPDX-License-Identifier: Apache-2.0
"""The article of a denial, as the law's data propose it for the ground that an officer chose.

The proposal fills an article that is empty or that the ground chosen before proposed; what an officer typed is
kept. The script of the page (`drafting.js`) proposes while it is open, this module where the script does not run.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.console.law.choosing import GroundChoices
from rogatory.treaty.grounds import Ground
from rogatory.wire.canonical import Json

GROUND, ARTICLE = "ground", "article"

CITE = "cite"
"""The button that puts the proposed article in place of the typed one."""


@dataclass(frozen=True, slots=True)
class ProposedArticle:
    """The article in which the law's data find the chosen ground; `is_other` where the text cites another."""

    ground: Ground
    is_other: bool


def proposed_article(
    grounds: GroundChoices | None, body: Mapping[str, Json]
) -> ProposedArticle | None:
    """Return the proposal for a text; None where it chose no ground of the request's instrument."""
    ground = _chosen(grounds, body)
    if grounds is None or ground is None:
        return None
    return ProposedArticle(ground, not ground.is_cited_as(_cited(body), grounds.beside))


def with_article(
    grounds: GroundChoices | None,
    before: Mapping[str, Json],
    saved: Mapping[str, Json],
    *,
    is_wanted: bool = False,
) -> Mapping[str, Json]:
    """Return what was saved with the article of a ground that was chosen anew, or whose article `is_wanted`.
    An article other than that of the ground before was typed, and is kept until the proposed one is wanted.
    """
    whole = {**before, **saved}
    ground, earlier = _chosen(grounds, whole), _chosen(grounds, before)
    if ground is None:
        return saved
    proposed = {"", earlier.citation} if earlier else {""}
    is_proposed = ground != earlier and _cited(whole) in proposed
    return {**saved, ARTICLE: ground.citation} if is_proposed or is_wanted else saved


def _chosen(grounds: GroundChoices | None, body: Mapping[str, Json]) -> Ground | None:
    listed = grounds.listed if grounds else ()
    return next((one.ground for one in listed if one.ground.id == body.get(GROUND)), None)


def _cited(body: Mapping[str, Json]) -> str:
    return str(body.get(ARTICLE) or "").strip()
