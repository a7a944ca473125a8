# SPDX-License-Identifier: Apache-2.0
"""Duty on the pages: who has the watch, setting it, standing in, handing over, calls and their answer."""

from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile

from casts.console.rosters import FIRST, HEAD, XB, rostered  # noqa: F401 - fixtures
from casts.console.world import NOW, bodies
from rogatory.node.duty.calendars.write_calendar import calendar_of
from rogatory.node.duty.on_duty import on_duty

PLAN = """
time_zone = "Etc/UTC"
from = 2026-11-24
until = 2026-12-20
heads = ["xb-0002"]
[[shift]]
days = "daily"
from = "00:00"
to = "24:00"
officers = ["xb-0001"]
substitutes = ["xb-0002"]
"""


def requested(world):
    sent = world.sent("xa/contact-point", XB, "preservation", bodies.preservation())
    world.settle()
    return sent.thread


def test_the_desk_says_that_nobody_is_named(world, officer):
    text = officer().get("/").content.decode()
    assert "no roster is set: every officer is alerted" in text
    assert "nobody is named" in officer().get("/duty/").content.decode()


def test_the_desk_says_who_has_the_watch_and_who_is_next(rostered, officer):
    text = officer().get("/").content.decode()
    assert "xb-0001" in text.partition("On duty")[2][:900]
    data = officer().get("/", headers={"accept": "application/json"}).json()["data"]["watches"]
    assert [(one["officer"], one["next"]) for one in data] == [(FIRST, HEAD)]


def test_a_plan_is_checked_and_put_in_force_on_the_page(world, officer):
    node, client = world.node("XB"), officer(HEAD)
    form = {"authority": XB, "plan": PLAN, "reason": "Winter"}
    checked = client.post("/duty/roster", form | {"check": "yes"})
    page = checked.content.decode()
    assert checked.status_code == 200
    assert "Nothing was changed" in page
    assert PLAN.strip() in unescape(page), "what was checked is there, to be put in force"
    assert 'value="Winter"' in page
    assert on_duty(node, XB, NOW).officer is None
    client.post("/duty/roster", form)
    assert on_duty(node, XB, NOW).officer == FIRST
    page = client.get("/duty/").content.decode()
    assert "Reason: <bdi>Winter</bdi>" in page
    assert f'set by <bdi class="ref" dir="ltr">{HEAD}</bdi>' in " ".join(page.split())
    assert "after 5 minutes the substitute" in page


def test_a_plan_with_a_gap_is_refused_on_the_page_with_its_text_kept(world, officer):
    plan = PLAN.replace('to = "24:00"', 'to = "20:00"')
    answer = officer(HEAD).post("/duty/roster", {"authority": XB, "plan": plan, "reason": "x"})
    assert answer.status_code == 409
    assert "(xb/contact-point) from " in answer.content.decode()
    assert "daily" in answer.content.decode()
    assert not world.node("XB").store.rosters(XB)


def test_a_calendar_is_put_in_force_on_the_page(rostered, officer):
    node = rostered.node("XB")
    file = SimpleUploadedFile("duty.ics", calendar_of(node, XB, days=15), "text/calendar")
    form = {
        "authority": XB,
        "calendar": file,
        "from": "2026-11-25T00:00",
        "until": "2026-12-05T00:00",
        "heads": HEAD,
        "reason": "From the calendar",
    }
    officer(HEAD).post("/duty/roster", form)
    assert [one.reason for one in node.store.rosters(XB)] == ["From the calendar", "The month"]


def test_only_an_approver_sets_a_roster(world, officer):
    form = {"authority": XB, "plan": PLAN, "reason": "x"}
    assert officer(FIRST).post("/duty/roster", form).status_code == 403
    assert not world.node("XB").store.rosters(XB)


def test_a_watch_is_taken_and_handed_over_on_the_pages(rostered, officer):
    thread, node = requested(rostered), rostered.node("XB")
    client = officer(HEAD)
    client.post("/duty/stand-in", {"authority": XB, "until": "2026-11-24T09:00", "reason": "Ill"})
    assert on_duty(node, XB, NOW).officer == HEAD
    answer = officer(FIRST).post("/duty/hand-over", {"authority": XB, "note": "Ring <b>XA</b>"})
    assert answer["Location"] in client.get("/desk/now").content.decode()
    page = client.get(answer["Location"]).content.decode()
    assert "Ring &lt;b&gt;XA&lt;/b&gt;" in page
    assert thread in page
    (made,) = node.store.hand_overs(XB, 5)
    confirm = f"/duty/hand-over/{made.id}/confirm"
    assert client.post(confirm, {"digest": "0" * 64}).status_code == 409
    client.post(confirm, {"digest": made.digest, "remark": "Read."})
    assert node.store.hand_over(made.id).confirmed_by == HEAD
    assert answer["Location"] not in client.get("/desk/now").content.decode()
    page = officer(FIRST).get(f"/duty/hand-over/{made.id}/").content.decode()
    assert "Read." in page
    assert "take over duty" not in page


def test_what_officers_write_is_shown_with_the_language_in_which_they_wrote_it(rostered, officer):
    node = rostered.node("XB")
    first, head = officer(FIRST), officer(HEAD)
    first.post("/language", {"language": "fr", "next": "/"})
    head.post("/duty/stand-in", {"authority": XB, "until": "2026-11-24T09:00", "reason": "Ill"})
    answer = first.post("/duty/hand-over", {"authority": XB, "note": "Appelez Arcadie."})
    page = head.get(answer["Location"]).content.decode()
    assert '<bdi lang="fr">Appelez Arcadie.</bdi><span class="faint"> (French)</span>' in page
    (made,) = node.store.hand_overs(XB, 5)
    head.post(f"/duty/hand-over/{made.id}/confirm", {"digest": made.digest, "remark": "Read."})
    page = first.get(answer["Location"]).content.decode()
    assert '<bdi lang="fr">Appelez Arcadie.</bdi>' in page
    assert '<bdi lang="en">Read.</bdi><span class="faint"> (anglais)</span>' in page
    shown = first.get(answer["Location"], headers={"accept": "application/json"}).json()["data"]
    assert shown["contents"]["note"]["language"] == "fr"


def test_an_unknown_hand_over_is_no_page(rostered, officer):
    address = "/duty/hand-over/01938f3e-0000-7000-8000-000000000000/"
    assert officer().get(address).status_code == 404


def test_a_browser_that_announced_a_call_is_in_the_record_once_a_step(rostered, officer):
    requested(rostered)
    node, client = rostered.node("XB"), officer(FIRST)
    (call,) = node.store.pages()
    assert f'data-call="{call.id}"' in client.get("/desk/now").content.decode()
    other = officer(HEAD).get("/desk/now").content.decode()
    assert "data-call" not in other
    assert "alerted: " in other
    assert ">xb-0001</bdi>" in other
    for _twice in range(2):
        client.post("/calls/notified", {"call": call.id})
    officer(HEAD).post("/calls/notified", {"call": call.id})
    client.post("/calls/notified", {"call": "another"})
    assert [(one.officer, one.means) for one in node.store.attempts(call.id)] == [
        (FIRST, "desk"),
        (FIRST, "browser"),
    ]
    assert "data-call" not in client.get("/desk/now").content.decode()
    assert call.seen is None
    page = client.get("/duty/").content.decode()
    assert "in the browser" in page


def test_an_officer_says_where_he_is_called(rostered, officer):
    client = officer(FIRST)
    client.post("/duty/addresses", {"mail": "duty@xb.example, night@xb.example"})
    assert rostered.node("XB").store.contact(FIRST).mail == ("duty@xb.example", "night@xb.example")
    assert 'value="duty@xb.example, night@xb.example"' in client.get("/duty/").content.decode()
    assert client.post("/duty/addresses", {"mail": "a b"}).status_code == 409
    assert client.post("/duty/addresses", {"officer": HEAD, "mail": "a@b"}).status_code == 409


def test_a_script_gets_the_same(rostered, officer):
    requested(rostered)
    data = officer().get("/duty/", headers={"accept": "application/json"}).json()["data"]
    first = data["duties"][0]
    assert (first["on_duty"]["officer"], first["on_duty"]["next"]) == (FIRST, HEAD)
    assert first["waits"]["emergency"] == [5, 5, 10]
    assert data["calls"][0]["attempts"][0]["officer"] == FIRST
