# SPDX-License-Identifier: Apache-2.0
"""Whatever is typed into a form of the console and refused is in the form that comes back."""

from casts.console.access_world import READER, populated
from casts.console.full_world import filled
from casts.console.typed_forms import typed_forms
from casts.console.world import ADMIN, apart
from rogatory.node.permissions import ADMINISTRATOR

WRONG = 'a\u202eb <i>"&\U0001f600</i> 2020-02-30'


def places_of(world):
    places = filled(world)
    for name, addresses in populated(world).items():
        places.setdefault(name, addresses)
    from rogatory.storage.models import Officer

    apart(lambda: Officer.objects.filter(number=ADMIN).update(roles=[ADMINISTRATOR]))
    return [
        *(one for addresses in places.values() for one in addresses),
        "/administration/",
        "/profile/",
    ]


def typed_into(form, text):
    sent = form.hidden | dict.fromkeys(form.typed, text)
    for name, (_chosen, offered) in form.choices.items():
        sent[name] = offered[-1] if offered else ""
    for name, values in form.boxes.items():
        sent[name] = list(values)[-1]
    return sent


def begun_texts(world, number):
    return {one.id for one in world.node("XB").store.unfinished_of(number)}


def forget_texts(world, number, but):
    """Delete what the test itself began: an officer keeps no more than `MOST_UNFINISHED`."""
    store = world.node("XB").store
    with store.transaction():
        for text in begun_texts(world, number) - but:
            store.delete_unfinished(text)


def test_every_form_that_is_refused_shows_what_was_typed(world, officer):
    tried, lost, kept = set(), [], 0
    for number in (READER, ADMIN):
        for address in places_of(world) if number == READER else ["/administration/", "/profile/"]:
            client, before = officer(number), begun_texts(world, number)
            page = client.get(address, follow=True)
            if "html" not in page.headers.get("Content-Type", "") or page.streaming:
                continue
            at = page.request["PATH_INFO"]
            if query := page.request["QUERY_STRING"]:
                at = f"{at}?{query}"
            for form in typed_forms(page.content.decode(), at):
                if form.row in tried:
                    continue
                tried.add(form.row)
                answered = client.post(
                    form.action,
                    typed_into(form, WRONG),
                    headers={"referer": f"http://testserver{at}"},
                )
                if answered.status_code == 302:
                    forget_texts(world, number, before)
                    continue
                if not answered.content or answered.status_code == 405:
                    lost.append((address, form.action, answered.status_code))
                    continue
                returned = [
                    one
                    for one in typed_forms(answered.content.decode(), form.action)
                    if one.action == form.action
                ]
                shown = next((one for one in returned if one.hidden == form.hidden), None)
                if shown is None or any(value != WRONG for value in shown.typed.values()):
                    lost.append((address, form.action, answered.status_code, shown and shown.typed))
                    continue
                kept += 1
    assert lost == []
    assert kept > 20
