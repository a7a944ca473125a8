# SPDX-License-Identifier: Apache-2.0
"""Prints the table of codes of SPECIFICATION 16.4; with `--frozen` the lines of `act_codes_frozen.txt`."""

import sys

from rogatory.custody.events.act_codes import ACT_CODES

HEAD = "| Code | Action | Fields | Normative English |\n| --- | --- | --- | --- |"


def lines(frozen):
    for one in ACT_CODES:
        forms = [field.form for field in one.fields]
        english = " ".join(one.sentences)
        if frozen:
            yield f"{one.code} | {one.action.value} | {'; '.join(forms) or 'none'} | {english}"
        else:
            shown = "; ".join(f"`{form.replace(': ', '`: ', 1)}" for form in forms) or "none"
            yield f"| `{one.code}` | `{one.action.value}` | {shown} | {english} |"


if __name__ == "__main__":
    frozen = sys.argv[1:] == ["--frozen"]
    sys.stdout.write("\n".join([*([] if frozen else [HEAD]), *lines(frozen)]) + "\n")
