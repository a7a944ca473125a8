# SPDX-License-Identifier: Apache-2.0
"""Files of a copy of the directory, as its newest metadata name them."""

import json


def published_entry(copy, code):
    """Return the file of a State's entry that was published last."""
    role, metadata = code.lower(), copy / "metadata"
    newest = max(metadata.glob(f"*.{role}.json"), key=lambda one: int(one.name.split(".")[0]))
    named = json.loads(newest.read_bytes())["signed"]["targets"][f"states/{role}.json"]
    return copy / f"targets/states/{named['hashes']['sha256']}.{role}.json"
