# SPDX-License-Identifier: Apache-2.0
"""Blocks, warnings and notices on the terms, the channel and the articles that a request states."""

from rogatory.errors import Code

_EITHER = (
    "The requesting State may correct it, or send it as it is: its clocks run by what it states."
)

_LOOK_UP = "A lawyer must look up the declaration, and correct the law's data."

TERM_SHORT = Code(
    "law-term-short",
    "The request states {days} days for this time limit: {term}. Its instrument sets at least {recorded}.",
    _EITHER,
)
TERM_LONG = Code(
    "law-term-long",
    "The request states {days} days for this time limit: {term}. Its instrument sets at most {recorded}.",
    "The requesting State must state no more than that.",
)
TERM_OTHER = Code(
    "law-term-other",
    "The request states {days} days for this time limit: {term}. Its instrument sets exactly {recorded}.",
    "The requesting State must state that number.",
)
TERM_ARTICLE = Code(
    "law-term-article",
    "The request finds this time limit in {stated}: {term}. The data of this State have it elsewhere.",
    _EITHER,
)
TERM_UNKNOWN = Code(
    "law-term-unknown",
    "The data of this State have no such time limit under {instrument}: {term}.",
    _EITHER,
)
TERM_UNSAID = Code(
    "law-term-unsaid",
    "The instrument sets this time limit, and the request does not state it: {term}.",
    "The officer can take it over from the instrument; a time limit that is not stated is not tracked.",
)
TERM_HOLD_SHORT = Code(
    "law-term-hold-short",
    "The hold is too short. Days from the later of its start and the request: {days}. Number of days "
    "that the request states: {stated}.",
    "The State that holds the data must keep them longer, or say why not; the requesting State may "
    "ask for that.",
)
CHANNEL_OTHER = Code(
    "law-channel-other",
    "The channel that the request states is none that its instrument names for such a request.",
    "The two States should agree on the channel.",
)
CHANNEL_URGENT = Code(
    "law-channel-urgent",
    "Its instrument has INTERPOL for urgent requests, where both States agree; this one is not "
    "urgent.",
    "The officer should choose another channel, or state the urgency.",
)
CHANNEL_DECLARED = Code(
    "law-channel-declared",
    "{state} declared through which channels it accepts such requests, and the channel that this one states is "
    "not among them: {accepted}.",
    "The officer should choose one of these channels, or ask {state}.",
)
LANGUAGE_DECLARED = Code(
    "law-language-declared",
    "{state} declared in which languages it accepts such requests: {accepted}. This one is in {language}, and no "
    "translation is attached.",
    "The officer should attach a translation into one of these languages.",
)
DECLARED_ITSELF = Code(
    "law-point-executes",
    "{state} declared that its point of contact executes such requests itself.",
    "No action is needed.",
)
DECLARED_FORWARDS = Code(
    "law-point-forwards",
    "{state} declared that its point of contact does not execute such requests itself, but forwards them.",
    "The officer should expect the answer of another authority.",
)
DECLARED_IN_WORDS = Code(
    "law-declared-in-words",
    "{state} made a declaration on how such requests reach it: {declared}",
    "The officer must read the declaration and follow it.",
)
CHANNEL_REPORTED = Code(
    "law-channel-reported",
    "{state} is reported to accept such requests through these channels alone: {accepted}. The declaration itself was "
    "not seen.",
    _LOOK_UP,
)
LANGUAGE_REPORTED = Code(
    "law-language-reported",
    "{state} is reported to accept such requests in these languages alone: {accepted}. The declaration itself was not "
    "seen. This one is in {language}, and no translation is attached.",
    _LOOK_UP,
)
EXECUTES_REPORTED = Code(
    "law-point-executes-reported",
    "The point of contact of {state} is reported to execute such requests itself. The declaration itself was not seen.",
    _LOOK_UP,
)
FORWARDS_REPORTED = Code(
    "law-point-forwards-reported",
    "The point of contact of {state} is reported to forward such requests and not to execute them. The declaration "
    "itself was not seen.",
    _LOOK_UP,
)
IN_WORDS_REPORTED = Code(
    "law-declared-in-words-reported",
    "{state} is reported to have made a declaration on how such requests reach it: {declared} The declaration itself "
    "was not seen.",
    _LOOK_UP,
)
ARTICLES_UNSAID = Code(
    "law-basis-articles-unsaid",
    "The request names {instrument} and none of its articles.",
    "The requesting State should name the articles.",
)
ARTICLES_OTHER = Code(
    "law-basis-articles-other",
    "The request cites {cited}; for a request of its kind the law's data have no such article of {instrument}.",
    "The requesting State should cite the article that it means.",
)
PARAGRAPHS_UNRECORDED = Code(
    "law-basis-paragraphs-unrecorded",
    "The request cites {cited}; for a request of its kind the law's data have no such paragraph of {instrument}.",
    "A lawyer should compare the citation with the text of the instrument.",
)
ARTICLE_UNCITED = Code(
    "law-basis-article-uncited",
    "The request cites {cited}, and not the article of {instrument} on requests of its kind.",
    "The requesting State should cite that article as well.",
)
OFFENCE_ELSEWHERE = Code(
    "law-offence-articles-elsewhere",
    "The request places its offence under articles of another instrument ({other}) than the one that it rests on "
    "({instrument}).",
    "The requesting State should rest the request on the instrument that it means, or name the offence in that one.",
)
BASIS_IS_CHANNEL = Code(
    "law-basis-is-channel",
    "INTERPOL is a channel through which requests go, and no basis that they rest on.",
    "Choose the instrument, or comity, as the basis, and state INTERPOL as the channel.",
)
MARKING_UNMATCHED = Code(
    "law-marking-unmatched",
    "The request is marked {marking}, and does not state which marking of {state} corresponds to it.",
    "An officer should name the corresponding marking, as the two States have agreed on it.",
)
ORDER_NOT_FINAL = Code(
    "law-order-not-final",
    "The order that is to be enforced is not final, and the instrument of the request asks for a statement that it is.",
    "An officer should wait until the order is final, or ask that an order of the requested State be obtained.",
    cites="final_order",
)
NONE_OF_PRIORITY = Code(
    "law-return-priority",
    "Nothing of the property goes to the requesting State, to prior legitimate owners or to victims, whose claims are "
    "considered first.",
    "A lawyer of the authority should check that these claims were considered, and that the reasons say so.",
    cites="return_priority",
)
PROSECUTION_OWED = Code(
    "law-prosecution-owed",
    "Extradition is refused because of nationality alone, the other State asked for a submission for prosecution, and "
    "the refusal states none.",
    "A lawyer of the authority should see that the case is submitted without undue delay, and state to whom.",
    cites="submission_to_prosecution",
)
EXTRADITION_DECIDED_ELSEWHERE = Code(
    "law-extradition-authorities",
    "Arrest, extradition and surrender are decided by the competent authorities of {state} under its law. This message "
    "orders none of them.",
    "The officer should send it only as these authorities decided, or as their decision is requested.",
)
SPECIALITY_ELSEWHERE = Code(
    "law-speciality-elsewhere",
    "The instrument of the request has no rule of speciality. One comes from another treaty or from domestic law alone.",
    "The officer can state that rule with its source.",
)
EXPEDITE_UNSAID = Code(
    "law-expedite-unsaid",
    "The request is urgent and states no ground for an expedited answer. Its instrument has two: the data are "
    "exposed to loss or change, or an instrument of the two States provides for it.",
    "The officer can state the ground with its reason; no number of days follows from it.",
)
