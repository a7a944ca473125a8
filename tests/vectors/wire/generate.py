# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors of canonical JSON beside this file: one scenario a file.

Each holds the bytes in hex and what a reader must say: `value` with the value, or the code of
the refusal. Kept free of the project's code, so that it cannot repeat the project's mistakes.
"""

import json
from pathlib import Path

SCENARIOS = {
    "object-in-order": (
        '{"a":1,"b":[true,false,null]}',
        "value",
        {"a": 1, "b": [True, False, None]},
    ),
    "empty-object": ("{}", "value", {}),
    "escapes": ('"\\b\\t\\n\\f\\r\\"\\\\\\u0000\\u001f/é"', "value", '\b\t\n\f\r"\\\x00\x1f/é'),
    "largest-integer": ("9007199254740991", "value", 2**53 - 1),
    "smallest-integer": ("-9007199254740991", "value", -(2**53) + 1),
    "order-by-utf16": ('{"\U0001f600":2,"\uffe6":1}', "value", {"\U0001f600": 2, "\uffe6": 1}),
    "names-out-of-order": ('{"b":1,"a":2}', "json-not-canonical", None),
    "white-space": ('{"a": 1}', "json-not-canonical", None),
    "needless-escape": ('"\\u0041"', "json-not-canonical", None),
    "upper-case-escape": ('"\\u001F"', "json-not-canonical", None),
    "minus-zero": ("-0", "json-not-canonical", None),
    "fraction": ("1.5", "json-number", None),
    "exponent": ("1e3", "json-number", None),
    "integer-too-large": ("9007199254740992", "json-number", None),
    "not-a-number": ("NaN", "json-number", None),
    "name-twice": ('{"a":1,"a":1}', "json-duplicate-name", None),
    "unpaired-surrogate": ('"\\udc00"', "json-surrogate", None),
    "not-nfc": ('"e\u0301"', "json-not-nfc", None),
    "trailing-byte": ("{}x", "json-malformed", None),
}

if __name__ == "__main__":
    for name, (text, expect, value) in SCENARIOS.items():
        vector = {"bytes": text.encode().hex(), "expect": expect}
        if expect == "value":
            vector["value"] = value
        Path(__file__).with_name(f"{name}.json").write_text(json.dumps(vector, indent=1) + "\n")
