# SPDX-License-Identifier: Apache-2.0
"""An order as ETSI TS 103 120: ETSI's schemas judge what is written, its examples are read, and altered messages are found."""

import time
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from lxml import etree

from casts.directory.network import AT
from casts.directory.provider_orders import NOW, an_order
from rogatory.errors import Refused
from rogatory.node.case_files.orders import CATEGORIES, OrderKind
from rogatory.node.provider_orders.document import (
    LONGEST_LINE,
    MOST_ACCOUNTS,
    AccountKind,
    OrderedAccount,
    OrderRenewal,
    parse_order,
)
from rogatory.node.provider_orders.etsi_compare import MOST_DIFFERENCES, refuse_differing
from rogatory.node.provider_orders.etsi_elements import Hi1Endpoint
from rogatory.node.provider_orders.etsi_names import TASK
from rogatory.node.provider_orders.etsi_read import DEEPEST, LARGEST_MESSAGE, MOST_PARTS, read_hi1
from rogatory.node.provider_orders.etsi_write import Hi1Envelope, parse_endpoint, write_hi1
from rogatory.wire.digests import sha256

ENVELOPE = Hi1Envelope(Hi1Endpoint("XB", "MAIL01"), UUID(int=9, version=4), NOW)
ACCOUNTS = (
    OrderedAccount(AccountKind.EMAIL, "a.person@mail.example"),
    OrderedAccount(AccountKind.EMAIL, "حساب@例子.example"),
    OrderedAccount(AccountKind.TELEPHONE, "+99900000011"),
    OrderedAccount(AccountKind.TELEPHONE, "0999 12"),
    OrderedAccount(AccountKind.IP_ADDRESS, "192.0.2.7"),
    OrderedAccount(AccountKind.IP_ADDRESS, "2001:db8::7"),
    OrderedAccount(AccountKind.IP_ADDRESS, "fe80::1%eth0"),
    OrderedAccount(AccountKind.DEVICE, "490154203237518"),
    OrderedAccount(AccountKind.ACCOUNT, "<a&b>'\"]]>"),
    OrderedAccount(AccountKind.OTHER, "账户 七"),
)


class _Network:
    class founding:  # noqa: N801 - the one attribute that an order takes
        network = "ab" * 32


def order(**changes):
    found = an_order(_Network, **({"kind": OrderKind.PRODUCTION, "accounts": ACCOUNTS} | changes))
    return parse_order(found.encode())


@pytest.fixture(scope="module")
def schema(corpora):
    """ETSI's schemas of the version that is written."""
    folder = corpora / "etsi" / "ts_103120v011201p0" / "schema"
    return etree.XMLSchema(etree.parse(folder / "ts_103120_Validation.xsd"))


ORDERS = {
    "every kind of account": {},
    "no account": {"accounts": ()},
    "preservation": {"kind": OrderKind.PRESERVATION},
    "partial disclosure, all categories": {
        "kind": OrderKind.PARTIAL_DISCLOSURE,
        "categories": CATEGORIES,
    },
    "every text at its limit": {
        "scope": "界" * 20_000,
        "reference": "ع" * LONGEST_LINE,
        "issuer": "م" * LONGEST_LINE,
        "provider": "&" * LONGEST_LINE,
        "legal_basis": "<" * LONGEST_LINE,
        "reply_to": "a@" + "b" * (LONGEST_LINE - 2),
        "accounts": (
            OrderedAccount(AccountKind.EMAIL, "a" * 300 + "@" + "b" * 150),
            OrderedAccount(AccountKind.ACCOUNT, "\N{GRINNING FACE}" * LONGEST_LINE),
        ),
    },
    "Arabic and Chinese": {
        "scope": "سجلات الدخول إلى الحساب\n登录记录",
        "issuer": "محكمة بورياليا",
        "provider": "北方邮件",
        "reference": "غ 12/26",
    },
    "renewed, with every moment": {
        "renewals": (
            OrderRenewal(
                "Gs 13/26", "District Court", AT + timedelta(days=9), AT + timedelta(days=90)
            ),
        ),
        "data_from": AT - timedelta(days=90),
        "data_until": AT,
        "secret_until": AT + timedelta(days=60),
        "legal_basis": "Code of Criminal Procedure, article 126nd",
    },
    "two hundred accounts, every category": {
        "accounts": tuple(
            OrderedAccount(AccountKind.ACCOUNT, f"{number}") for number in range(MOST_ACCOUNTS)
        ),
        "categories": CATEGORIES,
    },
}


@pytest.mark.judge
@pytest.mark.parametrize("name", ORDERS)
def test_etsi_s_schemas_accept_what_is_written(schema, name):
    written = write_hi1(order(**ORDERS[name]), ENVELOPE)
    schema.assertValid(etree.fromstring(written).getroottree())
    assert write_hi1(order(**ORDERS[name]), ENVELOPE) == written


@pytest.mark.judge
def test_the_schemas_refuse_what_is_altered_out_of_form(schema):
    written = write_hi1(order(), ENVELOPE)
    for change in (
        (b"<CountryCode>XB<", b"<CountryCode>xb<"),
        (b"<ETSIVersion>V1.12.1<", b"<ETSIVersion>1.12<"),
        (b"task:LDTaskObject", b"task:NoSuchObject"),
    ):
        altered = written.replace(*change)
        assert altered != written
        assert not schema.validate(etree.fromstring(altered).getroottree())


@pytest.mark.parametrize("name", ORDERS)
def test_what_is_written_is_read_and_is_what_the_order_says(name):
    of = order(**ORDERS[name])
    message = read_hi1(write_hi1(of, ENVELOPE))
    refuse_differing(message, of)
    assert message.is_validated
    assert (message.kind, message.carries_signature) == ("request", False)
    assert (message.sender, message.receiver) == (("XB", of.authority), ("XB", "MAIL01"))
    assert message.actions[0].identifier == of.order
    stated = [one.value for action in message.actions for one in action.statements]
    assert sha256(of.encode()) in stated
    assert of.scope in stated
    for account in of.accounts:
        assert any(account.value in one for one in stated)
    tasks = [one for one in message.actions if one.kind == "LDTaskObject"]
    wanted = (
        0 if of.kind is OrderKind.PRESERVATION else max(1, len(of.accounts)) * len(of.categories)
    )
    assert len(tasks) == wanted
    assert len({one.identifier for one in message.actions}) == len(message.actions)


def test_a_preservation_asks_for_no_disclosure():
    written = write_hi1(order(kind=OrderKind.PRESERVATION), ENVELOPE)
    assert b"AwaitingDisclosure" not in written
    assert b"nothing is to be disclosed" in written


def test_an_account_is_in_etsi_s_format_only_where_it_surely_is():
    formats = {
        part.findtext(f"{{{TASK}}}Value"): "/".join(
            part.find(f"{{{TASK}}}FormatType").itertext()
        ).split()
        for part in etree.fromstring(write_hi1(order(), ENVELOPE)).iter(f"{{{TASK}}}RequestValue")
    }
    shown = {
        value: "".join(words).strip("/").replace("//", "/") for value, words in formats.items()
    }
    assert shown["a.person@mail.example"].split("/") == ["ETSI", "EmailAddress"]
    assert shown["حساب@例子.example"].split("/") == ["ETSI", "InternationalizedEmailAddress"]
    assert shown["99900000011"].split("/") == ["ETSI", "InternationalE164"]
    assert shown["0999 12"].split("/") == ["rogatory", "telephone"]
    assert shown["192.0.2.7"].split("/") == ["ETSI", "IPv4Address"]
    assert shown["2001:0db8:0000:0000:0000:0000:0000:0007"].split("/") == ["ETSI", "IPv6Address"]
    assert shown["fe80::1%eth0"].split("/") == ["rogatory", "ip-address"]
    assert shown["490154203237518"].split("/") == ["rogatory", "device"]


def test_etsi_s_examples_are_read(corpora):
    files = sorted((corpora / "etsi" / "ts_103120v011201p0" / "examples").glob("*.xml"))
    assert len(files) == 20
    found = {path.name: read_hi1(path.read_bytes()) for path in files}
    assert all(one.is_validated and one.actions for one in found.values())
    assert [name for name, one in found.items() if one.carries_signature] == ["request6_signed.xml"]
    task = found["ldtask.xml"].actions[1]
    assert (task.verb, task.kind) == ("CREATE", "LDTaskObject")
    values = {one.path: one.value for one in task.statements}
    assert values["RequestDetails/Type"] == "IdentityAssociation (3GPP RequestType)"
    assert values["DesiredStatus"] == "AwaitingDisclosure (3GPP LDTaskStatus)"
    error = found["top_level_error.xml"]
    assert (error.kind, error.actions[0].verb) == ("response", "ErrorInformation")
    delivered = found["request5-Binary-Delivery.xml"].actions[0].statements
    assert any(one.value.endswith("characters of base64]") for one in delivered)


def altered(data, *changes):
    for one, other in changes:
        assert one in data
        data = data.replace(one, other, 1)
    return data


@pytest.mark.parametrize(
    "change",
    [
        (b"<task:Value>a.person@mail.example<", b"<task:Value>b.person@mail.example<"),
        (b"TrafficData", b"StoredContentData"),
        (b"2027-02-22T03:00:00Z", b"2028-02-22T03:00:00Z"),
        (b"<task:EmailAddress>orders@police", b"<task:EmailAddress>orders@forger"),
        (b"Call back before releasing anything.", b"No call is needed."),
        (b"<UniqueIdentifier>xb/contact-point<", b"<UniqueIdentifier>xb/central-authority<"),
        (b'xsi:type="task:LDTaskObject"', b'xsi:type="task:PrivateLDTaskObject"'),
        (b'xmlns:task="http://uri.etsi.org/', b'xmlns:task="http://uri.forger.example/'),
        (b'xsi:type="task:LDTaskObject"', b'xmlns:task="urn:other" xsi:type="task:LDTaskObject"'),
        (b"<Header>", b"<Header>text"),
        (b"<CREATE>", b'<CREATE until="2030">'),
        (b"CREATE>", b"UPDATE>"),
        (b"NationalProfileOwner>rogatory<", b"NationalProfileOwner>other<"),
        (b"<NationalProfileVersion>1<", b"<NationalProfileVersion>2<"),
        (b"V1.12.1<", b"V1.22.1<"),
        (b"04:00:00.000000Z", b"06:00:00.000000+02:00"),
        (b"04:00:00.000000Z", b"yesterday"),
    ],
)
def test_a_message_that_was_altered_is_not_what_the_order_says(change):
    of = order()
    data = altered(write_hi1(of, ENVELOPE), change)
    if change[0] == b"CREATE>":
        data = altered(data, (b"</CREATE>", b"</UPDATE>"))
    with pytest.raises(Refused) as refused:
        refuse_differing(read_hi1(data), of)
    assert {one.code.id for one in refused.value.reasons} <= {
        "order-etsi-differs",
        "order-etsi-form",
    }


def test_a_task_that_was_added_left_out_or_sent_twice_is_found():
    of = order()
    data = write_hi1(of, ENVELOPE)
    start = data.rindex(b"    <ActionRequest>")
    end = data.rindex(b"   </ActionRequests>")
    task = data[start:end]
    for other in (
        data[:end] + task + data[end:],
        data[:start] + data[end:],
        data[:end] + task.replace("七".encode(), "八".encode()) + data[end:],
    ):
        with pytest.raises(Refused, match=r"is missing|is not of the order"):
            refuse_differing(read_hi1(other), of)


def test_a_message_of_another_order_is_refused_with_a_bounded_report():
    of = order()
    message = read_hi1(write_hi1(of, ENVELOPE))
    other = replace(of, issuer="Another", scope="All", accounts=tuple(reversed(ACCOUNTS)))
    with pytest.raises(Refused) as refused:
        refuse_differing(message, other)
    assert 3 < len(refused.value.reasons) <= MOST_DIFFERENCES


def test_comments_and_white_space_between_elements_change_nothing():
    of = order()
    data = write_hi1(of, ENVELOPE).replace(b"\n", b"\r\n   <!-- note -->")
    scope = of.scope
    assert "\n" not in scope
    refuse_differing(read_hi1(data.replace(b"?>\r\n   <!-- note -->", b"?>", 1)), of)


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE HI1Message [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>"""


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ((b'<?xml version="1.0" encoding="utf-8"?>', LAUGHS), "declares a document type"),
        (
            (
                b'<?xml version="1.0" encoding="utf-8"?>',
                b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
            ),
            "declares a document type",
        ),
        (
            (
                b'<?xml version="1.0" encoding="utf-8"?>',
                b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
            ),
            "declares a document type",
        ),
        ((b"<Header>", b"<Header>&f;"), "no well-formed XML"),
        ((b'encoding="utf-8"', b'encoding="utf-7"'), "encoding cannot be read|no well-formed"),
        ((b'encoding="utf-8"', b'encoding="nosuch"'), "encoding cannot be read|no well-formed"),
        ((b"<HI1Message", b"<HI2Message"), "no well-formed XML"),
        ((b"2019/10/Core", b"2030/10/Core"), "no HI1Message"),
        ((b"<Header>", b"<Header/><Header>"), "not exactly one Header"),
        ((b"<ETSIVersion>V1.12.1</ETSIVersion>", b""), "not exactly one ETSIVersion"),
        (
            (b"<ETSIVersion>V1.12.1</ETSIVersion>", b"<ETSIVersion><x/></ETSIVersion>"),
            "ETSIVersion is no text",
        ),
        ((b"<ActionRequests>", b"<ActionRequests><x/>"), "x is among its actions"),
        ((b"<CREATE>", b"<GET/><CREATE>"), "not exactly one verb"),
        ((b"<RequestPayload>", b"<x/><RequestPayload>"), "not exactly one payload"),
        ((b"<Header>", b"<x>" * DEEPEST + b"</x>" * DEEPEST + b"<Header>"), "deep"),
        ((b"<Header>", b"<x/>" * MOST_PARTS + b"<Header>"), "elements"),
        ((b"<Header>", b"<" + b"x" * 301 + b"/><Header>"), "characters"),
        (
            (
                b"<Header>",
                b"<x " + b" ".join(b'xmlns:p%d="u"' % n for n in range(99)) + b"/><Header>",
            ),
            "namespaces",
        ),
        ((b"<Header>", b"<Header>" + b" " * LARGEST_MESSAGE), "bytes"),
        ((b"<CREATE>", b"<CREATE>\x00"), "no well-formed XML"),
    ],
)
def test_a_hostile_message_is_refused(change, problem):
    data = altered(write_hi1(order(), ENVELOPE), change)
    if change[0] == b"2019/10/Core":
        data = data.replace(*change)
    with pytest.raises(Refused, match=problem) as refused:
        read_hi1(data)
    assert refused.value.reasons[0].code.id == "order-etsi-form"


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"<", b"\xff\xfe<\x00", b"<HI1Message/>", b"\x00" * 99]
)
def test_what_is_no_message_is_refused(data):
    with pytest.raises(Refused):
        read_hi1(data)


def test_a_text_in_many_pieces_takes_no_more_than_its_bytes():
    """A text that was joined piece by piece would take minutes."""
    pieces = b"a<!---->" * 400_000
    data = altered(write_hi1(order(), ENVELOPE), (b"<Header>", b"<Header>" + pieces))
    before = time.process_time()
    read_hi1(data)
    assert time.process_time() - before < 30


def test_many_statements_below_long_names_are_bounded():
    opened = b"".join(b"<" + b"x" * 240 + b">" for _ in range(30))
    closed = b"".join(b"</" + b"x" * 240 + b">" for _ in range(30))
    data = altered(
        write_hi1(order(), ENVELOPE),
        (b"<CREATE>", b"<CREATE>" + opened + b"<y/>" * 50_000 + closed),
    )
    with pytest.raises(Refused, match="states more than"):
        read_hi1(data)


def test_a_type_of_another_namespace_is_shown_with_it():
    data = altered(
        write_hi1(order(), ENVELOPE),
        (b'xsi:type="task:LDTaskObject"', b'xmlns:task="urn:other" xsi:type="task:LDTaskObject"'),
    )
    task = read_hi1(data).actions[2]
    assert task.kind == "{urn:other}LDTaskObject"
    assert any(one.path.startswith("{urn:other}RequestDetails") for one in task.statements)


def test_a_version_that_was_not_validated_is_stated():
    data = write_hi1(order(), ENVELOPE).replace(b"V1.12.1<", b"V1.22.1<")
    assert not read_hi1(data).is_validated


@pytest.mark.parametrize(
    "text", ["MAIL01", "xb/MAIL01", "XB/", "XB/a\nb", "XB/ a", "XBB/a", "XB/" + "a" * 501]
)
def test_a_receiver_of_another_form_is_refused(text):
    with pytest.raises(Refused, match="no country and identifier"):
        parse_endpoint(text)


def test_a_text_that_xml_cannot_carry_is_refused():
    with pytest.raises(Refused, match="XML cannot carry"):
        write_hi1(order(scope="a\uffff"), ENVELOPE)
