# SPDX-License-Identifier: Apache-2.0
"""An order's page: its command, the signed folder brought back and proved, its service, the provider's reply."""

import io
import shlex
import shutil
import zipfile
from dataclasses import replace
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casts.console.api import JSON, document_of
from casts.console.world import as_read, requested
from casts.directory.network import build_network
from casts.directory.provider_desk import ProviderDesk, zipped
from casts.directory.provider_orders import CARD, NOW, OFFICE, borealia, listed
from casts.node.world import snapshot
from rogatory.directory.entry.card import build_card, card_digest
from rogatory.node.case_files.ordering import end_order
from rogatory.node.provider_orders.signed_folder import FolderSigner
from rogatory.node.provider_orders.withdraw import withdrawal_document, write_withdrawal
from rogatory.node.views.case_file_export import export_record
from rogatory.node.workstation.verification.trust import read_trust


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return borealia(tmp_path_factory.mktemp("orders") / "network")


@pytest.fixture
def desk(world, made, tmp_path, monkeypatch):
    found = ProviderDesk(world, requested(world).thread, made, tmp_path)
    monkeypatch.setattr("rogatory.bootstrap.node.running_node", lambda: found.node)
    return found


def uploaded(data):
    return {"folder": SimpleUploadedFile("order.zip", data, "application/zip")}


def refused(desk, client, data, code, act="signed"):
    before = snapshot(desk.node)
    answered = client.post(f"{desk.at}/{act}", uploaded(data), headers=JSON)
    assert answered.status_code == 409
    assert code in {one["code"] for one in document_of(answered, 409)["reasons"]}
    assert snapshot(desk.node) == before
    return answered


def command_in(page):
    return shlex.split(unescape(page.split("<code>rogatory")[1].split("</code>")[0]))


def test_the_command_has_the_values_of_the_case_file(desk, officer):
    client = officer()
    page = as_read(client.get(f"{desk.at}/"))
    assert "Recorded, not signed" in page
    assert "No signed folder of this order is kept here." in page
    terms = {
        "authorised_by": "court",
        "reply_to": "orders@police.borealia.example",
        "accounts": "e-mail=shop's@mail.example",
        "legal_basis": "Section 100g",
    }
    before = snapshot(desk.node)
    answered = client.post(f"{desk.at}/command", terms)
    assert snapshot(desk.node) == before
    text = answered.content.decode()
    assert answered.status_code == 200
    assert "rogatory order write HOME" in text
    words = command_in(text)
    assert words[words.index("--order") + 1] == desk.order
    assert words[words.index("--account") + 1] == "e-mail=shop's@mail.example"
    assert words[words.index("--legal-basis") + 1] == "Section 100g"
    assert "--card" not in words
    with_card = client.post(f"{desk.at}/command", terms | {"with_card": "yes"}).content.decode()
    words = command_in(with_card)
    assert words[words.index("--card") + 1] == "CARD"
    assert "Replace CARD by the file of the State" in unescape(with_card)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"reply_to": ""}, "console-not-written"),
        ({"data_from": "2026-11-24T03:00", "data_until": "2026-11-01T03:00"}, "order-terms"),
        ({"accounts": "e-mail=" + "a" * 501}, "order-terms"),
        ({"authorised_by": "anybody"}, "console-not-chosen"),
    ],
)
def test_terms_that_make_no_order_are_the_officers_to_correct(desk, officer, terms, code):
    given = {"authorised_by": "court", "reply_to": "orders@police.borealia.example"} | terms
    before = snapshot(desk.node)
    answered = officer().post(f"{desk.at}/command", given, headers=JSON)
    reasons = document_of(answered, 409)["reasons"]
    assert [one["code"] for one in reasons] == [code]
    assert "call the authority" not in str(reasons)
    assert snapshot(desk.node) == before


def test_a_folder_comes_back_is_handed_over_and_answered(desk, officer):
    client, folder = officer(), desk.written()
    answered = client.post(f"{desk.at}/signed", uploaded(zipped(folder, below="order/")))
    assert answered.status_code == 302
    (kept,) = desk.recorded().signed
    page = as_read(client.get(f"{desk.at}/"))
    assert "+99900000011" in page
    for text in ("a court", "Section 100g", "e-mail address", "shop@mail.example"):
        assert text in page
    assert 'value="Section 100g"' in client.get(f"{desk.at}/").content.decode()
    assert "No service of the folder that was signed last is recorded." in page
    down = client.get(f"{desk.at}/folders/{kept.sha256}/")
    with zipfile.ZipFile(io.BytesIO(down.content)) as archive:
        names = {one: archive.read(one) for one in archive.namelist()}
    files = (one for one in folder.rglob("*") if one.is_file())
    assert names == {one.relative_to(folder).as_posix(): one.read_bytes() for one in files}
    letter = client.get(f"{desk.at}/letter/fr/html/")
    assert "Gs 12/26" in letter.content.decode()
    message = client.post(f"{desk.at}/etsi", {"receiver": "XB/MAIL01"})
    assert kept.sha256 in message.content.decode()
    refused(desk, client, b"", "order-etsi-endpoint", act="etsi")
    at = NOW.strftime("%Y-%m-%dT%H:%M")
    given = {"sha256": kept.sha256, "at": at, "means": "By hand"}
    assert client.post(f"{desk.at}/served", given).status_code == 302
    client.post(f"{desk.at}/reply", {"reply": "question", "at": at, "words": "It called back."})
    found = desk.recorded()
    assert [one.means for one in found.services] == ["By hand"]
    assert [one.words for one in found.replies] == ["It called back."]
    page = as_read(client.get(f"{desk.at}/"))
    assert "It called back." in page
    assert "No service" not in page


def test_a_withdrawal_comes_back_after_the_order_was_ended(desk, officer):
    client = officer()
    client.post(f"{desk.at}/signed", uploaded(zipped(desk.written())))
    kept = desk.recorded().signed[-1]
    at = NOW.strftime("%Y-%m-%dT%H:%M")
    client.post(f"{desk.at}/served", {"sha256": kept.sha256, "at": at, "means": "By hand"})
    end_order(desk.node, desk.thread, desk.order, "xb-0001", reason="Lifted by the court.")
    assert "no signed withdrawal is kept" in as_read(client.get(f"{desk.at}/"))
    made = withdrawal_document(
        desk.node, desk.thread, desk.order, officer="xb-0001", signer=OFFICE, at=NOW
    )
    out = desk.folder / "withdrawal"
    write_withdrawal(made, desk.signer, out, at=NOW)
    assert client.post(f"{desk.at}/withdrawal", uploaded(zipped(out))).status_code == 302
    assert len(desk.recorded().withdrawals) == 1
    assert "Withdrawn" in as_read(client.get(f"{desk.at}/"))
    export_record(desk.node, desk.thread, "xb-0003", desk.folder / "record")
    for name, (archive,) in (
        ("signed-01.zip", [one.archive for one in desk.recorded().signed]),
        ("withdrawal-01.zip", [one.archive for one in desk.recorded().withdrawals]),
    ):
        exported = desk.folder / "record" / "orders" / "0001" / name
        assert exported.read_bytes() == desk.node.objects.get(archive)


def test_a_folder_that_is_not_proved_or_says_something_else_is_not_kept(desk, officer):
    client = officer()
    honest = desk.written()
    refused(desk, client, b"PK\x03\x04 no zip", "order-archive")
    wider = desk.written("wider", scope="Everything", categories=("content",))
    answered = refused(desk, client, zipped(wider), "order-kept-differs")
    assert "Category of data, Scope" in answered.content.decode()
    bare = desk.folder / "bare"
    shutil.copytree(honest, bare)
    shutil.rmtree(bare / "directory")
    answered = refused(desk, client, zipped(bare), "order-kept-undecided")
    assert "it has no copy of the directory" in answered.content.decode()
    stray = desk.folder / "stray"
    shutil.copytree(honest, stray)
    (stray / "notes.txt").write_text("x")
    refused(desk, client, zipped(stray), "order-file-stray")
    swollen = io.BytesIO()
    with zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("order.json", b"0" * (64 << 20))
    refused(desk, client, swollen.getvalue(), "order-archive")
    assert client.post(f"{desk.at}/signed", uploaded(zipped(honest))).status_code == 302
    refused(desk, client, zipped(honest, below="x/"), "order-kept-already")


def test_an_order_of_another_network_and_altered_ones_are_not_kept(desk, officer, tmp_path):
    client, honest = officer(), desk.written()
    other = build_network(tmp_path / "foreign")
    keys = listed(other, "XB", OFFICE)
    state = other.states["XB"]
    state.entry = replace(state.entry, card=card_digest(build_card(CARD)))
    other.submit("XB")
    assert other.founding.network != desk.network.founding.network
    signer = FolderSigner(keys, read_trust(other.folder))
    foreign = desk.written("foreign-order", signer=signer, network=other.founding.network)

    def altered(name, data):
        return data.replace(b"Gs 12/26", b"Gs 13/26") if name == "order.json" else data

    refused(desk, client, zipped(honest, change=altered), "signature-other-document")
    refused(desk, client, zipped(foreign), "order-directory-other")


def test_keys_that_the_node_knows_to_be_ended_keep_nothing(desk, officer):
    client, honest = officer(), desk.written()
    entry = desk.network.states["XB"].entry
    without = tuple(one for one in entry.certificates if one.use != "authority")
    desk.node.register.entry = replace(entry, certificates=without)
    before = snapshot(desk.node)
    answered = client.post(f"{desk.at}/signed", uploaded(zipped(honest)), headers=JSON)
    assert answered.status_code == 409
    assert snapshot(desk.node) == before


@pytest.mark.parametrize("number", ["xb-0002", "xb-0003"])
def test_an_officer_who_may_not_record_orders_only_looks(desk, officer, number):
    client, honest = officer(number), desk.written()
    before = snapshot(desk.node)
    answered = client.post(f"{desk.at}/signed", uploaded(zipped(honest)))
    assert answered.status_code == 403
    assert snapshot(desk.node) == before
