# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence report`, as an expert types it in a bundle's folder."""

import json

from click.testing import CliRunner

from rogatory.main import main


def run(*words):
    done = CliRunner().invoke(main, ["evidence", "report", *map(str, words)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_a_report_in_the_bundles_language_and_one_in_another(whole, tmp_path):
    done = run(
        whole, "--language", "en", "--language", "es", "--language", "en", "--out", tmp_path / "out"
    )
    assert done.exit_code == 0, done.output
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {f"report.{tag}.{kind}" for tag in ("en", "es") for kind in ("html", "pdf")}
    assert done.output.count("the same bytes as in the bundle") == 2
    assert done.output.count("the bundle has none in this language") == 2
    for name in ("report.en.html", "report.en.pdf"):
        assert (tmp_path / "out" / name).read_bytes() == (whole / name).read_bytes()


def test_json_names_what_the_bytes_depend_on(whole, tmp_path):
    done = run(whole, "--no-pdf", "--json", "--out", tmp_path / "out")
    document = json.loads(done.output)
    assert document["same"] == {"report.en.html": True}
    assert document["differences"] == []
    assert document["files"] == ["report.en.html"]
    assert document["typst"] is None


def test_a_report_that_somebody_changed_is_distinguished_from_the_one_made_again(bundle, tmp_path):
    (bundle / "report.en.html").write_text("another report")
    done = run(bundle, "--no-pdf", "--out", tmp_path / "out")
    assert done.exit_code == 0
    assert "other bytes than in the bundle" in done.output


def test_a_bundle_that_does_not_hold_leaves_nothing(bundle, tmp_path):
    (bundle / "bag" / "data" / "mail-1.eml").unlink()
    done = run(bundle, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "mail-1.eml" in done.output
    assert not any(tmp_path.glob("out*"))


def test_what_is_there_is_not_written_over(whole, tmp_path):
    (tmp_path / "out").mkdir()
    assert run(whole, "--out", tmp_path / "out").exit_code == 1
    assert run(whole, "--language", "tlh", "--out", tmp_path / "other").exit_code == 2
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_is_no_bundle_is_refused(tmp_path):
    (tmp_path / "none").mkdir()
    done = run(tmp_path / "none", "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert not (tmp_path / "out").exists()
