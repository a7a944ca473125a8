# SPDX-License-Identifier: Apache-2.0
"""Valid bodies of every kind, for a made-up case between Arcadia and Borealia."""

from rogatory.requests.kinds.registry import KINDS
from rogatory.wire.digests import sha256

SEAL = sha256(b"seal")
PACKAGE = "019aaf00-0000-7000-8000-00000000000a"

OFFENCE = {
    "title": "Online fraud",
    "provision": "Criminal Code of Arcadia, section 263a",
    "convention_article": 13,
    "maximum_years": 5,
}
DATA = [
    {
        "description": "Log-in records and stored messages of the account",
        "category": "traffic",
        "service": "Borealia Mail",
        "identifiers": [
            {"type": "email", "value": "shop@mail.example"},
            {"type": "ip", "value": "192.0.2.17", "port": 443, "at": "2026-11-02T18:04:11Z"},
        ],
        "period": {"from": "2026-10-01T00:00:00Z", "until": "2026-11-15T00:00:00Z"},
    }
]
CONSULTED = {
    "with": "Central Authority of Arcadia",
    "at": "2026-11-25T10:00:00Z",
    "outcome": "Partial help was discussed.",
}
AUTHORISATION = {
    "authority": "District Court of Borealia",
    "reference": "B 12/2026",
    "date": "2026-11-26",
    "scope": "The account named in the request",
    "until": "2027-01-26",
}
CONDITIONS = {
    "purpose": "The investigation named in the request",
    "proceedings": "AR-2026-0417",
    "onward_transfer": "with_authorisation",
    "police_information_only": False,
    "sensitive_material": False,
}
BASIS = {"instrument": "un-cybercrime", "articles": ["42"]}


def preservation(**changes):
    return {
        "authority": {"name": "Cybercrime Unit of Arcadia", "contact": "+999 1 5550100"},
        "case_number": "AR-2026-0417",
        "offence": OFFENCE,
        "facts": "Buyers paid for goods that were never sent.",
        "data": DATA,
        "data_offence_link": "The account was used to deceive the buyers.",
        "custodian": {"known": True, "name": "Borealia Mail"},
        "necessity": "The provider deletes log-in records after thirty days.",
        "mla_intent": True,
        "confidentiality": {"secret": True, "do_not_notify_user": True},
        "legal_basis": BASIS,
        "urgency": {"level": "urgent", "reason": "Deletion is due within days."},
        **changes,
    }


def term(name="hold", days=60, article="29(7)", starts=("hold_start", "received")):
    return {"id": name, "days": days, "from": list(starts), "article": article}


AFTER_FILING = {
    "id": "after_filing",
    "until": "decision",
    "from": ["received"],
    "article": "29(7)",
}


def with_terms(*terms, **changes):
    """Return a preservation under ETS 185 that states its terms, its channel and the offence's articles."""
    named = {"instrument": "ets-185", "article": "8"}
    return preservation(
        offence={
            "title": OFFENCE["title"],
            "provision": OFFENCE["provision"],
            "articles": [named],
            "maximum_years": 5,
        },
        legal_basis={"instrument": "ets-185", "articles": ["29"]},
        channel="contact_point",
        terms=list(terms or (term(), AFTER_FILING)),
        **changes,
    )


def mla_stored_data(**changes):
    return {
        "authority": {"name": "Central Authority of Arcadia"},
        "case_number": "AR-2026-0417",
        "matter": {"subject": "Online fraud through a false shop", "nature": "investigation"},
        "conducting_authority": {
            "name": "Public Prosecutor of Arcadia",
            "functions": "Leads the investigation",
        },
        "offence": OFFENCE,
        "facts": "Buyers paid for goods that were never sent.",
        "assistance": "Disclosure of the data described.",
        "purpose": "Evidence in the investigation named.",
        "power": ["seize_secure", "disclose"],
        "data": DATA,
        "confidentiality": {"secret": True, "do_not_notify_user": True},
        "legal_basis": {"instrument": "un-cybercrime", "articles": ["44", "40"]},
        "urgency": {"level": "routine"},
        **changes,
    }


def acknowledgement():
    return {"by_officer": "xb-0001", "at": "2026-11-24T03:05:00Z"}


def preservation_confirmed(
    start="2026-11-24T04:00:00Z", end="2027-01-23T04:00:00Z", custodian="Borealia Mail"
):
    return {
        "hold_start": start,
        "hold_end": end,
        "custodian": {"known": True, "name": custodian},
    }


def preserved_traffic_disclosure(preservation_digest):
    return {
        "preservation": preservation_digest,
        "provider": {"name": "Thalassia Relay"},
        "provider_state": "XT",
        "path": [
            {
                "source": "192.0.2.17",
                "destination": "198.51.100.9",
                "at": "2026-11-02T18:04:11Z",
            }
        ],
    }


def acceptance(*conditions):
    stated = {"conditions": list(conditions)} if conditions else {}
    return {
        "authority": {"name": "Central Authority of Borealia"},
        "domestic_authorisation": AUTHORISATION,
        **stated,
    }


TERMS = ("Use in the investigation named only", "Destruction within two years")


def conditions_answered(acceptance_digest, *decisions):
    """By default the first condition is agreed to and the second declined."""
    reasons = {"declined": {"reason": "Our law keeps case files for ten years."}}
    return {
        "answers_to": acceptance_digest,
        "conditions": [
            {"number": number, "decision": decision, **reasons.get(decision, {})}
            for number, decision in enumerate(decisions or ("agreed", "declined"), 1)
        ],
        "note": "We consulted the court.",
    }


def returned_or_destroyed(act="destroyed", **changes):
    return {
        "act": act,
        "done_at": "2027-03-01T09:00:00Z",
        "authority": {"name": "Evidence Office of Arcadia"},
        **changes,
    }


def refusal():
    return {
        "ground": "essential_interests",
        "article": "40(21)(b)",
        "reasons": "Execution would prejudice an essential interest.",
        "consultation": CONSULTED,
    }


def additional_information():
    return {"missing": [{"item": "Provision", "why": "Its maximum is not stated."}]}


def additional_information_supplied(question):
    return {"answers_to": question, "answers": [{"item": "Provision", "answer": "Section 263a."}]}


def delivery(seal=SEAL, **changes):
    return {
        "package": PACKAGE,
        "seal": seal,
        "bag": sha256(b"bag"),
        "payload_size": 40_000_000,
        "segments": 3,
        "segment_size": 1 << 24,
        "conditions": CONDITIONS,
        **changes,
    }


def delivery_confirmed(seal=SEAL):
    return {
        "seal": seal,
        "verified": True,
        "verified_at": "2026-12-01T09:00:00Z",
        "opened": False,
    }


def status_enquiry(request):
    return {"request": request}


def status_answer(enquiry):
    return {"enquiry": enquiry, "progress": "The court has the application."}


def no_longer_required(request):
    return {"request": request, "reason": "The suspect has confessed."}


ASKING = {"name": "Cybercrime Unit of Arcadia"}
SECRET = {"secret": True, "do_not_notify_user": True}
URGENT = {"level": "urgent", "reason": "Deletion is due within days."}


def _requested(articles, **changes):
    """Return what every request through the network says, and what this one adds."""
    return {
        "authority": ASKING,
        "case_number": "AR-2026-0417",
        "confidentiality": SECRET,
        "legal_basis": {"instrument": "un-cybercrime", "articles": list(articles)},
        "urgency": {"level": "routine"},
        **changes,
    }


def _assistance(articles, **changes):
    """A request for assistance as `mla_stored_data` makes it, without what is of that kind alone."""
    body = mla_stored_data(legal_basis={"instrument": "un-cybercrime", "articles": [*articles]})
    return {key: value for key, value in body.items() if key not in {"power", "data"}} | changes


COLLECTION = {
    "from": "2026-12-01T00:00:00Z",
    "until": "2026-12-31T00:00:00Z",
    "reason": "The shop sends its orders once a month.",
}
COURT = {
    "authority": "District Court of Arcadia",
    "reference": "A 7/2026",
    "date": "2026-11-23",
    "scope": "Traffic data of the account named",
    "until": "2026-12-31",
    "independent": True,
}


def mla_realtime_traffic(**changes):
    body = _assistance(
        ("45",),
        data=DATA,
        data_offence_link="The account is used to deceive the buyers.",
        owner_or_location={"name": "Unknown user of Borealia Mail"},
        justification="The next orders show who is behind the account.",
        collection=COLLECTION,
        independent_authorisation=COURT,
    )
    return {key: value for key, value in body.items() if key != "assistance"} | changes


def mla_interception(**changes):
    return (
        _assistance(
            ("46", "40"),
            data=[{**DATA[0], "category": "content"}],
            permission="Code of Criminal Procedure of Borealia, section 100a",
            collection=COLLECTION,
            independent_authorisation=COURT,
        )
        | changes
    )


def mla_general(**changes):
    return _assistance(("40",), measures=["take_statements", "serve_documents"]) | changes


def evidence_collection(**changes):
    return _assistance(("41",), power=["disclose"], data=DATA) | changes


def location_inquiry(**changes):
    return (
        _requested(
            ("42",), offence=OFFENCE, data=DATA, purpose="A preservation request will follow."
        )
        | changes
    )


def technical_advice(**changes):
    return (
        _requested(("41",), question="How long does the service keep its log-in records?") | changes
    )


def legal_information(**changes):
    return (
        _requested(("41",), question="Which authority orders disclosure of traffic data?") | changes
    )


def locate_suspect(**changes):
    return (
        _requested(
            ("41",),
            offence=OFFENCE,
            facts="Buyers paid for goods that were never sent.",
            persons=[
                {"name": "Person A", "role": "suspect", "identifiers": DATA[0]["identifiers"]}
            ],
            purpose="The suspect is to be heard.",
        )
        | changes
    )


def emergency_data(**changes):
    return (
        _requested(
            ("41",),
            danger={
                "threat": "The writer announces that he will kill himself.",
                "persons_at_risk": "The writer of the message",
                "imminence": "Within the hour, as he says",
            },
            data=DATA,
            averts="The police can reach him where the connection ends.",
            custodian={"known": True, "name": "Borealia Mail"},
            urgency={"level": "emergency", "reason": "A life is in danger."},
        )
        | changes
    )


def information_offered(**changes):
    return (
        _requested(
            ("40",),
            summary="Buyers of the false shop in Borealia, with the accounts from which they paid.",
            conditions=CONDITIONS,
            wanted_by="2026-12-15",
        )
        | changes
    )


def offer_answered(offer, decision="accepted"):
    stated = {"answers_to": offer, "decision": decision}
    declined = {"reasons": "Our courts may order that it be disclosed."}
    return stated | (declined if decision == "declined" else {})


def spontaneous_information(**changes):
    return (
        _requested(
            ("40",),
            information="The false shop also sold to buyers in Borealia.",
            reason="It may lead to an investigation of your own.",
            conditions=CONDITIONS,
        )
        | changes
    )


def law_enforcement_cooperation(**changes):
    return (
        _requested(
            ("47",),
            offence=OFFENCE,
            facts="Buyers paid for goods that were never sent.",
            inquiry=["whereabouts", "methods"],
            question="Is the group known to you?",
            purpose="To decide what to ask for.",
        )
        | changes
    )


def joint_investigation(**changes):
    return (
        _requested(
            ("48",),
            offence=OFFENCE,
            facts="Buyers in both States paid for goods that were never sent.",
            arrangement={"type": "case_by_case"},
            purpose="One investigation of one group.",
            participants=["Cybercrime Unit of Arcadia", "Police of Borealia"],
        )
        | changes
    )


def oral_request(**changes):
    return (
        _requested(
            ("40",),
            request_kind="preservation",
            made_at="2026-11-24T02:40:00Z",
            by_officer="xa-0001",
            made_to="Duty officer of Borealia",
            summary="Hold the log-in records of the account.",
            agreed=True,
            urgency=URGENT,
        )
        | changes
    )


def policy_notice(**changes):
    return {
        "authority": ASKING,
        "stance": "review",
        "kinds": ["mla_interception"],
        "since": "2026-11-24",
        "reasons": "Each request is looked at by the ministry first.",
        "channel": "Embassy of Arcadia",
        **changes,
    }


def postponement(**changes):
    return {
        "ground": "domestic_case",
        "article": "40(27)",
        "reasons": "It would interfere with our own investigation.",
        "consultation": CONSULTED,
        "review_date": "2027-01-15",
        **changes,
    }


def consultation(**changes):
    return {
        "about": "would_refuse",
        "proposal": "The records of one month could be given.",
        "conditions": ["Use in the investigation named only"],
        **changes,
    }


def consultation_answer(consultation_digest, outcome="accepted"):
    return {"answers_to": consultation_digest, "outcome": outcome}


def preservation_extension(hold, end="2027-03-24T04:00:00Z"):
    return {"running_hold": hold, "new_end": end, "reason": "The translation is not ready."}


FILED = "019d8f00-0000-7000-8000-00000000f11e"


def filing_recognised(thread=FILED, items=(1,)):
    return {
        "filing": {"thread": thread, "message": sha256(b"a request for assistance")},
        "items": list(items),
        "note": "It was filed in time.",
    }


def extension_declined(extension):
    return {
        "answers_to": extension,
        "ground": "domestic_prohibition",
        "article": "40(21)(c)",
        "reasons": "The order cannot be renewed a second time.",
    }


def basis_proposed(replaces, instrument="untoc"):
    return {
        "replaces": replaces,
        "legal_basis": {"instrument": instrument, "articles": ["18"]},
        "reasons": "Both States have executed such requests under this instrument before.",
        "wanted_by": "2026-12-01",
    }


RECIPROCITY = "In a comparable case it would execute such a request of the other State."


def with_reciprocity(kind, body):
    """The body with the statement that a request under comity makes; one that makes it stays."""
    stated = body.get("legal_basis")
    on_comity = isinstance(stated, dict) and stated.get("instrument") == "comity"
    can_state = any(one.key == "reciprocity" for one in KINDS[kind].contents)
    return {"reciprocity": RECIPROCITY, **body} if on_comity and can_state else body


def basis_answered(proposal, decision="accepted"):
    fields = {"answers_to": proposal, "decision": decision}
    return fields if decision == "accepted" else {**fields, "reasons": "The basis is sufficient."}


PROPERTY = [
    {
        "sort": "bank_account",
        "description": "The account to which the buyers paid",
        "identifiers": [
            {"type": "iban", "value": "DE89 3704 0044 0532 0130 00", "service": "Borealia Bank"}
        ],
        "holder": "Harbour Lights Trading",
        "location": "Northport",
        "state": "XB",
        "amount": {"sum": "48200.00", "currency": "EUR"},
    },
    {
        "sort": "virtual_asset",
        "description": "Coins bought with the payments",
        "identifiers": [
            {
                "type": "wallet",
                "value": "0x52908400098527886E0F7030069857D2E4169EE7",
                "chain": "ethereum",
            },
            {"type": "transaction", "value": f"0x{'5b' * 32}", "chain": "ethereum"},
            {"type": "account", "value": "hl-4711", "service": "Borealia Exchange"},
        ],
        "exchange": "Borealia Exchange",
        "amount": {"sum": "3.5", "currency": "ETH"},
    },
]


def _about_property():
    unsaid = {"data", "power", "preservation_ref", "items_or_accounts", "period"}
    return {key: value for key, value in mla_stored_data().items() if key not in unsaid}


def asset_tracing(**changes):
    return {
        **_about_property(),
        "traced": "To whom the account paid, and what was bought with the payments.",
        "property": PROPERTY[:1],
        "property_link": "The payments of the buyers arrived on the account.",
        "assistance": "That the records of the account be collected, and the payments followed.",
        "period": {"from": "2026-06-01T00:00:00Z", "until": "2026-11-01T00:00:00Z"},
        "legal_basis": {"instrument": "un-cybercrime", "articles": ["50", "40"]},
        "urgency": URGENT,
        **changes,
    }


def asset_freezing(**changes):
    return {
        **_about_property(),
        "property": PROPERTY,
        "property_link": "The payments of the buyers arrived on the account.",
        "assistance": "That the account and the coins be frozen.",
        "necessity": "The holder transfers each payment abroad within days.",
        "legal_basis": {"instrument": "un-cybercrime", "articles": ["50", "40"]},
        "urgency": URGENT,
        **changes,
    }


def measure_executed(**changes):
    return {
        "measure": "frozen",
        "property": PROPERTY,
        "measure_start": "2026-11-24",
        "measure_end": "2027-05-24",
        "domestic_authorisation": {**AUTHORISATION, "date": "2026-11-24"},
        **changes,
    }


def asset_confiscation(**changes):
    return {
        **{key: value for key, value in _about_property().items() if key != "assistance"},
        "confiscation_sought": {
            "way": "enforce_order",
            "order": {
                "authority": "District Court of Arcadia",
                "reference": "A 44/2026",
                "date": "2026-10-05",
            },
            "final": True,
            "notified": "The holder was served on 1 June, and was heard by the court with counsel.",
            "extent": "The account whole, and of the coins 3.5 ETH.",
        },
        "property": PROPERTY,
        "property_link": "The payments of the buyers arrived on the account.",
        "purpose": "Confiscation of the proceeds of the offence named.",
        "legal_basis": {"instrument": "un-cybercrime", "articles": ["50", "40"]},
        **changes,
    }


def confiscation_executed(*replaced, **changes):
    return {
        "property": PROPERTY,
        "confiscated_on": "2026-11-24",
        "domestic_authorisation": {
            "authority": "District Court of Borealia",
            "reference": "B 31/2026",
            "date": "2026-11-20",
        },
        "third_parties_decided": "A bank claimed a pledge on the account. It was heard, and the claim was dismissed.",
        **({"replaced": list(replaced)} if replaced else {}),
        "complete": True,
        **changes,
    }


AGREEMENT = {
    "title": "Agreement of Arcadia and Borealia on the sharing of confiscated property",
    "date": "2025-03-01",
    "provision": "Article 4(2)",
}


def property_return(**changes):
    unsaid = {"assistance", "persons", "procedure"}
    return {
        **{key: value for key, value in _about_property().items() if key not in unsaid},
        "confiscation_order": {
            "authority": "District Court of Borealia",
            "reference": "B 31/2026",
            "date": "2026-11-20",
        },
        "judgment": {
            "authority": "District Court of Arcadia",
            "reference": "A 44/2026",
            "date": "2026-10-05",
        },
        "property": PROPERTY[:1],
        "claims": [
            {
                "claimant": "victim",
                "name": "The buyers listed in the judgment",
                "amount": {"sum": "41000.00", "currency": "EUR"},
                "reasons": "The court recognised their loss.",
            },
            {
                "claimant": "requesting_state",
                "reasons": "What remains is value-added tax that the shop withheld.",
            },
        ],
        "agreement": AGREEMENT,
        "purpose": "Compensation of the buyers, through the court's register.",
        "legal_basis": {"instrument": "un-cybercrime", "articles": ["52", "50"]},
        **changes,
    }


def return_decided(**changes):
    return {
        "property": PROPERTY[:1],
        "shares": [
            {
                "beneficiary": "victim",
                "name": "The buyers listed in the judgment",
                "amount": {"sum": "41000.00", "currency": "EUR"},
                "reasons": "Their loss comes first by the law of Borealia.",
            },
            {
                "beneficiary": "requesting_state",
                "amount": {"sum": "6000.00", "currency": "EUR"},
                "reasons": "The remainder, after costs.",
            },
        ],
        "deducted": {
            "amount": {"sum": "1200.00", "currency": "EUR"},
            "reasons": "Fees of the custodian of the account.",
        },
        "agreement": AGREEMENT,
        "domestic_authorisation": {
            "authority": "Ministry of Justice of Borealia",
            "reference": "J 7/2026",
            "date": "2026-11-24",
        },
        "third_parties_decided": "The bank waived its pledge.",
        "handover_by": "2027-02-01",
        "complete": True,
        **changes,
    }


def lifting_hearing(measure, day="2027-01-15", **changes):
    return {
        "executed": measure,
        "lifting_ground": "evidence_not_received",
        "reasons": "The evidence on which the court relied has not arrived.",
        "wanted_by": day,
        **changes,
    }


def lifting_hearing_answer(hearing, decision="continue"):
    stated = {"answers_to": hearing, "decision": decision}
    reasons = {"reasons": "The records of the bank are sent this week."}
    return stated | (reasons if decision == "continue" else {})


def measure_lifted(measure, hearing=None, **changes):
    return {
        "executed": measure,
        **({"hearing": hearing} if hearing else {}),
        "lifting_ground": "evidence_not_received",
        "reasons": "The evidence did not arrive, and the court set the order aside.",
        "lifted_on": "2026-11-24",
        **changes,
    }


def path_withheld(request, **changes):
    return {
        "preservation": request,
        "ground": "essential_interests",
        "article": "40(21)(b)",
        "reasons": "The path leads through a network that serves the security of the State.",
        "consultation": CONSULTED,
        **changes,
    }


def preservation_warning(**changes):
    return {
        "risks": ["secrecy_threatened"],
        "reasons": "The provider tells its customers of every order.",
        **changes,
    }


def preservation_warning_answer(warning, decision="go_on"):
    return {"answers_to": warning, "decision": decision}


def partial_delivery(seal=SEAL, **changes):
    return {
        **delivery(seal),
        "outstanding": "The stored messages",
        "expected": "2026-12-20",
        **changes,
    }


def answer(complete=True, **changes):
    return {
        "answer": "The service keeps them for thirty days.",
        "complete": complete,
        "found": [{"description": "The server of the service", "state": "XT"}],
        "police_information_only": False,
        **changes,
    }


def confidentiality_failure(request):
    return {"request": request, "reason": "The provider told its customer."}


def written_confirmation(thread=PACKAGE, message=SEAL):
    return {"thread": thread, "message": message}


SPECIALITY = {
    "source": "other_treaty",
    "title": "Treaty of Arcadia and Borealia on extradition",
    "provision": "Article 14",
    "effect": "Prosecution for another act before the surrender needs the consent of Borealia.",
}


def extradition(**changes):
    """A request for the extradition of a person who is sought for prosecution."""
    kept = {
        "authority",
        "case_number",
        "conducting_authority",
        "offence",
        "facts",
        "confidentiality",
        "urgency",
    }
    return {
        **{key: value for key, value in _about_property().items() if key in kept},
        "person_sought": {
            "name": "Jordan Vale",
            "birth_date": "1990-02-11",
            "birth_place": "Port Arc",
            "nationality": "Arcadian",
            "location": "Northern City, Borealia",
        },
        "limitation": "The offence can be prosecuted until 1 March 2036.",
        "further_offences": [
            {
                "title": "Forgery of data",
                "provision": "Criminal Code, section 269",
                "maximum_years": 5,
                "conduct": "False entries in the shop's register.",
            }
        ],
        "sought_for": "prosecution",
        "warrant": {
            "sort": "arrest_warrant",
            "authority": "District Court of Arcadia",
            "reference": "A 51/2026",
            "date": "2026-11-02",
        },
        "provisional_arrest": {"arrest": "not_sought"},
        "assurances": ["The person will be tried in person."],
        "speciality": SPECIALITY,
        "submission_requested": True,
        "legal_basis": {"instrument": "un-cybercrime", "articles": ["37"]},
        **changes,
    }


def to_serve(**changes):
    """Return the contents of a request for a person who is to serve a sentence that differ from the usual ones."""
    judgement = {
        "sort": "judgement",
        "authority": "District Court of Arcadia",
        "reference": "A 60/2026",
        "date": "2026-09-30",
        "final": True,
    }
    stated = {"imposed": "four years", "remaining": "three years and two months"}
    return {"sought_for": "sentence", "warrant": judgement, "sentence": stated, **changes}


def extradition_decided(*conditions, **changes):
    return {
        "decision": "granted",
        "domestic_authorisation": {
            "authority": "High Court of Borealia",
            "reference": "H 3/2026",
            "date": "2026-11-24",
        },
        **({"conditions": list(conditions)} if conditions else {}),
        "speciality": SPECIALITY,
        "surrender_place": "Northern City airport",
        "surrender_by": "2027-01-15",
        **changes,
    }


def person_surrendered(**changes):
    return {
        "surrendered_on": "2026-11-25",
        "surrender_place": "Northern City airport",
        "handed_to": "Police of Arcadia",
        "custody_days": 41,
        **changes,
    }


def use_consent_request(**changes):
    return {
        "proceedings": "Proceeding against a second seller",
        "purpose": "Evidence at trial",
        "reasons": "The same records show his part.",
        **changes,
    }


def use_consent(request, decision="granted"):
    fields = {"answers_to": request, "decision": decision, "conditions": ["At this trial only"]}
    return fields if decision == "granted" else {**fields, "reasons": "Another State is concerned."}


def exculpatory_notice(**changes):
    return {
        "proceedings": "AR-2026-0417",
        "material": "The records show that the accused was not logged in.",
        "disclosed_at": "2027-02-01T09:00:00Z",
        "prior_notice": True,
        **changes,
    }


def onward_transfer_request(**changes):
    return {
        "recipient": {"name": "Police of Thalassia", "state": "XT"},
        "description": "Log-in records of one account",
        "purpose": "Their own investigation of the relay",
        **changes,
    }


def onward_transfer_authorisation(request, decision="granted"):
    return use_consent(request, decision)


def feedback(**changes):
    return {"usefulness": "used", "summary": "The seller was convicted.", **changes}


def repair(sequence, holds, abandoned):
    return {
        "sequence": sequence,
        "holds": holds,
        "abandoned": list(abandoned),
        "reason": "The node was restored from a backup.",
    }


def call_back(request, **changes):
    return {
        "request": request,
        "case_number": "AR-2026-0417",
        "facts": "A child is to be killed tonight.",
        "data": DATA,
        "received_at": "2026-11-25T10:00:00Z",
        "needed_by": "2026-11-25T18:00:00Z",
        **changes,
    }


def call_back_answer(request, call_back=None, outcome="confirmed"):
    return {
        "answers_to": call_back or request,
        "request": request,
        "outcome": outcome,
        "by_officer": "xa-0004",
        "note": "The head of the unit was asked.",
    }


def drill(**changes):
    return {"minutes": 30, "note": "The second of this month.", **changes}


def drill_acknowledgement(drill):
    return {
        "drill": drill,
        "by_officer": "xb-0001",
        "at": "2026-11-25T10:04:00Z",
        "note": "Read at the desk.",
    }


def one_of_each():
    """A valid body of every kind, with references that a thread would give."""
    digest = sha256(b"a message")
    return {
        "preservation": preservation(),
        "acknowledgement": acknowledgement(),
        "preservation_confirmed": preservation_confirmed(),
        "preserved_traffic_disclosure": preserved_traffic_disclosure(digest),
        "mla_stored_data": mla_stored_data(),
        "acceptance": acceptance(),
        "refusal": refusal(),
        "additional_information": additional_information(),
        "additional_information_supplied": additional_information_supplied(digest),
        "delivery": delivery(),
        "delivery_confirmed": delivery_confirmed(),
        "status_enquiry": status_enquiry(digest),
        "status_answer": status_answer(digest),
        "no_longer_required": no_longer_required(digest),
        **{
            name: globals()[name]()
            for name in (
                "mla_realtime_traffic",
                "mla_interception",
                "mla_general",
                "evidence_collection",
                "emergency_data",
                "location_inquiry",
                "technical_advice",
                "legal_information",
                "locate_suspect",
                "information_offered",
                "spontaneous_information",
                "law_enforcement_cooperation",
                "joint_investigation",
                "oral_request",
                "asset_tracing",
                "asset_freezing",
                "asset_confiscation",
                "measure_executed",
                "confiscation_executed",
                "property_return",
                "return_decided",
                "extradition",
                "extradition_decided",
                "person_surrendered",
                "policy_notice",
                "drill",
                "written_confirmation",
                "postponement",
                "consultation",
                "preservation_warning",
                "filing_recognised",
                "partial_delivery",
                "answer",
                "use_consent_request",
                "exculpatory_notice",
                "onward_transfer_request",
                "returned_or_destroyed",
                "feedback",
            )
        },
        **{
            name: globals()[name](digest)
            for name in (
                "consultation_answer",
                "conditions_answered",
                "preservation_extension",
                "extension_declined",
                "path_withheld",
                "lifting_hearing",
                "lifting_hearing_answer",
                "measure_lifted",
                "basis_proposed",
                "basis_answered",
                "offer_answered",
                "preservation_warning_answer",
                "confidentiality_failure",
                "call_back",
                "call_back_answer",
                "drill_acknowledgement",
                "use_consent",
                "onward_transfer_authorisation",
            )
        },
        "repair": repair(2, digest, [sha256(b"another message")]),
    }


def classification(**changes):
    return {
        "marking": "VERTRAULICH",
        "scheme": "Agreement of Arcadia and Borealia on classified information, 2019",
        "equivalent": "CONFIDENTIAL",
        **changes,
    }
