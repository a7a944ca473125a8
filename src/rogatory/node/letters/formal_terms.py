# SPDX-License-Identifier: Apache-2.0
"""Values of a body as a letter's sentences have them: in the words of treaties, not of a list to choose from."""

from collections.abc import Mapping

from rogatory.node.letters.titles import TITLES
from rogatory.requests.contents.labels import VALUES
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire.words import N_

_BY_VALUE: Mapping[str, str] = {
    "de_minimis": N_("what is requested is of a minor nature, and dual criminality is lacking"),
    "disclose": N_("disclosure of the data"),
    "discrimination": N_(
        "there are substantial grounds for believing that the request was made in order to persecute or "
        "discriminate against a person"
    ),
    "domestic_case": N_(
        "execution would interfere with an ongoing domestic investigation, prosecution or judicial "
        "proceeding"
    ),
    "domestic_prohibition": N_(
        "domestic law would prohibit the authorities of the requested State from taking the action "
        "requested in a similar case of their own"
    ),
    "dual_criminality": N_("the conduct is not an offence under the law of the requested State"),
    "dual_criminality_reservation": N_(
        "there are reasons to believe that dual criminality, on which the requested State has reserved "
        "its position, will be lacking when the data are to be disclosed"
    ),
    "essential_interests": N_(
        "execution would prejudice the sovereignty, security, public order or other essential interests "
        "of the requested State"
    ),
    "fiscal": N_("the requested State considers the offence a fiscal offence"),
    "inconsistent_with_law": N_(
        "the execution would not be consistent with the law of the requested State"
    ),
    "legal_system": N_(
        "execution would be contrary to the legal system of the requested State relating to mutual legal "
        "assistance"
    ),
    "no_convention_offence": N_(
        "the offence is none of those established in articles 7 to 17 of the United Nations Convention "
        "against Cybercrime"
    ),
    "nonconforming": N_(
        "the request does not meet the requirements of the provision on which it rests"
    ),
    "personal_data": N_(
        "the personal data cannot be transferred in compliance with the law of the requested State"
    ),
    "political_offence": N_("the requested State considers the offence a political offence"),
    "search_access": N_("search of, or access to, the data"),
    "seize_secure": N_("seizure or securing of the data"),
}

FORMAL: Mapping[str, str] = {
    **{VALUES[value]: text for value, text in _BY_VALUE.items()},
    **{KINDS[kind].title: title for kind, title in TITLES.items()},
}
"""By the words of the list."""
