# SPDX-License-Identifier: Apache-2.0
"""`rogatory matter restrict`: it wants names or the word that opens, and says who may read."""

import pytest
from click.testing import CliRunner

from rogatory.main import main


@pytest.mark.parametrize("options", [[], ["--to", "xb-0010", "--open"]])
def test_names_or_opening_is_asked_for_and_not_both(tmp_path, options):
    command = ["matter", "restrict", str(tmp_path), "019aaf00-0000-7000-8000-00000000000a"]
    answer = CliRunner().invoke(
        main, [*command, "--own-key", str(tmp_path), "--reason", "A leak.", *options]
    )
    assert answer.exit_code == 2
    assert "--to" in answer.output
