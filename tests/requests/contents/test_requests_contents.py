# SPDX-License-Identifier: Apache-2.0
"""The required and permitted contents of a body, each reported with its article."""

import copy

import pytest
from jsonschema import Draft202012Validator

from casts.law.provisions import cited, with_articles
from casts.requests import bodies
from rogatory.requests.contents import body as contents
from rogatory.requests.contents.body import MOST_REASONS
from rogatory.requests.kinds.registry import KINDS, OPENING_KINDS
from rogatory.wire import canonical
from rogatory.wire.digests import sha256

DIGEST = sha256(b"x")
VALID = bodies.one_of_each()
REQUIRED = [(kind.name, content) for kind in KINDS.values() for content in kind.required]


def check(kind, body):
    """Return the reasons with the provisions of the Convention."""
    return with_articles(contents.check(kind, body), kind)


def codes(kind, body):
    return [reason.code.id for reason in check(kind, body)]


def changed(kind, path, value):
    body = copy.deepcopy(VALID[kind])
    *way, last = path.split(".")
    place = body
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    place[last] = value
    return body


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_body_of_each_kind_that_lacks_nothing_is_accepted(kind):
    assert check(kind, VALID[kind]) == []
    canonical.encode(VALID[kind])


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kinds_schema_is_a_schema_and_names_what_the_kind_asks_for(kind):
    schema = contents.schema(kind)
    Draft202012Validator.check_schema(schema)
    assert list(schema["properties"]) == [content.key for content in KINDS[kind].contents]
    assert schema["required"] == [content.key for content in KINDS[kind].required]
    assert schema["additionalProperties"] is False


def test_the_definitions_are_a_schema():
    Draft202012Validator.check_schema(contents.schema("definitions"))


OF_ETS_185 = {
    "information_offered/conditions",
    "information_offered/confidentiality",
    "offer_answered/decision",
}
"""Fields that ETS 185 asks for and the Convention does not."""


@pytest.mark.parametrize(("kind", "content"), REQUIRED)
def test_each_thing_that_is_missing_is_reported_with_its_article(kind, content):
    body = {key: value for key, value in VALID[kind].items() if key != content.key}
    (reason,) = check(kind, body)
    assert reason.fields["field"] == content.key
    article, certainty = cited(f"{kind}/{content.key}", kind)
    assert reason.basis == (article, certainty)
    is_elsewhere = f"{kind}/{content.key}" in OF_ETS_185
    assert (certainty == "practice") == (content.is_practice or is_elsewhere)
    if is_elsewhere:
        assert cited(f"{kind}/{content.key}", kind, "ets-185") == (
            "26(2) of ETS 185",
            "seen",
        )
    if certainty != "practice":
        cites = "articles" if "," in article else "article"
        assert f"({cites} {article}; certainty: {certainty})" in reason.sentence()


@pytest.mark.parametrize(("kind", "content"), REQUIRED)
@pytest.mark.parametrize("empty", ["", "  \n", [], {}, None])
def test_what_is_there_and_says_nothing_is_missing(kind, content, empty):
    assert codes(kind, {**VALID[kind], content.key: empty})[0].startswith("content-missing")


@pytest.mark.law_line(5)
@pytest.mark.parametrize("kind", sorted(OPENING_KINDS - {"policy_notice", "drill"}))
def test_every_request_names_its_case(kind):
    body = {key: value for key, value in VALID[kind].items() if key != "case_number"}
    assert [reason.fields["field"] for reason in check(kind, body)] == ["case_number"]
    assert {"authority", "legal_basis", "urgency", "confidentiality"} <= VALID[kind].keys()


@pytest.mark.law_line(8)
@pytest.mark.parametrize(
    ("key", "article"),
    [
        ("authority", "42(3)(a)"),
        ("offence", "42(3)(b)"),
        ("facts", "42(3)(b)"),
        ("data", "42(3)(c)"),
        ("data_offence_link", "42(3)(c)"),
        ("custodian", "42(3)(d)"),
        ("necessity", "42(3)(e)"),
        ("mla_intent", "42(3)(f)"),
        ("confidentiality", "42(3)(g)"),
    ],
)
def test_a_preservation_lacks_nothing_of_its_list(key, article):
    body = {name: value for name, value in VALID["preservation"].items() if name != key}
    (reason,) = check("preservation", body)
    assert (reason.fields["field"], reason.fields["article"]) == (key, article)


@pytest.mark.law_line(9)
@pytest.mark.parametrize(
    "kind", ["mla_stored_data", "mla_interception", "mla_general", "evidence_collection"]
)
@pytest.mark.parametrize(
    ("key", "article"),
    [
        ("authority", "40(15)(a)"),
        ("matter", "40(15)(b)"),
        ("conducting_authority", "40(15)(b)"),
        ("facts", "40(15)(c)"),
        ("assistance", "40(15)(d)"),
        ("purpose", "40(15)(g)"),
    ],
)
def test_a_request_for_assistance_lacks_nothing_of_its_list(kind, key, article):
    body = {name: value for name, value in VALID[kind].items() if name != key}
    (reason,) = check(kind, body)
    assert (reason.fields["field"], reason.fields["article"]) == (key, article)


@pytest.mark.law_line(9)
def test_only_the_service_of_documents_goes_without_facts():
    body = {key: value for key, value in VALID["mla_general"].items() if key != "facts"}
    assert codes("mla_general", body) == ["content-missing"]
    assert check("mla_general", {**body, "measures": ["serve_documents"]}) == []


@pytest.mark.law_line(10)
@pytest.mark.parametrize(
    ("key", "article"),
    [
        ("authority", "45(3)(a)"),
        ("facts", "45(3)(b)"),
        ("data", "45(3)(c)"),
        ("data_offence_link", "45(3)(c)"),
        ("justification", "45(3)(e)"),
        ("collection", "45(3)(f)"),
    ],
)
def test_a_request_for_live_traffic_data_lacks_nothing_of_its_list(key, article):
    body = {name: value for name, value in VALID["mla_realtime_traffic"].items() if name != key}
    (reason,) = check("mla_realtime_traffic", body)
    assert (reason.fields["field"], reason.fields["article"]) == (key, article)


@pytest.mark.law_line(10)
def test_a_period_of_collection_says_why_it_is_so_long():
    body = copy.deepcopy(VALID["mla_realtime_traffic"])
    del body["collection"]["reason"]
    assert codes("mla_realtime_traffic", body) == ["content-part-missing"]


@pytest.mark.law_line(39)
@pytest.mark.parametrize("kind", ["mla_realtime_traffic", "mla_interception"])
@pytest.mark.parametrize("part", ["authority", "reference", "scope", "until", "independent"])
def test_a_measure_in_real_time_rests_on_an_independent_authorisation(kind, part):
    body = copy.deepcopy(VALID[kind])
    del body["independent_authorisation"][part]
    (reason,) = check(kind, body)
    assert (reason.code.id, reason.fields["article"]) == ("content-part-missing", "24(2)")


def authorised(kind, **stated):
    body = copy.deepcopy(VALID[kind])
    body["independent_authorisation"] |= stated
    return body


@pytest.mark.law_line(39)
@pytest.mark.parametrize("kind", ["mla_realtime_traffic", "mla_interception"])
def test_the_kind_of_authority_may_be_stated_and_is_not_the_police(kind):
    for stated in ("court", "judge", "prosecutor", "other_authority"):
        assert check(kind, authorised(kind, authority_kind=stated)) == []
    (reason,) = check(kind, authorised(kind, authority_kind="police_authority"))
    assert reason.code.id == "content-authorisation-police"
    assert reason.fields["field"] == "independent_authorisation.authority_kind"
    assert codes(kind, authorised(kind, authority_kind="minister")) == ["content-form"]


@pytest.mark.law_line(39)
@pytest.mark.parametrize("kind", ["mla_realtime_traffic", "mla_interception"])
def test_an_authorisation_covers_each_category_that_is_asked_for(kind):
    wanted = VALID[kind]["data"][0]["category"]
    other = {"traffic": "content", "content": "traffic"}[wanted]
    assert check(kind, authorised(kind, categories=[other, wanted])) == []
    (reason,) = check(kind, authorised(kind, categories=[other, "user_identification"]))
    assert reason.code.id == "content-authorisation-category"
    assert (reason.fields["field"], reason.fields["category"]) == ("data.0.category", wanted)
    for wrong in ([], [wanted, wanted], ["everything"]):
        assert codes(kind, authorised(kind, categories=wrong)) == ["content-form"]


@pytest.mark.law_line(11)
@pytest.mark.parametrize("kind", sorted(kind for kind in OPENING_KINDS if "data" in VALID[kind]))
def test_every_item_of_data_has_its_category(kind):
    body = copy.deepcopy(VALID[kind])
    del body["data"][0]["category"]
    (reason,) = check(kind, body)
    assert reason.fields["field"] == "data.0.category"


@pytest.mark.law_line(12)
@pytest.mark.parametrize("kind", ["preservation", "mla_stored_data", "evidence_collection"])
def test_stored_data_are_of_a_time(kind):
    item = {"description": "Log-in records", "category": "traffic"}
    assert codes(kind, {**VALID[kind], "data": [item]}) == ["content-data-without-period"]
    assert check(kind, {**VALID[kind], "data": [{**item, "category": "subscriber"}]}) == []
    named = {**item, "category": "user_identification"}
    assert codes(kind, {**VALID[kind], "data": [named]}) == ["content-data-without-period"]
    dated = [{"type": "ip", "value": "192.0.2.17", "at": "2026-11-02T18:04:11Z"}]
    assert check(kind, {**VALID[kind], "data": [{**item, "identifiers": dated}]}) == []


@pytest.mark.law_line(24)
def test_an_emergency_states_its_danger_and_is_called_one():
    body = {key: value for key, value in VALID["emergency_data"].items() if key != "danger"}
    (reason,) = check("emergency_data", body)
    assert (reason.fields["article"], reason.fields["certainty"]) == ("2(o)", "seen")
    calm = {"level": "routine"}
    assert codes("emergency_data", bodies.emergency_data(urgency=calm)) == [
        "content-urgency-of-kind"
    ]


@pytest.mark.law_line(17)
def test_an_oral_request_is_urgent_and_agreed_to():
    calm = {"level": "routine"}
    assert codes("oral_request", bodies.oral_request(urgency=calm)) == ["content-urgency-of-kind"]
    assert codes("oral_request", bodies.oral_request(agreed=False)) == ["content-missing"]


def test_police_cooperation_may_be_for_an_offence_of_another_instrument():
    offence = {**bodies.OFFENCE, "convention_article": None}
    body = bodies.law_enforcement_cooperation(offence=offence)
    assert check("law_enforcement_cooperation", body) == []


def test_a_consultation_that_is_recorded_is_recorded_whole():
    body = {**bodies.refusal(), "ground": "essential_interests"}
    without_consultation = {key: value for key, value in body.items() if key != "consultation"}
    assert check("refusal", without_consultation) == []
    for part in ("with", "at", "outcome"):
        record = {key: value for key, value in bodies.CONSULTED.items() if key != part}
        (reason,) = check("refusal", {**body, "consultation": record})
        assert reason.fields["field"] == f"consultation.{part}"
    assert check("refusal", {**body, "consultation": {"message": DIGEST}}) == []
    assert check("refusal", {**without_consultation, "ground": "discrimination"}) == []


def test_a_late_notice_and_a_refused_leave_give_their_reasons():
    late = bodies.exculpatory_notice(prior_notice=False)
    assert codes("exculpatory_notice", late) == ["content-notice-late"]
    declined = {"answers_to": DIGEST, "decision": "declined"}
    for kind in ("use_consent", "onward_transfer_authorisation"):
        assert codes(kind, declined) == ["content-reasons-missing"]


def test_everything_missing_is_reported_at_once():
    assert len(check("preservation", {})) == len(KINDS["preservation"].required)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_field_that_the_kind_does_not_have_is_refused(kind):
    expected = (
        "content-disclosure-too-much"
        if kind == "preserved_traffic_disclosure"
        else "content-unknown"
    )
    assert codes(kind, {**VALID[kind], "remark": "x"}) == [expected]


@pytest.mark.parametrize("path", ["content", "provider.subscriber", "path.0.content"])
def test_a_disclosure_gives_nothing_beyond_provider_and_path(path):
    body = changed("preserved_traffic_disclosure", path, "Dear friend")
    (reason,) = check("preserved_traffic_disclosure", body)
    assert reason.code.id == "content-disclosure-too-much"
    assert reason.fields["field"] == path


def test_a_preservation_without_the_intent_to_file_lacks_it():
    (reason,) = check("preservation", bodies.preservation(mla_intent=False))
    assert (reason.code.id, reason.fields["article"]) == ("content-missing", "42(3)(f)")


def test_a_custodian_may_be_unknown_if_that_is_said():
    assert check("preservation", bodies.preservation(custodian={"known": False})) == []


def test_a_custodian_said_to_be_known_is_named():
    (reason,) = check("preservation", bodies.preservation(custodian={"known": True}))
    assert (reason.fields["field"], reason.fields["article"]) == ("custodian.name", "42(3)(d)")


def test_a_custodian_is_not_named_and_unknown_at_once():
    body = bodies.preservation(custodian={"known": False, "name": "Borealia Mail"})
    assert codes("preservation", body) == ["content-form"]


def test_a_part_that_is_missing_is_reported_with_its_article():
    offence = {key: value for key, value in bodies.OFFENCE.items() if key != "provision"}
    (reason,) = check("preservation", bodies.preservation(offence=offence))
    assert reason.code.id == "content-part-missing"
    assert (reason.fields["field"], reason.fields["article"]) == ("offence.provision", "42(3)(b)")


def test_each_of_several_missing_parts_is_reported_once():
    found = check("preservation", bodies.preservation(offence={"title": "Fraud"}))
    assert [reason.fields["field"] for reason in found] == [
        "offence.convention_article",
        "offence.provision",
        "offence.maximum_years",
    ]


@pytest.mark.parametrize("article", [4, 6, 18])
def test_an_article_that_makes_no_offence_is_no_offence(article):
    body = changed("preservation", "offence.convention_article", article)
    assert codes("preservation", body) == ["content-form"]


def test_an_offence_outside_the_convention_is_stated_as_none():
    assert check("preservation", changed("preservation", "offence.convention_article", None)) == []


@pytest.mark.parametrize(
    ("level", "code"),
    [
        ("urgent", "content-urgency-without-reason"),
        ("emergency", "content-emergency-without-danger"),
    ],
)
def test_urgency_needs_a_reason_and_an_emergency_a_danger(level, code):
    assert codes("preservation", bodies.preservation(urgency={"level": level})) == [code]


def test_a_part_that_only_practice_asks_for_is_reported_without_an_article():
    body = {**VALID["preservation_confirmed"], "custodian": {"known": True}}
    (reason,) = check("preservation_confirmed", body)
    assert reason.code.id == "content-part-missing-practice"
    assert "article" not in reason.sentence()


def test_a_network_address_needs_the_moment_of_its_use():
    body = changed("preservation", "data.0.identifiers", [{"type": "ip", "value": "192.0.2.1"}])
    (reason,) = check("preservation", body)
    assert reason.code.id == "content-address-without-moment"
    assert reason.fields["field"] == "data.0.identifiers.0"


def test_what_is_no_network_address_is_refused_as_one():
    address = {"type": "ip", "value": "192.0.2.256", "at": "2026-11-02T18:04:11Z"}
    body = changed("preservation", "data.0.identifiers", [address])
    assert codes("preservation", body) == ["content-address"]


def test_a_period_does_not_end_before_it_begins():
    period = {"from": "2026-11-02T00:00:00Z", "until": "2026-11-01T00:00:00Z"}
    body = changed("preservation", "data.0.period", period)
    (reason,) = check("preservation", body)
    assert (reason.code.id, reason.fields["field"]) == ("content-period", "data.0.period")


@pytest.mark.parametrize(
    "moment",
    ["2026-02-30T00:00:00Z", "2026-11-02T00:00:00+00:00", "2026-11-02T00:00:00Z\n", "2 November"],
)
def test_a_moment_is_one_that_exists_in_the_one_form(moment):
    body = {**VALID["acknowledgement"], "at": moment}
    assert set(codes("acknowledgement", body)) == {"content-form"}


@pytest.mark.parametrize("date", ["2026-11-31", "2026-11-2", "2026-11-02\n"])
def test_a_date_is_one_that_exists_in_the_one_form(date):
    assert set(codes("preservation", bodies.preservation(mla_planned=date))) == {"content-form"}


def test_an_officer_is_named_by_number():
    for name in ("Inspector Smith", "xb-1", "xb-0001\n", "xb-123456789"):
        body = {**VALID["acknowledgement"], "by_officer": name}
        assert set(codes("acknowledgement", body)) == {"content-form"}


def test_a_hold_ends_after_it_begins_however_long_the_law_of_the_request_demands():
    short = bodies.preservation_confirmed("2026-11-24T04:00:00Z", "2026-12-24T04:00:00Z")
    assert check("preservation_confirmed", short) == []
    backwards = bodies.preservation_confirmed("2026-11-24T04:00:00Z", "2026-11-24T04:00:00Z")
    assert codes("preservation_confirmed", backwards) == ["content-hold-backwards"]


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\r", "\u202e", "\u2066"])
def test_text_that_reads_otherwise_than_it_is_is_refused(character):
    body = bodies.preservation(facts=f"Paid{character}nothing")
    (reason,) = check("preservation", body)
    assert reason.code.id == "content-control-character"
    assert reason.fields["character"] == f"U+{ord(character):04X}"


def test_lines_and_marks_of_right_to_left_writing_are_text():
    assert check("preservation", bodies.preservation(facts="سطر\u200f\nline\ttab")) == []


def test_the_segments_of_a_delivery_are_those_that_its_payload_fills():
    assert codes("delivery", {**bodies.delivery(), "segments": 4}) == ["content-form"]


@pytest.mark.parametrize("size", [1 << 19, 3 << 20, 1 << 27])
def test_a_segment_size_is_a_power_of_two_from_one_to_sixty_four_mebibytes(size):
    assert codes("delivery", {**bodies.delivery(), "segment_size": size}) == ["content-form"]


def test_evidence_is_confirmed_as_verified_or_not_at_all():
    body = {**bodies.delivery_confirmed(), "verified": False}
    assert codes("delivery_confirmed", body) == ["content-missing"]


def test_a_repair_does_not_abandon_what_it_holds():
    assert codes("repair", bodies.repair(2, DIGEST, [DIGEST])) == ["content-form"]


def test_an_unknown_kind_has_no_contents_to_check():
    assert check("extradition_enquiry", {"anything": 1}) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("facts", 7),
        ("facts", "x" * 20_001),
        ("data", [bodies.DATA[0]] * 51),
        ("data", "all of it"),
        ("data.0.category", "everything"),
        ("offence", "fraud"),
        ("offence.maximum_years", -1),
        ("offence.maximum_years", 1000),
        ("offence.maximum_years", "5"),
        ("mla_intent", "yes"),
        ("confidentiality.secret", "yes"),
        ("legal_basis.instrument", "Budapest Convention"),
        ("legal_basis.articles", []),
        ("urgency.level", "high"),
    ],
)
def test_a_value_of_another_form_is_refused_and_named(path, value):
    reasons = check("preservation", changed("preservation", path, value))
    assert [reason.code.id for reason in reasons] == ["content-form"]
    assert reasons[0].fields["field"] == path


def test_a_body_made_to_fail_everywhere_gives_a_bounded_number_of_reasons():
    body = bodies.preservation(**{f"field{number}": number for number in range(1000)})
    assert len(check("preservation", body)) == MOST_REASONS
