# SPDX-License-Identifier: Apache-2.0
"""A form is filled in again at its own place in the page, and nothing else of the page changes."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from casts.console.typed_forms import typed_forms
from rogatory.console.frame.filled_form import filled_page

PAGE = """<main>
<form method="post" action="/x/note"><input type="hidden" name="id" value="1"><textarea name="text">
old</textarea></form>
<details><summary>Order</summary>
<form method="post" action="/x/order">
  <input type="hidden" name="csrfmiddlewaretoken" value="new"><input type="hidden" name="id" value="2">
  <input type="text" id="a" name="named" value="as before" required><input type="password" name="secret">
  <input name="twice"><input name="twice">
  <select name="kind"><option value="p" selected>P</option><option>Q &amp; R</option></select>
  <label><input type="checkbox" name="many" value="1" checked></label>
  <label><input type="checkbox" name="many" value="2"></label>
  <textarea name="text" rows="2"></textarea><input type="file" name="papers"><button name="go">Go</button>
</form></details>
<form method="get" action="/x/order"><input name="named"></form>
</main>"""


def posted(**values):
    return QueryDict(urlencode(values, doseq=True))


def filled(values, **more):
    return filled_page(PAGE, "/x/", "/x/order", posted(**values), **more)


def order_in(page):
    return next(one for one in typed_forms(page, "/x/") if one.action == "/x/order")


TYPED = {
    "id": "2",
    "named": 'a "<b>',
    "twice": ["one", "two"],
    "kind": "Q & R",
    "many": "2",
    "text": "\nx",
}


def test_each_control_has_what_was_typed_into_it_and_the_fold_is_open():
    found = filled(TYPED)
    form = order_in(found.text)
    assert found.is_filled
    assert form.lines["named"] == 'a "<b>'
    assert form.texts["text"] == "\nx"
    assert form.choices["kind"][0] == ["Q & R"]
    assert form.boxes["many"] == {"1": False, "2": True}
    assert '<input name="twice" value="one"><input name="twice" value="two">' in found.text
    assert "<details open>" in found.text
    assert '<input type="hidden" name="page-of-form" value="/x/">' in found.text


def test_a_password_a_token_and_the_other_forms_stay_as_they_are():
    text = filled(TYPED | {"secret": "s3cret", "csrfmiddlewaretoken": "of an attacker"}).text
    assert "s3cret" not in text
    assert 'value="new"' in text
    assert PAGE.split("<details>", maxsplit=1)[0] in text
    assert PAGE.split("</details>")[1] in text


@pytest.mark.parametrize("values", [{"id": "3"}, {}], ids=["of another row", "of none"])
def test_a_form_of_another_row_is_not_filled_in(values):
    found = filled({"named": "x"} | values)
    assert not found.is_filled
    assert found.text == PAGE


def test_a_sentence_is_below_its_field_once_and_a_file_has_its_reminder():
    text = filled(
        TYPED,
        files=["papers"],
        problems=lambda names: {"many": ["<No>."]} if "many" in names else {},
        reminder="Again.",
    ).text
    assert text.count("&lt;No&gt;.") == 1
    assert '<input type="file" name="papers"><ul class="why"><li>Again.</li></ul>' in text


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_was_typed_is_text_of_its_field_and_of_nothing_else(line, long):
    page = filled({"id": "2", "named": line, "text": long}).text
    found = [one for one in typed_forms(page, "/x/") if one.action == "/x/order"]
    assert len(found) == 1
    assert page.count("<form") == PAGE.count("<form")
    assert page.count("<input") == PAGE.count("<input") + 1
