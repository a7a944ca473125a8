# SPDX-License-Identifier: Apache-2.0
"""Which requests are of one family: what follows a request depends on its family, not its name."""

PRESERVATION = frozenset({"preservation"})

ASSISTANCE = frozenset(
    {
        "mla_stored_data",
        "mla_realtime_traffic",
        "mla_interception",
        "mla_general",
        "evidence_collection",
        "asset_tracing",
    }
)
"""Requests that a competent authority executes under its own law: articles 40 and 44 to 46."""

FILED = ASSISTANCE
"""Requests that keep a hold up until they are decided (42(8), parallel), under whichever instrument: those
for assistance. What a contact point helps with at once asks for no evidence.
"""

LIVE = frozenset({"mla_realtime_traffic", "mla_interception"})
"""Measures that require an independent authorisation with scope and end (24(2), parallel)."""

EMERGENCY = frozenset({"emergency_data"})
JOINT = frozenset({"joint_investigation"})
POLICE = frozenset({"law_enforcement_cooperation"})
LOCATING = frozenset({"location_inquiry", "locate_suspect"})
ADVICE = frozenset({"technical_advice", "legal_information"})
ORAL = frozenset({"oral_request"})
INFORMATION = frozenset({"spontaneous_information"})
OFFER = frozenset({"information_offered"})
"""Offers of information: the conditions are accepted or declined before it is given in a thread of its own."""

POLICY = frozenset({"policy_notice"})
DRILL = frozenset({"drill"})

FREEZING = frozenset({"asset_freezing"})
"""Requests to freeze or seize property: article 50."""

CONFISCATION = frozenset({"asset_confiscation"})
"""Requests for confiscation, executed by the reports of it: article 50."""

RETURNS = frozenset({"property_return"})
"""Requests to return confiscated property: article 52."""

EXTRADITION = frozenset({"extradition"})
"""Requests to extradite a person: article 37."""

REPORTED = CONFISCATION | RETURNS | EXTRADITION
"""Requests that are executed by reports: of property, of which one says that it is all; of the surrender of a person."""

MEASURES = FREEZING | CONFISCATION
"""Requests for a measure on property, which its executing State reports and may lift: article 50."""

TRACING = frozenset({"asset_tracing"})
"""Requests to identify and trace property: assistance, whose evidence is delivered or answered in words."""

ON_PROPERTY = MEASURES | TRACING | RETURNS
"""Requests about property. None is an emergency, which is a danger to life or safety: an urgent one has a way
of its own.
"""

NEVER_EMERGENCIES = ON_PROPERTY | EXTRADITION
"""Requests that claim no emergency: neither property nor the presence of a person is a danger to life or safety."""

EXECUTED = ASSISTANCE | EMERGENCY | JOINT
"""Kinds that are accepted first and then delivered: nothing leaves before the executing State's own
authorisation is on record (24(4), memory).
"""

ACCEPTED = EXECUTED | LOCATING | MEASURES | RETURNS
"""Requests that a State accepts before it acts on them, or postpones, and whose conditions are answered."""

DECIDED = ACCEPTED | EXTRADITION
"""Requests that a State decides on or postpones, and whose conditions are answered. Extradition is not accepted but granted."""

ANSWERED = LOCATING | ADVICE | POLICE | EMERGENCY | JOINT | TRACING | frozenset({"mla_general"})
"""Kinds that may be answered in words."""

DISCLOSING = EXECUTED | PRESERVATION | LOCATING | POLICE
"""Requests on which data about somebody may leave, and so may be confirmed by a call-back first."""

REQUESTS = PRESERVATION | DECIDED | ADVICE | POLICE
"""Kinds that ask for something in writing, and so may be refused, withdrawn and asked after."""

NOTICES = INFORMATION | POLICY | DRILL
"""Kinds that inform and ask for nothing: an acknowledgement completes them."""

INFORMING = REQUESTS - ADVICE - EXTRADITION | INFORMATION
"""Threads in which information passes that binds its receiver: articles 36(3) and 40(19)."""

DELIVERIES = frozenset({"delivery", "partial_delivery"})
"""Messages that hand a sealed package over: the whole of the evidence, or a part."""

SURRENDERS = frozenset({"person_surrendered"})
"""Messages that report that a person was surrendered, which is always all that was requested."""

REPORTS = frozenset({"confiscation_executed", "return_decided"}) | SURRENDERS
"""Messages that report what was done on a request: about property, and whether it is all; or on a person."""

ACCEPTANCES = frozenset({"acceptance", "extradition_decided"})
"""Messages by which a State decides to do what is requested, under conditions or without."""

EVERY = REQUESTS | ORAL | OFFER | NOTICES
