# SPDX-License-Identifier: Apache-2.0
"""A catalogue keeps what is translated, guesses nothing, and gives the same bytes each time."""

from datetime import UTC, datetime

from rogatory.node.printing.catalogue_file import (
    CatalogueFile,
    compile_outdated,
    new_template,
    untranslated,
)


def template(*texts):
    made = new_template()
    for text in texts:
        made.add(text, locations=[("a.py", 0)])
    return made


def translate(file, translations):
    text = file.path.read_text()
    for source, translation in translations.items():
        text = text.replace(
            f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{translation}"'
        )
    file.path.write_text(text)


def french(folder):
    return CatalogueFile(folder / "fr" / "words.po", "fr", "# Words.", places=True)


def test_what_is_translated_stays_what_changed_is_untranslated_what_is_gone_goes(tmp_path):
    file = french(tmp_path)
    file.write(template("kept", "gone", "old wording"))
    translate(file, {"kept": "garde", "gone": "parti", "old wording": "ancien"})
    now = template("kept", "new wording")
    assert file.is_stale(now)
    file.write(now)
    assert not file.is_stale(now)
    found = file.updated(now)
    assert found.get("kept").string == "garde"
    assert list(untranslated(found)) == ["new wording"]
    assert "gone" not in file.path.read_text()


def test_both_files_are_the_same_bytes_whenever_they_are_written(tmp_path):
    """They say no date: gettext's has minutes, so that writing twice in a row would not show it."""
    file, words = french(tmp_path), template("one", "two")
    file.write(words)
    before = [path.read_bytes() for path in (file.path, file.path.with_suffix(".mo"))]
    today = datetime.now(UTC).strftime("%Y-%m-%d").encode()
    assert [one for one in before if today in one] == []
    file.write(words)
    assert [path.read_bytes() for path in (file.path, file.path.with_suffix(".mo"))] == before


def test_a_compiled_file_has_no_date_of_its_compiling(tmp_path):
    """A release is built twice and compared; `.po` files have no date that could be taken."""
    file = CatalogueFile(tmp_path / "locale" / "fr.po", "fr", "# Words.", places=True)
    file.write(template("kept"))
    compiled = file.path.with_suffix(".mo")
    compiled.unlink()
    assert compile_outdated(tmp_path) == [file.path]
    assert datetime.now(UTC).strftime("%Y-%m-%d").encode() not in compiled.read_bytes()


def test_a_compiled_file_that_says_something_else_is_stale(tmp_path):
    file, words = french(tmp_path), template("kept")
    file.write(words)
    translate(file, {"kept": "garde"})
    assert file.is_stale(words)
    file.write(words)
    assert not file.is_stale(words)
    file.path.with_suffix(".mo").unlink()
    assert file.is_stale(words)


def test_english_translates_itself(tmp_path):
    file = CatalogueFile(tmp_path / "en.po", "en", "# Words.", places=False)
    assert list(untranslated(file.updated(template("as it is")))) == []


def test_only_catalogues_newer_than_their_compiled_file_are_compiled(tmp_path):
    """Compiled files are not committed, so every start of a checkout must notice what changed."""
    first = CatalogueFile(tmp_path / "a" / "locale" / "fr.po", "fr", "# Words.", places=False)
    second_path = tmp_path / "b" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    second = CatalogueFile(second_path, "fr", "# Words.", places=False)
    words = template("kept")
    for file in (first, second):
        file.write(words)
    assert compile_outdated(tmp_path) == []
    translate(second, {"kept": "garde"})
    second.path.with_suffix(".mo").unlink()
    assert compile_outdated(tmp_path) == [second.path]
    assert not second.is_stale(words)
    assert compile_outdated(tmp_path) == []
