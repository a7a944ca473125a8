# SPDX-License-Identifier: Apache-2.0
"""The law of a kind of request as a whole, where an instrument brings in other law: its channels, each with its
provision, and dual criminality.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rogatory.treaty.citing import stated_in
from rogatory.treaty.regimes import Regime, brought, kind_law_of, left_of
from rogatory.treaty.rows import Certainty

_PROVISIONS: Mapping[str, tuple[str, ...]] = {
    "central-authority": ("channel",),
    "competent-authority": ("direct_channel", "channel"),
    "competent-authority-in-urgency": ("competent_authority",),
    "contact-point": ("contact_point",),
    "diplomatic": ("diplomatic_channel",),
    "interpol": ("interpol",),
    "interpol-in-urgency": ("interpol",),
}
"""By channel the provisions on it, of which the first counts that there is; a channel without one rests on what
is said of the kind."""


@dataclass(frozen=True, slots=True)
class LawfulChannel:
    """A channel that the law of a request has, with where it is found."""

    name: str
    instrument: str
    article: str
    certainty: Certainty


def channels_of(regime: Regime, kind: str) -> tuple[LawfulChannel, ...]:
    """Return the channels of a kind of request, each once: those of the instrument, without such as are in
    paragraphs whose place other law takes, then those of this law.
    """
    found: dict[str, LawfulChannel] = {}
    for one in _channels(regime, kind):
        found.setdefault(one.name, one)
    return tuple(found.values())


def _channels(regime: Regime, kind: str) -> Iterator[LawfulChannel]:
    for instrument in (regime.instrument, *brought(regime, kind, "kinds")):
        row = kind_law_of(regime.law, instrument, kind)
        for name in row.channels if row else ():
            stated = (
                stated_in(regime, instrument, kind, one) for one in _PROVISIONS.get(name, (name,))
            )
            line = next((one for one in stated if one is not None), row)
            if line is None:
                continue
            article = left_of(regime, kind, line.article, instrument)
            if article is not None:
                yield LawfulChannel(name, instrument, article, line.certainty)


WITHOUT_DUAL_CRIMINALITY = "help_without_dual_criminality"
"""The provision on help although dual criminality is missing, by its id in the law's data."""


def dual_criminality_of(regime: Regime, kind: str) -> str | None:
    """Return whether dual criminality may be asked for: as the instrument says, or where other law takes the
    place of its provision, as that law says; None where nothing is recorded.
    """
    own = kind_law_of(regime.law, regime.instrument, kind)
    line = stated_in(regime, regime.instrument, kind, WITHOUT_DUAL_CRIMINALITY)
    if line is not None and left_of(regime, kind, line.article) is None:
        for instrument in brought(regime, kind, "kinds"):
            row = kind_law_of(regime.law, instrument, kind)
            if row is not None:
                return row.dual_criminality
    return None if own is None else own.dual_criminality
