# SPDX-License-Identifier: Apache-2.0
"""The steps of a State that joins."""

from datetime import UTC, datetime

from casts.cli.commands import run

NAMES = {
    "ar": "ميريديا",
    "en": "Meridia",
    "es": "Meridia",
    "fr": "Méridie",
    "ru": "Меридия",
    "zh": "梅里迪亚",
}


CARD = """
[[numbers]]
authority = "xm/contact-point"
label = "Duty officer, day and night"
e164 = "+99900000001"

[[call_back]]
authority = "xm/central-authority"
kind = "telephone"
value = "+99900000003"
"""


def waits_at(steps):
    return None if steps[-1]["done"] else steps[-1]["step"]


def say_who_we_are(folder, tmp_path):
    run("entry", "edit", folder / "entry", "--out", tmp_path / "text.toml")
    text = (tmp_path / "text.toml").read_text()
    for language, name in NAMES.items():
        text = text.replace(f'{language} = "XM"', f'{language} = "{name}"')
    today = datetime.now(UTC).date().isoformat()
    text = text.replace('id = "xm/', f'verified = {today}\nid = "xm/')
    (tmp_path / "edited.toml").write_text(text)
    assert run("entry", "edit", folder / "entry", "--from", tmp_path / "edited.toml").status == 0


def write_card(folder, tmp_path):
    (tmp_path / "card.toml").write_text(CARD)
    result = run("entry", "card", "write", folder / "entry", "--from", tmp_path / "card.toml")
    assert result.status == 0, result.err
