# SPDX-License-Identifier: Apache-2.0
"""The places of files in a disclosure.

disclosure.json             what is handed over, by whom and why; lists every file below but
                            those of items/
disclosure.json.p256.p7s  disclosure.json.mldsa65.p7s
items.jsonl                 a line for each item: its inventory line, and what proves it
items/                      the data of the items, at their stored paths
SHA256SUMS                  the files of items/, as `sha256sum -c` reads them
package/                    tagmanifest-sha256.txt with its signatures, items-root.txt, and
                            bag-info.txt and conditions.json where they are handed over
seal/                       the documents of the seal, where they are handed over
certificates/               State CAs of who sealed the package and who discloses, PEM
"""

DISCLOSURE = "disclosure.json"
ITEMS = "items.jsonl"
DATA = "items"
SUMS = "SHA256SUMS"
PACKAGE = "package"
SEAL_FOLDER = "seal"
CERTIFICATES = "certificates"

SIGNATURES = {"p256": f"{DISCLOSURE}.p256.p7s", "mldsa65": f"{DISCLOSURE}.mldsa65.p7s"}
NOT_LISTED = frozenset({DISCLOSURE, *SIGNATURES.values()})

PLACES = frozenset(
    {
        ITEMS,
        SUMS,
        f"{PACKAGE}/tagmanifest-sha256.txt",
        f"{PACKAGE}/tagmanifest-sha256.txt.p256.p7s",
        f"{PACKAGE}/tagmanifest-sha256.txt.mldsa65.p7s",
        f"{PACKAGE}/items-root.txt",
        f"{PACKAGE}/bag-info.txt",
        f"{PACKAGE}/conditions.json",
    }
)
"""Where a document may lie, but those of the seal and the certificates."""
