# SPDX-License-Identifier: Apache-2.0
"""The console's JSON, asked and answered."""

import json

JSON = {"accept": "application/json"}


def document_of(answer, status=200):
    assert answer.status_code == status, answer.content[:500]
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "no-store"
    assert "Accept" in answer["Vary"]
    return json.loads(answer.content)


def post(client, address, sent, **more):
    return client.post(address, json.dumps(sent), "application/json", headers=JSON, **more)
