# SPDX-License-Identifier: Apache-2.0
"""Valid bodies of every kind, for a made-up case between Arcadia and Borealia."""

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


def acceptance():
    return {
        "authority": {"name": "Central Authority of Borealia"},
        "domestic_authorisation": {
            "authority": "District Court of Borealia",
            "reference": "B 12/2026",
            "date": "2026-11-26",
        },
    }


def refusal():
    return {
        "ground": "essential_interests",
        "reasons": "Execution would prejudice an essential interest.",
        "consultation": {"at": "2026-11-25T10:00:00Z", "summary": "Partial help was discussed."},
    }


def additional_information():
    return {"missing": [{"item": "Provision", "why": "Its maximum is not stated."}]}


def additional_information_supplied(question):
    return {"answers_to": question, "answers": [{"item": "Provision", "answer": "Section 263a."}]}


def delivery(seal=SEAL):
    return {
        "package": PACKAGE,
        "seal": seal,
        "bag": sha256(b"bag"),
        "payload_size": 40_000_000,
        "segments": 3,
        "segment_size": 1 << 24,
        "conditions": {
            "purpose": "The investigation named in the request",
            "proceedings": "AR-2026-0417",
            "onward_transfer": "with_authorisation",
            "police_information_only": False,
            "sensitive_material": False,
        },
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


def repair(sequence, holds, abandoned):
    return {
        "sequence": sequence,
        "holds": holds,
        "abandoned": list(abandoned),
        "reason": "The node was restored from a backup.",
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
        "repair": repair(2, digest, [sha256(b"another message")]),
    }
