# SPDX-License-Identifier: Apache-2.0
"""`rogatory order`: an officer writes an order, and a provider without an account checks it."""

import json
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest

from casts.cli.case_file import DUTY, LAWYER, new_world
from casts.cli.commands import keys_of, listing, run
from casts.directory.network import AT
from casts.directory.provider_orders import CARD, NOW, OFFICE, borealia, contents
from casts.node.case_files import a_renewal, an_order, ended_order, ordered, requested
from rogatory.directory.entry.card import build_card
from rogatory.directory.entry.entry import CertificateRecord
from rogatory.directory.entry.period import Period
from rogatory.node.case_files.ordering import renew_order
from rogatory.node.case_files.orders import OrderKind
from rogatory.node.provider_orders.document import parse_order
from rogatory.seal.certificates import pem_to_der
from rogatory.seal.certificates.reading import validity


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A network on disk, and the key folder of Borealia's office, which the network lists."""
    folder = tmp_path_factory.mktemp("ordering")
    network, _ = borealia(folder / "network")
    state, ca = network.states["XB"], folder / "ca"
    ca.mkdir(mode=0o700)
    for name, data in state.ca.to_pem().items():
        (ca / name).write_bytes(data)
        (ca / name).chmod(0o600 if name.endswith(".key") else 0o644)
    keys = {}
    for office in (OFFICE, "xb/central-authority"):
        keys[office] = keys_of(
            office, folder / office.replace("/", "-"), state_ca=ca, at=AT + timedelta(minutes=10)
        )
        for name in ("p256", "mldsa65"):
            der = pem_to_der((keys[office] / f"signing/{name}.pem").read_bytes())
            record = CertificateRecord("authority", office, name, der, Period(*validity(der)))
            certificates = (*state.entry.certificates, record)
            state.entry = replace(state.entry, certificates=certificates)
    network.submit("XB")
    (folder / "card.json").write_bytes(build_card(CARD))
    return network, keys, folder / "card.json"


class Desk:
    """Borealia's node, whose home is only its name, with a directory on disk."""

    def __init__(self, made, folder):
        self.network, self.keys, self.card = made
        self.folder, self.out = folder, folder / "order"
        self.world = new_world()
        self.thread = requested(self.world)
        self.node = replace(self.world.node("XB"), network=self.network.founding.network)

    def withdraw(self, order, *, office=OFFICE, officer=DUTY, out="withdrawal"):
        return run(
            *("order", "withdraw", self.folder, self.thread, "--order", order),
            *("--key", self.keys[office], "--directory", self.network.folder),
            *("--officer", officer, "--out", self.out.parent / out, "--json"),
        )

    def write(self, order, *more, office=OFFICE, officer=DUTY, terms=("--authorised-by", "court")):
        return run(
            *("order", "write", self.folder, self.thread, "--order", order, *terms),
            *("--key", self.keys[office], "--reply-to", "orders@police.borealia.example"),
            *("--directory", self.network.folder, "--officer", officer, "--out", self.out),
            *("--json", *more),
        )


@pytest.fixture
def desk(made, tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    found = Desk(made, home)
    found.out = tmp_path / "order"
    monkeypatch.setattr(
        "rogatory.bootstrap.workstation.connections.node_at", lambda _home: found.node
    )
    monkeypatch.setattr("rogatory.cli.options.evidence.now", lambda: NOW)
    return found


def test_what_the_case_file_records_is_signed_and_checked_by_the_provider(desk):
    order = ordered(desk.world, desk.thread)
    done = desk.write(
        *(order, "--account", "e-mail=a.person@mail.example", "--due", "2026-11-26"),
        *("--card", desk.card),
    )
    assert done.status == 0, done.out
    root = done.json["root"]
    assert root == desk.network.founding.network
    before = contents(desk.out)
    checked = run("order", "check", desk.out, "--trust", root, "--json")
    assert checked.status == 0, checked.out
    found = checked.json
    recorded = an_order(desk.world)
    assert found["outcome"] == "holds"
    assert found["order"]["order"] == order
    assert found["order"]["reference"] == recorded.reference
    assert found["order"]["scope"] == recorded.scope
    assert found["order"]["secret"] is True
    assert found["order"]["accounts"] == [{"kind": "e-mail", "value": "a.person@mail.example"}]
    assert [one["e164"] for one in found["call_back"]["numbers"]] == ["+99900000011"]
    assert found["sha256"] == done.json["sha256"]
    assert contents(desk.out) == before


def test_a_provider_reads_what_is_proved_and_whom_to_call(desk):
    order = ordered(desk.world, desk.thread)
    assert desk.write(order, "--card", desk.card).status == 0
    printed = run("order", "check", desk.out, "--trust", desk.network.founding.network).out
    assert "Call back before releasing anything." in printed
    assert "Ask whether the authority ordered exactly this of you" in printed
    assert "+99900000011" in printed
    assert f"Signed by {OFFICE} of XB" in printed
    assert "The directory lists no kind of authority" in printed
    without_root = run("order", "check", desk.out)
    assert without_root.status == 3
    assert "Signed by" not in without_root.out
    assert "It is not proved who signed it" in without_root.out
    assert "+999" not in without_root.out
    assert "Call back before releasing anything." in without_root.out


def test_an_order_is_printed_as_a_letter_in_two_languages(desk, tmp_path):
    order = ordered(desk.world, desk.thread)
    basis = "Code of Criminal Procedure, section 94"
    assert desk.write(order, "--card", desk.card, "--legal-basis", basis).status == 0
    before, out = contents(desk.out), tmp_path / "letters"
    words = ("order", "letter", desk.out, "--language", "en", "--language", "fr", "--out", out)
    done = run(*words, "--trust", desk.network.folder, "--signatory", "Ana Example", "--json")
    assert done.status == 0, done.out
    names = [f"order.{one}.{kind}" for one in ("en", "fr") for kind in ("html", "pdf")]
    assert sorted(done.json["files"]) == sorted(names)
    assert done.json["call_back"] is True
    assert sorted(path.name for path in out.iterdir()) == sorted(names)
    page = (out / "order.en.html").read_text()
    assert "Ana Example" in page
    assert basis in page
    assert "+99900000011" in page
    assert contents(desk.out) == before


def test_a_letter_without_a_root_has_no_number_and_the_officer_is_shown_that(desk, tmp_path):
    order = ordered(desk.world, desk.thread)
    assert desk.write(order, "--card", desk.card, "--legal-basis", "section 94").status == 0
    out = tmp_path / "letters"
    done = run("order", "letter", desk.out, "--language", "en", "--no-pdf", "--out", out)
    assert done.status == 0, done.out
    assert "No number to call back is in it" in done.out
    assert "+999" not in (out / "order.en.html").read_text()


def test_an_order_without_legal_basis_has_no_letter(desk, tmp_path):
    assert desk.write(ordered(desk.world, desk.thread)).status == 0
    out = tmp_path / "letters"
    refused = run("order", "letter", desk.out, "--language", "en", "--out", out, "--json")
    assert (refused.status, refused.codes) == (1, ["letter-order-without-basis"])
    assert not out.exists()


def test_an_order_that_was_ended_is_withdrawn_and_the_provider_is_shown_since_when(desk):
    order = ordered(desk.world, desk.thread)
    assert desk.write(order, "--card", desk.card).status == 0
    ended_order(desk.world, desk.thread, order)
    done = desk.withdraw(order)
    assert done.status == 0, done.out
    assert done.json["order"] == order
    folder = desk.out.parent / "withdrawal"
    before = contents(folder), contents(desk.out)
    root = desk.network.founding.network
    words = ("order", "check", desk.out, "--trust", root, "--withdrawal", folder)
    checked = run(*words, "--json")
    assert checked.status == 1
    assert checked.json["withdrawn_since"] == done.json["since"]
    assert f"Withdrawn since {done.json['since']}." in run(*words).out
    without = run("order", "check", desk.out, "--trust", root)
    assert without.status == 0
    assert "only what was given was looked at" in without.out
    assert (contents(folder), contents(desk.out)) == before


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"office": "xb/central-authority"}, "order-other-authority"), ({"officer": LAWYER}, None)],
)
def test_nobody_else_withdraws_an_order(desk, changes, code):
    order = ordered(desk.world, desk.thread)
    ended_order(desk.world, desk.thread, order)
    refused = desk.withdraw(order, **changes)
    assert refused.status == 1
    assert code is None or refused.codes == [code]
    assert not (desk.out.parent / "withdrawal").exists()


def test_an_order_that_runs_is_not_withdrawn_before_its_end_is_recorded(desk):
    refused = desk.withdraw(ordered(desk.world, desk.thread))
    assert (refused.status, refused.codes) == (1, ["order-not-ended"])
    assert desk.withdraw("019ab3e2-1c80-7000-8000-00000000000f").codes == ["matter-order-unknown"]
    assert not (desk.out.parent / "withdrawal").exists()


def test_a_forged_order_ends_with_1_and_names_nobody(desk):
    order = ordered(desk.world, desk.thread)
    assert desk.write(order, "--card", desk.card).status == 0
    path = desk.out / "order.json"
    data = json.loads(path.read_bytes())
    data["reply_to"] = "+99966666666"
    path.write_text(json.dumps(data, sort_keys=True, separators=(",", ":")))
    before = contents(desk.out)
    forged = run("order", "check", desk.out, "--trust", desk.network.founding.network)
    assert contents(desk.out) == before
    assert forged.status == 1
    assert "Do not act on this order." in forged.out
    assert "Signed by" not in forged.out
    assert "+99900000011" not in forged.out


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": OrderKind.SEARCH_SEIZURE}, "order-not-for-providers"),
        ({"kind": OrderKind.INTERCEPTION, "independent": True}, "order-not-for-providers"),
    ],
)
def test_an_order_of_another_kind_is_not_written(desk, changes, code):
    order = ordered(desk.world, desk.thread, **changes)
    refused = desk.write(order)
    assert (refused.status, refused.codes) == (1, [code])
    assert not desk.out.exists()


def test_keys_of_another_authority_do_not_sign(desk):
    order = ordered(desk.world, desk.thread)
    refused = desk.write(order, office="xb/central-authority")
    assert (refused.status, refused.codes) == (1, ["order-other-authority"])
    assert not desk.out.exists()


def test_an_order_that_somebody_ended_is_not_written(desk):
    order = ordered(desk.world, desk.thread)
    ended_order(desk.world, desk.thread, order)
    assert desk.write(order).codes == ["matter-order-ended"]
    assert not desk.out.exists()


def test_a_card_that_the_entry_does_not_name_is_not_handed_out(desk, tmp_path):
    card = tmp_path / "card.json"
    card.write_bytes(build_card(replace(CARD, numbers=())))
    refused = desk.write(ordered(desk.world, desk.thread), "--card", card)
    assert (refused.status, refused.codes) == (1, ["order-card"])
    assert [one for one in listing(tmp_path) if one.startswith(b"order")] == []


def test_a_node_of_another_network_writes_no_order(desk):
    desk.node = replace(desk.node, network="0" * 64)
    refused = desk.write(ordered(desk.world, desk.thread))
    assert (refused.status, refused.codes) == (1, ["workstation-other-network"])
    assert not desk.out.exists()


def test_a_renewed_order_says_by_what_it_was_renewed_and_ends_with_the_renewal(desk):
    order = ordered(desk.world, desk.thread)
    until = desk.world.clock.now() + timedelta(days=150)
    renewal = a_renewal(desk.world, until)
    renew_order(desk.world.node("XB"), desk.thread, order, renewal, DUTY)
    assert desk.write(order).status == 0
    found = parse_order((desk.out / "order.json").read_bytes())
    assert found.ends == until
    assert [one.reference for one in found.renewals] == [renewal.reference]
    assert found.reference == an_order(desk.world).reference


@pytest.mark.parametrize("word", ["mail=a@b.example", "e-mail", "e-mail="])
def test_an_account_of_another_form_is_not_written(desk, word):
    done = desk.write(ordered(desk.world, desk.thread), "--account", word)
    assert done.status in {1, 2}
    assert not desk.out.exists()


def test_an_officer_of_another_office_writes_no_order(desk):
    order = ordered(desk.world, desk.thread)
    refused = desk.write(order, officer=LAWYER)
    assert refused.status == 1
    assert not desk.out.exists()


@pytest.mark.judge
@pytest.mark.parametrize("algorithm", ["p256", "mldsa65"])
def test_openssl_verifies_both_signatures(desk, tmp_path, algorithm):
    assert desk.write(ordered(desk.world, desk.thread)).status == 0
    ca = desk.keys[OFFICE] / f"certificates/ca.{algorithm}.pem"
    words = [
        *("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-purpose", "any"),
        *("-in", desk.out / f"order.json.{algorithm}.p7s", "-content", desk.out / "order.json"),
        *("-CAfile", ca, "-attime", str(int(NOW.timestamp())), "-out", tmp_path / "out"),
    ]
    judged = subprocess.run(words, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stderr
    path = desk.out / "order.json"
    path.write_bytes(path.read_bytes().replace(b"District", b"Distrlct"))
    assert subprocess.run(words, capture_output=True, check=False).returncode != 0
