# SPDX-License-Identifier: Apache-2.0
"""The article of a denial, as the law's data propose it for the ground that an officer chose.

The proposal fills an article that is empty or was itself proposed; what an officer typed is kept.
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
    if grounds is None:
        return None
    named = [one.ground for one in grounds.listed if one.ground.id == body.get(GROUND)]
    if not named:
        return None
    cited = str(body.get(ARTICLE) or "")
    return ProposedArticle(named[0], not named[0].is_cited_as(cited, grounds.beside))


def with_article(
    grounds: GroundChoices | None,
    before: Mapping[str, Json],
    saved: Mapping[str, Json],
    *,
    is_wanted: bool = False,
) -> Mapping[str, Json]:
    """Return what was saved with the article of a ground that was chosen anew, or whose article `is_wanted`.
    An article that no ground of the list proposes was typed, and is kept until the proposed one is wanted.
    """
    whole = {**before, **saved}
    found = proposed_article(grounds, whole)
    if found is None or grounds is None:
        return saved
    typed = whole.get(ARTICLE) or ""
    proposed = {"", *(one.ground.citation for one in grounds.listed)}
    is_new = whole[GROUND] != before.get(GROUND) and typed in proposed
    return {**saved, ARTICLE: found.ground.citation} if is_new or is_wanted else saved
