# SPDX-License-Identifier: Apache-2.0
"""The change of the legal basis of a request that is under way: proposed by either State, and binding once
the other accepts it. It may keep the instrument and name provisions that apply in this case in place of a
treaty between the two.
"""

from rogatory.requests.kinds.families import REQUESTS
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import ANSWERED_MESSAGE
from rogatory.wire.words import N_

_RECIPROCITY_OF_SENDER = Content(
    "reciprocity",
    N_(
        "the statement that the State which sends this message would do the same, or the legislation that lets it"
    ),
    condition=N_("where the instrument asks for one"),
    is_practice=True,
)
_SUPPLEMENTS = Content(
    "supplements",
    N_("what the new basis demands of the request and the request does not state"),
    condition=N_("if anything is missing"),
    is_practice=True,
)

BASIS_PROPOSED = MessageKind(
    name="basis_proposed",
    title=N_("Proposal of another legal basis"),
    cites=None,
    direction="either",
    follows=REQUESTS,
    contents=(
        Content("replaces", N_("the message that states the present basis"), is_practice=True),
        Content("legal_basis", N_("the instrument and articles proposed"), is_practice=True),
        Content(
            "in_lieu",
            N_(
                "the provisions of the instrument that would apply in place of a treaty or legislation"
            ),
            condition=N_("if it lets the two States agree on that"),
            is_practice=True,
        ),
        _RECIPROCITY_OF_SENDER,
        _SUPPLEMENTS,
        Content("reasons", N_("the reasons"), is_practice=True),
        Content("wanted_by", N_("by when"), condition=N_("if relevant"), is_practice=True),
    ),
)

BASIS_ANSWERED = MessageKind(
    name="basis_answered",
    title=N_("Answer to a proposed legal basis"),
    cites=None,
    direction="either",
    follows=REQUESTS,
    contents=(
        ANSWERED_MESSAGE,
        Content("decision", N_("whether it agrees"), is_practice=True),
        _RECIPROCITY_OF_SENDER,
        _SUPPLEMENTS,
        Content("reasons", N_("the reasons"), condition=N_("if it is declined"), is_practice=True),
    ),
)

KINDS = (BASIS_PROPOSED, BASIS_ANSWERED)
