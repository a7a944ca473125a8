# SPDX-License-Identifier: Apache-2.0
"""Refusals of the treaty package, and the reasons why a legal basis does not apply."""

from rogatory.errors import Code

_LAWYER = "A lawyer of the ministry must decide."
_CHOOSE = "The officer must choose an applicable instrument."

DATA = Code(
    "treaty-data",
    "The treaty data file {file} is wrong at {place}: {problem}.",
    "The maintainer of the treaty data must correct the file.",
)
LAW_OBJECT_MISSING = Code(
    "law-object-missing",
    "The object {digest} with the lines of {name} in this law is missing or damaged.",
    "The operator must restore it from a backup; rogatory doctor lists every missing object of the law.",
)
TREATY_FILE = Code(
    "treaty-file-line",
    "Line {line} of the treaty's file is wrong at {place}: {problem}.",
    "The lawyer who wrote the file must correct it; nothing of it was loaded.",
)
ARTICLE_UNKNOWN = Code(
    "treaty-article-unknown",
    "{article} is not an article of the Convention, which has 68.",
    "The sender must name one of them.",
)
INSTRUMENT_UNKNOWN = Code(
    "treaty-instrument-unknown",
    "{instrument} is not an instrument in the treaty data.",
    "The maintainer of the treaty data must add it, or the officer must choose another.",
)
STATE_UNKNOWN = Code(
    "treaty-state-unknown",
    "{state} is not a State in the treaty data.",
    "The maintainer of the treaty data must add it, or the officer must choose another.",
)
REGISTER_UNKNOWN = Code(
    "treaty-register-unknown",
    "There is no register of parties called {name}.",
    "The operator must name one that exists in the settings.",
)

NOT_APPLICABLE_ANY_MORE = Code(
    "basis-not-applicable-any-more",
    "{instrument} has not applied since {until}.",
    _CHOOSE,
)
ENTRY_RULE_UNKNOWN = Code(
    "treaty-entry-rule-unknown",
    "The treaty data have no rule for the entry into force of {instrument}.",
    "The maintainer of the treaty data must add it, with article and source.",
)

NOT_PARTY = Code(
    "basis-not-party",
    "{state} is not a party to {instrument} on {on}.",
    _CHOOSE,
)
NO_LONGER_PARTY = Code(
    "basis-ended",
    "{state} has not been bound by {instrument} since {since}.",
    "The officer must choose another instrument; what was asked before that day is still owed.",
)
STILL_OWED = Code(
    "basis-ended-since",
    "{state} has not been bound by {instrument} since {since}. The request was made before that day and is still owed.",
    "The requested State must execute it or refuse it on a ground of that instrument; both States may agree on "
    "another basis.",
)
NOT_YET_IN_FORCE = Code(
    "basis-not-in-force",
    "{instrument} is not in force for {state} on {on} (status: {status}).",
    _CHOOSE,
)
NOTHING_RECORDED = Code(
    "basis-nothing-recorded",
    "Nothing is recorded about {state} and {instrument}.",
    "The maintainer of the treaty data must enter the depositary's record, with its source.",
)
OTHER_PAIR = Code(
    "basis-other-pair",
    "{instrument} is an agreement between other States.",
    _CHOOSE,
)
KIND_NOT_COVERED = Code(
    "basis-kind-not-covered",
    "{instrument} has no provision for a request of kind {kind}.",
    _CHOOSE,
)
KIND_REPLACED = Code(
    "basis-kind-replaced",
    "The provisions of {instrument} on a request of kind {kind} do not apply between the two States: a "
    "treaty on mutual legal assistance takes their place.",
    "The officer must choose that treaty or another instrument; a lawyer enters an agreement of both States "
    "to apply these provisions.",
)
NOT_BETWEEN_STATES = Code(
    "basis-not-between-states",
    "{instrument} is addressed to service providers, not to a State.",
    _CHOOSE,
)
OFFENCE_OUTSIDE = Code(
    "basis-offence-outside",
    "The offence is neither one of articles 7 to 17 nor punishable by a maximum of at least "
    "{years} years; {known} are recorded.",
    "The officer must check the maximum, or choose an instrument that covers the offence.",
)
OFFENCE_NOT_LISTED = Code(
    "basis-offence-not-listed",
    "{instrument} applies here only to the offences of articles 7 to 17.",
    _CHOOSE,
)
OFFENCE_NOT_SERIOUS = Code(
    "basis-offence-not-serious",
    "{instrument} applies to the offences that it establishes and to crimes with a maximum of at least "
    "{years} years; {known} are recorded.",
    _CHOOSE,
)
OFFENCE_NOT_CORRUPTION = Code(
    "basis-offence-not-corruption",
    "{instrument} applies to offences of corruption, and it is not stated that this is one.",
    _LAWYER,
)
OFFENCE_NOT_ESTABLISHED = Code(
    "basis-offence-not-established",
    "{instrument} applies to the offences that it establishes by its articles {articles}, and the offence is "
    "placed under none of these.",
    "The requesting State must name the article under which the offence falls; a lawyer of the requested State "
    "decides.",
)
NOT_APPLICABLE_YET = Code(
    "basis-not-applicable-yet",
    "{instrument} applies only from {since}.",
    _CHOOSE,
)

VOICES_DIFFER = Code(
    "party-voices-differ",
    "On {state} and {instrument}, {prevailing} records {status} (since {since}) and prevails; "
    "{other} records {other_status} (since {other_since}).",
    "A lawyer of the ministry must find out which is right, and correct the law's data if need be.",
)

KIND_WITHOUT_LAW = Code(
    "scope-kind-unknown",
    "The law data do not cover a request of kind {kind}.",
    "The maintainer of the treaty data must add it, or the officer must choose another kind.",
)
CONVENTION_OFFENCES_ONLY = Code(
    "scope-convention-offences-only",
    "A request of kind {kind} covers only the offences of articles 7 to 17, and this is none "
    "of them.",
    "The officer must choose another kind of request or another instrument.",
)
ARTICLE_FOUR = Code(
    "scope-article-four",
    "Article 4 makes no offence of the Convention; it is no basis for a request.",
    "The officer must name an article of 7 to 17, or show a maximum of at least four years.",
    certainty="seen",
    article="4",
)
SERIOUS_IN_ONE_STATE = Code(
    "scope-serious-in-one-state",
    "The maximum is {requesting} years in the requesting State and {requested} in the "
    "requested one; which of the two must reach {years} is not settled.",
    "The officer must record both maxima; the requested State decides by its own reading.",
)
MAXIMUM_UNKNOWN_THERE = Code(
    "scope-maximum-unknown",
    "The maximum is {requesting} years in the requesting State; that of the requested State is not "
    "recorded. Which of the two must reach {years} is not settled.",
    "The officer must record both maxima; the requested State decides by its own reading.",
)
ELECTRONIC_EVIDENCE_ONLY = Code(
    "scope-electronic-evidence-only",
    "For a serious crime outside articles 7 to 17 the Convention covers only electronic evidence.",
    "The officer must ask for other help under another instrument.",
)
CATEGORY_NOT_OF_KIND = Code(
    "power-category-not-of-kind",
    "A request of kind {kind} cannot ask for data of the category {category}.",
    "The officer must choose the kind of request that reaches these data.",
)
PRODUCTION_ORDER_REACH = Code(
    "power-production-order-reach",
    "A production order to a provider that only offers its services in the territory does not"
    " reach data of the category {category}.",
    "The officer must ask the State where the provider holds the data.",
)

GROUND_MISSING = Code(
    "ground-missing",
    "The message names no ground for its decision on a request of kind {kind}.",
    "The officer must choose a ground of the list, or help.",
)
OBLIGATION_UNNAMED = Code(
    "ground-obligation-unnamed",
    "The message does not name the treaty or the constitution that forbids help on a request of kind "
    "{kind}.",
    "The officer must cite its provision, or choose a ground of the list.",
)
ONLY_RIGHTS_CLAUSE = Code(
    "ground-rights-clause-alone",
    "The message cites {cited} alone: how the treaty is read in the light of human rights, which is no ground of "
    "its own.",
    "The officer must cite the article of the ground, beside it or alone, or refuse because another treaty or the "
    "constitution forbids the help.",
)
GROUND_NOT_LISTED = Code(
    "ground-not-listed",
    "{ground} is not a ground for {decision} on a request of kind {kind}; the closed list is: {listed}.",
    "The officer must choose a ground of the list, or help.",
)
PROVISION_MISSING = Code(
    "ground-provision-missing",
    "{ground} is not on the list for a request of kind {kind}; the list is open, but the message "
    "cites no provision or policy on which the ground rests.",
    "The officer must cite the provision or the policy, or choose a ground of the list.",
)
PROVISION_OF_TREATY = Code(
    "ground-provision-of-treaty",
    "{ground} is not on the list for a request of kind {kind}; the list is open to domestic law, and {cited} is an "
    "article of the treaty itself.",
    "The officer must cite the provision of domestic law, or choose a ground of the list.",
)
NO_GROUND_AT_ALL = Code(
    "ground-none-for-kind",
    "The law has no ground for {decision} on a request of kind {kind}.",
    "The officer must answer in another way; the kind allows none of this.",
)
NEVER_A_GROUND = Code(
    "ground-never",
    "{ground} in itself is never a ground for refusing a request of kind {kind}.",
    "The officer must help, ask for more information, or choose a ground of the list.",
)
RESERVATION_MISSING = Code(
    "ground-reservation-missing",
    "{ground} needs a reservation of {state}, and there is none on {on}.",
    "The officer must choose another ground; a lawyer enters a reservation that was made.",
)
OFFENCE_INSIDE = Code(
    "ground-offence-inside",
    "{ground} does not count for an offence that the instrument of the request establishes, as this "
    "one: {established}.",
    "The officer must choose another ground, or help; a lawyer may classify the offence otherwise.",
)
HELP_NOT_COERCIVE = Code(
    "ground-help-not-coercive",
    "{ground} does not count for help without coercion, and none of what is asked for needs any.",
    "The officer must help, or choose a ground that counts for such help.",
)
HELP_COERCIVE = Code(
    "ground-help-coercive",
    "{ground} counts for help without coercion alone, and what is asked for needs coercion.",
    "The officer must choose another ground, or help.",
)
CONSULTATION_MISSING = Code(
    "ground-consultation-missing",
    "Before {decision} the two States consult on help with terms and conditions, and "
    "nothing records that they did.",
    "The officer must consult the requesting State first and name the record.",
)
REASONS_MISSING = Code(
    "ground-reasons-missing",
    "A decision against the request gives its reasons.",
    "The officer must write them.",
)

TREATY_GOES_FIRST = Code(
    "treaty-goes-first",
    "{instrument} is in force between the two States: its rules apply instead of those of {replaced}, "
    "unless both agree to these.",
    "A lawyer must apply that treaty's rules of form, or enter the agreement of both States in the law's data.",
    cites="treaty",
)
PARAGRAPHS_AGREED = Code(
    "treaty-paragraphs-agreed",
    "The two States agreed to apply {paragraphs} although {instrument} is in force between them.",
    "The officer must apply these paragraphs.",
    cites="treaty",
)
TREATY_MAY_GO_FIRST = Code(
    "treaty-may-go-first",
    "{instrument} is in force between the two States and may be a treaty on mutual legal "
    "assistance whose rules go first.",
    _LAWYER,
    cites="treaty",
)
TREATY_NOT_RECORDED = Code(
    "treaty-not-recorded",
    "Whether {instrument} is in force between the two States is not recorded.",
    "A lawyer must look, and enter what the depositary records.",
    cites="treaty",
)
BILATERAL_NOT_RECORDED = Code(
    "treaty-bilateral-not-recorded",
    "The data do not show whether {one} and {other} have a treaty of their own on mutual "
    "legal assistance.",
    "A lawyer must look, and enter the treaty if there is one.",
    cites="treaty",
)

ELEMENT_SHOWN = Code(
    "element-shown",
    "The conduct shows the element {element} by the fact that is named.",
    "No action is needed.",
    cites="offence_name",
)
ELEMENT_NOT_REQUIRED = Code(
    "element-not-asked",
    "The requested State's law does not ask for the element {element}.",
    "No action is needed.",
    cites="offence_name",
)
ELEMENT_MISSING = Code(
    "element-missing",
    "The requested State's law asks for the element {element}, and the conduct does not show it.",
    "A lawyer must look for facts that show it, or expect a refusal where dual criminality is required.",
    cites="offence_name",
)
ELEMENT_WITHOUT_FACT = Code(
    "element-without-fact",
    "The element {element} is declared as shown, but no fact is named.",
    _LAWYER,
    cites="offence_name",
)
ELEMENT_DECLARED = Code(
    "element-declared",
    "The requested State declared that it requires the element {element}, and according to "
    "the statement it is absent.",
    _LAWYER,
    cites="offence_name",
)
ELEMENT_OPEN = Code(
    "element-open",
    "Nothing decides whether the element {element} is shown or asked for.",
    _LAWYER,
    cites="offence_name",
)
EXCEPTION_MAY_APPLY = Code(
    "element-exception-may-apply",
    "The conduct may fall under {element}.",
    _LAWYER,
    cites="offence_name",
)
EXCEPTION_EXCLUDED = Code(
    "element-exception-excluded",
    "The conduct does not fall under {element}.",
    "No action is needed.",
    cites="offence_name",
)
EXCEPTION_OPEN = Code(
    "element-exception-open",
    "It is not stated whether the conduct falls under {element}.",
    _LAWYER,
    cites="offence_name",
)
CONDUCT_IS_COMPARED = Code(
    "dual-criminality-conduct",
    "Dual criminality compares the conduct; name and category of the offence do not count.",
    "A lawyer must read the elements and not the titles.",
    cites="offence_name",
)
PROVISION_NOT_NAMED = Code(
    "dual-criminality-provision-not-named",
    "No provision of the law of {state} is named for the comparison.",
    _LAWYER,
)
NOTHING_TO_COMPARE = Code(
    "dual-criminality-nothing-to-compare",
    "The catalogue of offences does not have the offence, and no element of the requested State's law was "
    "entered.",
    _LAWYER,
)
PARTY_HAS_OFFENCE = Code(
    "dual-criminality-party",
    "{state} is a party and must have an offence of article {article}; what it adds to the"
    " elements does not follow from this.",
    _LAWYER,
)
MET_AS_STATED = Code(
    "dual-criminality-met-as-stated",
    "All {count} elements are met as they were stated; the finding is as good as these statements.",
    "A lawyer must answer for them by name.",
)
MAY_STILL_HELP = Code(
    "dual-criminality-may-still-help",
    "Where dual criminality is missing, assistance may be declined and may still be given.",
    "The requested State decides.",
    cites="help_without_dual_criminality",
)
