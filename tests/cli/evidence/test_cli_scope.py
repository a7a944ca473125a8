# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence scope`: counts, findings and questions of a return, and its exit statuses."""

import json
import os
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from casts.cli.commands import run as command
from casts.directory.provider_orders import an_order
from fuzz.targets import AUTHORISED
from rogatory.evidence.scope import check as limits
from rogatory.node.provider_orders.document import AccountKind, OrderedAccount

MAIL = "From: {who}\nTo: b@example.org\nDate: {date}\n\nx\n"
JANUARY, FEBRUARY, LAST_YEAR = (
    "Thu, 15 Jan 2026 10:00:00 +0100",
    "Sun, 08 Feb 2026 10:00:00 +0100",
    "Wed, 15 Jan 2025 10:00:00 +0100",
)


@pytest.fixture
def scope(tmp_path):
    """Run the command on a return of which the accounts are those of one address."""
    fields = json.loads(AUTHORISED)
    fields["accounts"] = fields["accounts"][:1]
    authorised = tmp_path / "authorised.json"
    authorised.write_text(json.dumps(fields, sort_keys=True, separators=(",", ":")))
    source = tmp_path / "return"
    source.mkdir()

    def run(files, *more):
        for name, text in files.items():
            (source / name).parent.mkdir(exist_ok=True)
            (source / name).write_text(text)
        return command("evidence", "scope", source, "--authorised", authorised, *more)

    run.source, run.authorised = source, authorised
    return run


def _mail(who="anna@example.net", date=JANUARY):
    return MAIL.format(who=who, date=date)


def _json(done):
    return done.json


def test_a_return_within_the_scope_ends_with_0(scope):
    done = scope({"a.eml": _mail(), "sub/b.eml": _mail(date=FEBRUARY)}, "--json")
    assert done.status == 0, done.out
    assert _json(done)["counts"] == {"within": 2, "outside": 0, "not-checked": 0}
    assert _json(done)["questions"] == []


def test_surplus_is_listed_with_every_reason_and_the_article(scope):
    files = {"a.eml": _mail(), "b.eml": _mail(date=FEBRUARY), "c.eml": _mail("x@y.org", LAST_YEAR)}
    done = scope(files, "--json")
    assert done.status == 1
    (finding,) = _json(done)["findings"]
    assert finding == {
        "path": "c.eml",
        "place": "message 1",
        "reasons": [
            {"code": "account-other", "value": "x@y.org, b@example.org"},
            {"code": "time-before", "value": "P350DT15H0M0S"},
        ],
        "state": "outside",
    }
    assert _json(done)["article"] == "27(1)(a)"
    words = scope({})
    assert words.status == 1
    assert "Cited by it: 27(1)(a)" in words.out
    assert (
        "outside  c.eml, message 1: account-other x@y.org, b@example.org, "
        "time-before 350 days 15 hours" in words.out
    )
    assert "P350D" not in words.out


def test_shortage_is_a_question_to_the_provider(scope):
    done = scope({"a.eml": _mail()}, "--json")
    assert done.status == 3
    assert _json(done)["questions"] == [
        {
            "account": "anna@example.net",
            "begin": "2026-01-16T00:00:00Z",
            "end": "2026-03-01T00:00:00Z",
        }
    ]
    (scope.source / "a.eml").write_text(_mail("x@y.org"))
    (question,) = _json(scope({}, "--json"))["questions"]
    assert (question["begin"], question["end"]) == ("2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z")


def test_what_cannot_be_read_is_named_and_never_within(scope):
    files = {
        "a.eml": _mail(),
        "b.eml": _mail(date=FEBRUARY),
        "page.pdf": "<p>",
        "c.csv": "",
        "d.zip": "PK",
    }
    (scope.source / "link.eml").symlink_to("a.eml")
    os.mkfifo(scope.source / "pipe.eml")
    done = scope(files, "--json")
    assert done.status == 3
    assert {one["path"]: one["reasons"][0]["code"] for one in _json(done)["findings"]} == {
        "c.csv": "no-records",
        "d.zip": "format-unknown",
        "link.eml": "not-a-file",
        "page.pdf": "format-unknown",
        "pipe.eml": "not-a-file",
    }


def test_all_findings_are_counted_though_not_all_are_listed(scope, monkeypatch):
    monkeypatch.setattr(limits, "MOST_FINDINGS", 2)
    done = scope({f"{number}.eml": _mail("x@y.org") for number in range(5)}, "--json")
    assert len(_json(done)["findings"]) == 2
    assert _json(done)["findings_not_listed"] == 3
    assert _json(done)["counts"]["outside"] == 5


def test_too_many_files_and_a_file_out_of_form_are_refused(scope, monkeypatch):
    monkeypatch.setattr(limits, "MOST_FILES", 1)
    done = scope({"a.eml": _mail(), "b.eml": _mail()})
    assert done.status == 1
    assert "scope-too-many-files" in done.err
    scope.authorised.write_text("{}")
    done = scope({})
    assert done.status == 1
    assert "authorised-members" in done.err


def test_the_return_stays_as_it_was(scope):
    scope({"a.eml": _mail(), "b.csv": "x"})
    before = {path.name: path.stat() for path in scope.source.iterdir()}
    scope({})
    after = {path.name: path.stat() for path in scope.source.iterdir()}
    assert {
        name: (one.st_mtime_ns, one.st_atime_ns) for name, one in before.items()
    }.keys() == after.keys()
    assert all(after[name].st_mtime_ns == one.st_mtime_ns for name, one in before.items())


def _ordered(**changes):
    """The order of Borealia for the mailbox of these tests."""
    facts = {
        "accounts": (OrderedAccount(AccountKind.EMAIL, "anna@example.net"),),
        "categories": ("content",),
        "data_from": datetime(2026, 1, 1, tzinfo=UTC),
        "data_until": datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC),
        "legal_basis": "section 7 of the Data Act",
    }
    network = SimpleNamespace(founding=SimpleNamespace(network="5f" * 32))
    return an_order(network, **(facts | changes)).encode()


def test_a_return_is_compared_with_the_order_itself(scope):
    scope.authorised.write_bytes(_ordered())
    last = "Sat, 28 Feb 2026 23:59:59 +0000"
    files = {"a.eml": _mail(), "b.eml": _mail(date=last), "c.eml": _mail(date=LAST_YEAR)}
    done = scope(files, "--json")
    assert _json(done)["counts"] == {"within": 2, "outside": 1, "not-checked": 0}
    assert "section 7 of the Data Act" in scope(files).out


def test_an_order_only_to_identify_the_user_is_compared_by_a_file_of_its_own(scope):
    """No record says that it does no more than identify: the authority states what it accepts."""
    scope.authorised.write_bytes(_ordered(categories=("traffic", "user_identification")))
    (reason,) = _json(scope({"a.eml": _mail()}, "--json"))["reasons"]
    assert reason["fields"]["members"] == "categories"


def test_an_order_that_leaves_its_scope_open_is_refused_with_everything_that_is_missing(scope):
    device = OrderedAccount(AccountKind.DEVICE, "356938035643809")
    telephone = OrderedAccount(AccountKind.TELEPHONE, "0 30 12 34")
    scope.authorised.write_bytes(
        _ordered(
            accounts=(device, telephone),
            categories=("unspecified",),
            data_from=None,
            data_until=None,
            legal_basis=None,
        )
    )
    done = scope({"a.eml": _mail()}, "--json")
    assert done.status == 1
    (reason,) = _json(done)["reasons"]
    assert reason["code"] == "order-scope-open"
    for one in ("device", "0 30 12 34", "categories", "data_from", "data_until", "legal_basis"):
        assert one in reason["fields"]["members"]
