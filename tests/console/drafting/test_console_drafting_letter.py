# SPDX-License-Identifier: Apache-2.0
"""The letter that a form becomes, beside the form and for its script."""

from written_forms import BEGIN, HEAD, at, begun, hidden, save, texts

from casts.console.acts import WRITTEN
from casts.steady.counted_runs import counted
from rogatory.console.drafting.guide import LOOK
from rogatory.node.letters.write import letter_document
from rogatory.node.printing.html import to_part
from rogatory.requests.contents import body

SHOWN = {"save": "part", "letter-shown": "yes"}
"""How the page's script saves where the officer sees the letter beside the form."""


def letter_of(answer):
    text = answer.content.decode()
    whole, _, rest = text.partition('id="letter" tabindex')
    return rest.partition("</section>\n</div></section>")[0] if whole != text else text


def test_the_letter_is_beside_the_form_with_its_gaps(world, officer):
    client = officer()
    assert "UNFINISHED, NOT SIGNED" in client.get(BEGIN).content.decode()
    begun(client)
    (text,) = texts(world)
    before = letter_of(client.get(at(text, "facts"))).count('class="gap"')
    answer = save(client, text, "facts", {"body.facts": "Somebody was deceived."}, **SHOWN)
    part = answer.content.decode().partition('data-part="letter"')[2]
    assert "Somebody was deceived." in part
    assert part.count('class="gap"') == before - 1
    assert texts(world)[0].language == "en"
    french = client.get(f"{at(text, 'facts')}?letter=fr").content.decode()
    assert "INACHEVÉ, NON SIGNÉ" in french
    assert 'lang="fr" dir="ltr"' in french
    (text,) = texts(world)
    answer = save(client, text, "facts", {"body.facts": "Twice."}, go="next", letter="ar")
    page = client.get(answer.headers["Location"]).content.decode()
    assert 'lang="ar" dir="rtl"' in page


def test_to_look_at_the_letter_in_another_language_begins_no_text(world, officer):
    client = officer()
    first = client.get(BEGIN)
    form = {"text": hidden(first, "text"), "revision": "0", **HEAD, "letter": "es", **SHOWN}
    answer = client.post(BEGIN, form)
    assert "INACABADO, SIN FIRMAR" in answer.content.decode()
    assert texts(world) == []


def test_a_script_gets_the_letter_so_far(world, officer):
    client = officer()
    begun(client)
    (text,) = texts(world)
    data = client.get(at(text, "letter"), headers={"Accept": "application/json"}).json()["data"]
    assert data["letter"]["letterhead"]["warning"] == "UNFINISHED, NOT SIGNED"
    assert (
        "letter"
        not in client.get(at(text, "to"), headers={"Accept": "application/json"}).json()["data"]
    )


def test_a_body_is_judged_once_for_each_page_of_its_form(world, officer):
    client = officer()
    begun(client)
    (text,) = texts(world)
    with counted(body.check) as runs:
        for page in ("facts", LOOK, "all", "letter"):
            assert client.get(at(text, page)).status_code == 200
            assert runs.pop("check") == 1, page
        response = client.get(f"/unfinished/{text.id}/", headers={"Accept": "application/json"})
        assert response.status_code == 200
        assert runs.pop("check") == 1
        checked = save(client, text, "all", dict(WRITTEN), check="yes")
        assert "The form found no problems in this draft." in checked.content.decode()
        assert runs.pop("check") == 1


def test_a_letter_is_written_where_somebody_sees_it_and_nowhere_else(world, officer):
    client = officer()
    begun(client)
    (text,) = texts(world)
    with counted(letter_document, to_part) as runs:
        for page in ("facts", LOOK):
            client.get(at(text, page), headers={"Accept": "application/json"})
            assert not runs
            client.get(at(text, page))
            assert runs == {"letter_document": 1, "to_part": 1}
            runs.clear()
        client.get(at(text, "letter"), headers={"Accept": "application/json"})
        assert runs == {"letter_document": 1}
        runs.clear()
        answer = save(client, text, "facts", {"body.facts": "Deceived."}, save="part")
        assert 'data-part="letter"' not in answer.content.decode()
        assert not runs
        (text,) = texts(world)
        answer = save(client, text, "facts", {"body.facts": "Deceived twice."}, **SHOWN)
        assert "Deceived twice." in answer.content.decode().partition('data-part="letter"')[2]
        assert runs == {"letter_document": 1, "to_part": 1}
