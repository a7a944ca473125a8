# SPDX-License-Identifier: Apache-2.0
"""An examiner at the workstation: unlocking, listing, searching, viewing, two officers, exporting."""

import json
from html import escape
from pathlib import Path

import pytest

from casts.cli.commands import listing, run
from casts.node.workstation import (
    FIRST,
    NOTED,
    PASSPHRASE,
    SECOND,
    SECRET,
    office,
    packed,
    reasons,
    seized,
    started,
)

MARKUP = "_img src=x onerror=alert(1)_.txt~1"


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    return office(tmp_path_factory.mktemp("state"))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, state, xb):
    """Sealed packages and a bag, in a folder of which one name is markup and turns itself about."""
    folder = tmp_path_factory.mktemp("evidence")
    packages = folder / "packages"
    packages.mkdir()
    source = seized(folder / "source")
    packed(packages, source, xb, state / "keys/recipient.json")
    packed(packages, source, xb, xb / "recipient.json", out="foreign")
    packed(packages, source, xb, xb / "recipient.json", "--police-information-only",
           out="<b>\u202ename")  # fmt: skip
    result = run("evidence", "collect", source, "--out", packages / "bag", "--key", state / "keys",
               "--protected", "Mail/protected.txt")  # fmt: skip
    assert result.status == 0, result.err
    (packages / "link").symlink_to(packages / "sealed")
    (folder / "temporary").mkdir()
    return folder


@pytest.fixture(scope="module")
def desk(workspace, state):
    words = (
        "--key",
        state / "keys",
        "--packages",
        workspace / "packages",
        "--officer-key",
        state / FIRST,
        "--officer-key",
        state / SECOND,
    )
    with started(*words, TMPDIR=str(workspace / "temporary")) as desk:
        yield desk.enter()


def both(state):
    """The form in which each of two officers brings keys of his own."""
    pair = {"first": FIRST, "second": SECOND}
    keys = {f"{which}_key": str(state / number) for which, number in pair.items()}
    return keys | {f"{which}_passphrase": PASSPHRASE for which in pair}


@pytest.fixture
def place(desk):
    """A sealed package at a desk whose keys are unlocked."""
    if desk.ask("/").data["in_use"] is None:
        assert desk.unlock().status == 200
    return desk.evidence("sealed")


@pytest.fixture
def fresh(desk):
    """The same, unlocked just now: nothing was listed, searched or viewed since."""
    desk.lock()
    assert desk.unlock().status == 200
    return desk.evidence("sealed")


@pytest.fixture
def journal(workspace):
    return workspace / "packages/sealed/custody"


def test_what_lies_in_the_folder_is_listed_by_what_it_says(desk):
    found = {one["name"]: one for one in desk.ask("/").data["evidence"]}
    assert set(found) == {"sealed", "foreign", "bag", "<b>\\u202ename"}
    assert found["sealed"]["is_for_us"]
    assert not found["foreign"]["is_for_us"]
    page = desk.ask("/", page=True).text
    assert "<b>\\u202e" not in page
    assert "&lt;b&gt;\\u202ename" in page


def test_keys_are_unlocked_by_number_reason_and_passphrase_and_forgotten_again(desk, journal):
    desk.lock()
    before = reasons(journal)
    wrong = desk.unlock(officer="nobody", reason=" ", passphrase=PASSPHRASE)
    assert wrong.status == 409
    assert len(wrong.codes) == 2
    assert desk.unlock(passphrase="another").codes == ["age-passphrase-wrong"]
    assert desk.unlock(reason="turned \u202eabout").codes == ["viewer-text-form"]
    place = desk.evidence("sealed")
    for path in ("items/", "items/1/", "export"):
        assert desk.ask(f"{place}/{path}").codes == ["viewer-locked"]
        assert desk.ask(f"{place}/{path}", page=True).status == 302
    assert desk.ask(f"{place}/").data["permitted"] is None
    assert reasons(journal) == before
    assert desk.unlock().status == 200
    assert desk.ask("/").data["in_use"]["officer"] == FIRST
    desk.lock()
    assert desk.ask("/").data["in_use"] is None
    assert PASSPHRASE not in desk.ask("/", page=True).text


def test_every_check_is_reported_by_number_with_what_it_means(desk, place):
    found = desk.ask(f"{place}/").data
    checks = found["checking"]["checks"]
    assert [one["number"] for one in checks] == list(range(1, len(checks) + 1))
    assert [one["id"] for one in checks if not one["meaning"]] == []
    assert found["checking"]["outcome"] == "undecided"  # its timestamp is pending
    uses = {one["id"]: one for one in found["permitted"]["uses"]["lines"]}
    assert uses["given-for"]["named"] == ["AR-2026-0417"]
    assert uses["other-proceedings"]["leave"] == "only-with-consent"
    assert found["permitted"]["protected"] == 1
    assert found["seal"]["sender"] == "xb/central-authority"
    page = desk.ask(f"{place}/", page=True).text
    assert '<svg viewBox="0 0 480' in page
    assert "Evidence was collected" in page


def test_a_damaged_package_says_which_check_fails(desk, workspace):
    name = desk.evidence("foreign")
    seal = workspace / "packages/foreign/seal.json.p256.p7s"
    kept = seal.read_bytes()
    seal.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    try:
        desk.ask(f"{name}/checks/again", {})
        checking = desk.ask(f"{name}/").data["checking"]
        assert checking["outcome"] == "fails"
        assert "seal-signed" in {one["id"] for one in checking["checks"] if one["reasons"]}
        page = desk.ask(f"{name}/", page=True, Accept_Language="fr").text
        reasons = [one for check in checking["checks"] for one in check["reasons"]]
        assert reasons
        for reason in reasons:
            assert reason["code"] in page
            assert escape(reason["what"]) not in page
    finally:
        seal.write_bytes(kept)
        desk.ask(f"{name}/checks/again", {})


def test_a_package_sealed_to_others_is_shown_and_not_opened(desk, place, workspace):
    name = desk.evidence("foreign")
    found = desk.ask(f"{name}/")
    assert found.status == 200
    assert found.data["permitted"] is None
    assert [one["code"] for one in found.data["messages_reasons"]] == ["age-no-match"]
    assert desk.ask(f"{name}/items/").codes == ["age-no-match"]
    assert len(reasons(workspace / "packages/foreign/custody")) == 2


def test_the_list_is_recorded_once_and_has_every_item(desk, fresh, journal):
    place, before = fresh, len(reasons(journal))
    items = desk.items(place)
    assert {"Mail/0001.eml", "beach.png", MARKUP} <= set(items)
    assert items["Mail/protected.txt"]["is_protected"]
    desk.items(place)
    recorded = reasons(journal)[before:]
    assert len(recorded) == 1
    assert recorded == ["Names and sizes were listed from the inventory. Case 12/26"]


def test_a_hostile_name_is_text_and_is_in_no_address(desk, place):
    for path in (f"{place}/items/", desk.item(place, MARKUP)):
        page = desk.ask(path, page=True).text
        assert "_img src=x" in page
        assert "<img src=x" not in page
        assert "\u202e" not in page
    for name in desk.items(place):
        assert name not in "".join(part for part in page.split('"') if part.startswith("/"))
        assert name not in page.partition("<title>")[2].partition("</title>")[0]


@pytest.mark.parametrize(
    ("by", "text", "expected"),
    [
        ("name", "MAIL", {"Mail", "Mail/0001.eml", "Mail/protected.txt"}),
        ("kind", "image/gif", {"bomb.gif"}),
        ("words", "act  TODAY", {"Mail/0001.eml"}),
        ("words", "and a bell", {"turned.txt"}),
        ("words", "Only for two", set()),
    ],
)
def test_items_are_found_and_the_search_is_recorded(desk, place, journal, by, text, expected):
    begun = desk.ask(f"{place}/search", {"by": by, "text": text})
    assert begun.status == 201
    reason = f"Items were searched by {by}: {' '.join(text.split())}. Case 12/26"
    assert reason in reasons(journal)
    assert text not in begun.json["next"]
    found = desk.ask(begun.json["next"])
    assert {one["path"] for one in found.data["items"]} == expected
    assert SECRET.decode() not in found.text
    if by == "words":
        assert found.data["unread"] >= 2, "what is protected and what is too large was not read"


def test_an_item_is_found_by_the_beginning_of_its_digest(desk, place):
    digest = desk.items(place)["beach.png"]["sha256"]
    begun = desk.ask(f"{place}/search", {"by": "digest", "text": digest[:10].upper()})
    assert [one["path"] for one in desk.ask(begun.json["next"]).data["items"]] == ["beach.png"]


@pytest.mark.parametrize(
    ("by", "text", "code"),
    [
        ("name", "  ", "viewer-search-empty"),
        ("digest", "xyz", "viewer-search-digest"),
        ("digest", "ab", "viewer-search-digest"),
        ("words", "a" * 500, "viewer-text-form"),
    ],
)
def test_a_search_for_nothing_is_refused_and_not_recorded(desk, place, journal, by, text, code):
    desk.items(place)
    before = reasons(journal)
    assert desk.ask(f"{place}/search", {"by": by, "text": text}).codes == [code]
    assert reasons(journal) == before
    assert desk.ask(f"{place}/search/{'0' * 16}/").codes == ["viewer-search-unknown"]


def viewed(desk, place, path):
    address = desk.item(place, path)
    assert desk.ask(f"{address}view", {}).status == 200
    return address, desk.ask(address).data


def test_a_text_is_shown_once_it_is_recorded_and_only_then(desk, fresh, journal):
    place = fresh
    address = desk.item(place, "Mail/0001.eml")
    assert desk.ask(address).data["text"] is None
    assert desk.ask(f"{address}picture").codes == ["viewer-not-opened"]
    before = len(reasons(journal))
    viewed(desk, place, "Mail/0001.eml")
    _address, found = viewed(desk, place, "Mail/0001.eml")
    assert found["text"]["text"].startswith("Please act today")
    assert found["text"]["is_compared"]
    recorded = reasons(journal)[before:]
    assert len(recorded) == 1, "an item that was viewed is viewed, however often it is looked at"
    assert f"Mail/0001.eml was viewed (SHA-256 {found['item']['sha256']})" in recorded[0]


@pytest.mark.parametrize("path", ["page.html", "drawing.svg", "false.png"])
def test_what_could_act_is_shown_as_its_source(desk, place, path):
    address, found = viewed(desk, place, path)
    assert "<script>" in found["text"]["text"]
    assert found["picture"] is None
    page = desk.ask(address, page=True).text
    assert "&lt;script&gt;" in page
    assert "<script" not in page.partition("<main")[2]
    assert "<iframe" not in page
    assert desk.ask(f"{address}picture").codes == ["viewer-not-shown"]


def test_what_turns_a_text_about_is_shown_by_its_code(desk, place):
    _address, found = viewed(desk, place, "turned.txt")
    assert found["text"]["text"] == r"harmless \u{202e}txt.exe \u{2066} and a bell \u{0007}"


def test_a_long_text_is_shown_in_parts_and_says_what_was_not_computed(desk, place):
    address, found = viewed(desk, place, "long.txt")
    text = found["text"]
    assert not text["is_compared"]
    assert text["end"] - text["start"] == 65536
    last = desk.ask(f"{address}?part={text['pages']}").data["text"]
    assert last["end"] == last["size"] == 4_700_000
    beyond = desk.ask(f"{address}?part=999999").data["text"]
    assert beyond["start"] == last["start"]


def test_a_picture_is_given_for_its_page_and_for_nothing_else(desk, place):
    address, found = viewed(desk, place, "beach.png")
    copy = found["picture"].pop("copy")
    assert found["picture"] == {"media_type": "image/png", "width": 96, "height": 64}
    assert (copy["width"], copy["height"], copy["is_whole"]) == (96, 64, True)
    answer = desk.ask(f"{address}picture", Sec_Fetch_Dest="image")
    assert answer.body.startswith(b"\x89PNG")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    for aim in ("document", "iframe", "object", "embed"):
        assert desk.ask(f"{address}picture", Sec_Fetch_Dest=aim).status == 403


def test_a_picture_is_a_copy_of_pixels_alone_and_the_original_stays_as_it_was(
    desk, place, workspace
):
    address, found = viewed(desk, place, "photo.jpg")
    sealed = (workspace / "packages/sealed/package.age").read_bytes()
    assert found["picture"]["media_type"] == "image/jpeg"
    assert found["picture"]["copy"] == {
        "media_type": "image/png",
        "width": 64,
        "height": 96,
        "is_smaller": False,
        "is_turned": True,
        "is_animated": False,
        "is_whole": True,
    }
    shown = desk.ask(f"{address}picture").body
    assert NOTED.encode() in (workspace / "source/photo.jpg").read_bytes()
    assert NOTED.encode() not in shown
    assert b"eXIf" not in shown
    page = desk.ask(address, page=True).text
    assert "You see a copy" in page
    assert "turned upright" in page
    _address, torn = viewed(desk, place, "torn.jpg")
    assert not torn["picture"]["copy"]["is_whole"]
    assert found["item"]["sha256"] == desk.items(place)["photo.jpg"]["sha256"]
    assert (workspace / "packages/sealed/package.age").read_bytes() == sealed
    mapped = Path(f"/proc/{desk.process.pid}/maps").read_text()
    assert "blake3" in mapped
    assert "/PIL/" not in mapped, "a decoder of pictures in the process that has the keys"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("bomb.gif", "viewer-canvas"),
        ("no.png", "viewer-picture-damaged"),
        ("disk.img", "viewer-not-shown"),
    ],
)
def test_what_a_page_cannot_show_is_left_for_export(desk, place, journal, path, code):
    address, found = viewed(desk, place, path)
    assert (found["text"], found["picture"]) == (None, None)
    assert [one["code"] for one in found["why_not"]] == [code]
    before = reasons(journal)
    assert desk.ask(f"{address}picture").codes == [code]
    assert reasons(journal) == before
    if code == "viewer-picture-damaged":
        assert exported(desk, place, path, purpose="recorded").status == 200


def test_a_folder_has_nothing_to_view_and_an_unknown_number_means_nothing(desk, place, journal):
    address = desk.item(place, "Mail")
    before = reasons(journal)
    assert desk.ask(f"{address}view", {}).codes == ["viewer-no-data"]
    for number in ("0", "999999", "99999999999999999999"):
        assert desk.ask(f"{place}/items/{number}/view", {}).codes == ["viewer-no-number"]
    assert reasons(journal) == before


@pytest.mark.law_line(48)
@pytest.mark.parametrize(
    ("second", "passphrase", "code"),
    [
        (None, "", "viewer-two-officers"),
        (SECOND, "another one", "age-passphrase-wrong"),
        (FIRST, PASSPHRASE, "protected-same-officer"),
        ("nobody", PASSPHRASE, None),
    ],
)
def test_one_officer_sees_nothing_protected(desk, fresh, journal, state, second, passphrase, code):
    address = desk.item(fresh, "Mail/protected.txt")
    before, files = reasons(journal), listing(journal.parents[1])
    form = both(state) | {
        "second_key": str(state / (second or "")),
        "second_passphrase": passphrase,
    }
    if second is None:
        form = {}
    found = desk.ask(f"{address}view", form)
    assert found.status == 409
    assert code is None or found.codes == [code]
    assert SECRET.decode() not in desk.ask(address, page=True).text
    assert desk.ask(f"{address}picture").codes == ["viewer-not-opened"]
    assert reasons(journal) == before
    assert listing(journal.parents[1]) == files


@pytest.mark.law_line(48)
def test_two_officers_see_it_until_the_keys_are_locked_and_both_are_recorded(
    desk, place, journal, state
):
    address = desk.item(place, "Mail/protected.txt")
    form = both(state)
    assert desk.ask(f"{address}view", form).status == 200
    assert desk.ask(address).data["text"]["text"] == SECRET.decode()
    reason = reasons(journal)[-1]
    assert f"the officer {SECOND} consented" in reason
    consents = [json.loads((one / "consent.json").read_bytes())
                for one in journal.parents[1].glob("sealed-consent-*")]  # fmt: skip
    assert any(one["items"] == ["Mail/protected.txt"] for one in consents)
    assert PASSPHRASE not in desk.ask(address, page=True).text
    desk.lock()
    desk.unlock()
    address = desk.item(place, "Mail/protected.txt")
    assert desk.ask(address).data["text"] is None


def exported(desk, place, items, **form):
    return desk.ask(
        f"{place}/export", {"items": items, "reason": "To the court, order 14/2026", **form}
    )


def test_items_are_exported_for_what_they_were_given_for(desk, place, journal, workspace):
    found = exported(desk, place, "Mail/0001.eml\nbeach.png\n", purpose="recorded")
    assert found.status == 200, found.text
    folder = workspace / "packages" / found.data["made"]["folder"]
    source = workspace / "source"
    for path in ("Mail/0001.eml", "beach.png"):
        assert (folder / "items" / path).read_bytes() == (source / path).read_bytes()
    verdict = run("evidence", "verify", folder, "--json").json
    undecided = {one["id"] for one in verdict["checks"] if one["outcome"] == "undecided"}
    # The bag has protected items, so its conditions are kept back: who gave it must say which apply.
    assert verdict["outcome"] == "undecided"
    assert "disclosure-conditions" in undecided
    assert "Items disclosed: 2 of" in reasons(journal)[-1]


@pytest.mark.law_line(42, 43)
@pytest.mark.parametrize(
    ("form", "codes"),
    [
        ({}, ["viewer-no-purpose"]),
        ({"purpose": "other"}, ["viewer-no-purpose"]),
        ({"purpose": "other", "proceedings": "AR-2026-0555"}, ["law-use-without-consent"]),
        ({"purpose": "recorded", "recipient": "xt"}, ["law-onward-unauthorised"]),
        ({"purpose": "recorded", "organisation": "Joint body"}, ["law-onward-unauthorised"]),
        ({"purpose": "recorded", "reason": " "}, ["viewer-no-reason"]),
        ({"purpose": "recorded", "items": " "}, ["viewer-nothing-named"]),
        ({"purpose": "recorded", "items": "nothing"}, ["disclosure-no-such-item"]),
        ({"purpose": "recorded", "items": "../../etc/passwd"}, ["disclosure-no-such-item"]),
        ({"purpose": "recorded", "items": "Mail"}, ["disclosure-protected"]),
        (
            {"purpose": "recorded", "items": "Mail", "with_protected": "yes"},
            ["viewer-two-officers"],
        ),
    ],
)
def test_what_the_conditions_forbid_is_not_exported(desk, place, journal, form, codes):
    desk.items(place)
    before, files = reasons(journal), listing(journal.parents[1])
    found = exported(desk, place, **({"items": "Mail/0001.eml"} | form))
    assert (found.status, found.codes) == (409, codes)
    assert reasons(journal) == before
    assert listing(journal.parents[1]) == files


@pytest.mark.law_line(48)
def test_protected_items_are_exported_by_two(desk, place, journal, state, workspace):
    form = both(state)
    found = exported(desk, place, "Mail", purpose="recorded", with_protected="yes", **form)
    assert found.status == 200, found.text
    made = found.data["made"]
    folder = workspace / "packages" / made["folder"]
    assert (folder / "items/Mail/protected.txt").read_bytes() == SECRET
    consent = json.loads((workspace / "packages" / made["consent"] / "consent.json").read_bytes())
    assert consent["act"] == "disclosed"
    assert f"the officer {SECOND} consented" in reasons(journal)[-1]


def test_a_bag_is_looked_at_alike_and_its_journal_has_it(desk, place, workspace, state):
    bag = desk.evidence("bag")
    kept = workspace / "packages/bag-custody"
    _address, found = viewed(desk, bag, "Mail/0001.eml")
    assert found["text"]["text"].startswith("Please act today")
    assert any(one.startswith("The item Mail/0001.eml was viewed") for one in reasons(kept))
    _address, found = viewed(desk, bag, "beach.png")
    assert found["picture"]["width"] == 96
    protected = desk.item(bag, "Mail/protected.txt")
    assert desk.ask(f"{protected}view", {}).codes == ["viewer-two-officers"]
    begun = desk.ask(f"{bag}/search", {"by": "words", "text": "act today"})
    assert {one["path"] for one in desk.ask(begun.json["next"]).data["items"]} == {"Mail/0001.eml"}


def test_a_bag_whose_item_was_changed_shows_nothing_of_it(desk, place, workspace):
    bag = desk.evidence("bag")
    address, _found = viewed(desk, bag, "turned.txt")
    file = workspace / "packages/bag/data/turned.txt"
    kept = file.read_bytes()
    file.write_bytes(bytes(len(kept)))
    try:
        found = desk.ask(address).data
        assert found["text"] is None
    finally:
        file.write_bytes(kept)


def test_the_journals_hold_with_every_act_in_them(desk, place, workspace, state, xb, tmp_path):
    viewed(desk, place, "page.html")
    with (tmp_path / "both.pem").open("wb") as file:
        for folder in (state / "keys", xb):
            for family in ("p256", "mldsa65"):
                file.write((folder / f"certificates/ca.{family}.pem").read_bytes())
    for name in ("sealed", "bag"):
        result = run("evidence", "verify", workspace / "packages" / name, "--trust", tmp_path / "both.pem",
                   "--json")  # fmt: skip
        found = {one["id"]: one["outcome"] for one in result.json["checks"]}
        assert found["custody-journal"] == "holds", result.out


def test_no_plaintext_is_left_on_the_disk(desk, place, workspace, state):
    viewed(desk, place, "page.html")
    viewed(desk, place, "beach.png")
    form = both(state)
    desk.ask(f"{desk.item(place, 'Mail/protected.txt')}view", form)
    begun = desk.ask(f"{place}/search", {"by": "words", "text": "Invoice"})
    desk.ask(begun.json["next"])
    assert listing(workspace / "temporary") == []
    kept = workspace / "packages"
    for path in kept.rglob("*"):
        parts = path.relative_to(kept).parts
        if path.is_file() and parts[0] != "bag" and "export" not in parts[0]:
            data = path.read_bytes()
            assert SECRET not in data, path
            assert b"pwned" not in data, path
    opened = [str(one.readlink()) for one in Path(f"/proc/{desk.process.pid}/fd").iterdir()]
    assert not [one for one in opened if "deleted" in one]


def test_the_pages_speak_french(desk, place):
    headers = {"Accept_Language": "fr", "page": True}
    address, _found = viewed(desk, place, "Mail/0001.eml")
    for path, expected in (
        ("/", "Preuves sur cette machine"),
        (f"{place}/", "Le scellé est"),
        (f"{place}/items/", "Éléments"),
        (address, "Ce qui est enregistré"),
        (f"{place}/export", "Finalité"),
    ):
        assert expected in desk.ask(path, **headers).text, path
    chosen = desk.ask("/language", {"language": "fr", "next": "https://evil.example/"})
    assert chosen.headers["Location"] == f"{desk.prefix}/"
    assert f"Path={desk.prefix}" in chosen.headers["Set-Cookie"]


def test_the_document_lists_every_address():
    import rogatory

    root = Path(rogatory.__file__).parent
    text = (root.parents[1] / "docs/workstation.md").read_text()
    urls = (root / "console/workstation/urls.py").read_text()
    addresses = [line.split('"')[1] for line in urls.splitlines() if line.startswith('    path("')]
    assert len(addresses) > 12
    assert [one for one in addresses if f"`/{one}`" not in text] == []
