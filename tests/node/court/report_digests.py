# SPDX-License-Identifier: Apache-2.0
"""The digests of the reports of the vectors' bundle, in form 1 and six languages.

    ./run python tests/node/court/report_digests.py

writes them anew into `report_digests.json` beside this file. Form 1 is fixed since version 0.1.0: what changes is written
as form 2 (`rogatory/node/court/report/renderers.py`), and the digests of form 1 stay.
"""

import base64
import io
import json
import lzma
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

from rogatory.disk import Beneath
from rogatory.evidence.spool import Spools
from rogatory.node.court import layout
from rogatory.node.court.hashing import read_bag
from rogatory.node.court.listing import LARGEST_LISTING, parse_head
from rogatory.node.court.reading import BundleFiles
from rogatory.node.court.report.renderers import RENDERERS
from rogatory.node.court.report.same_pages import report_of
from rogatory.node.printing.html import to_html
from rogatory.node.printing.languages import LANGUAGES
from rogatory.node.workstation.progress import no_progress
from rogatory.wire.digests import sha256

DIGESTS = Path(__file__).with_name("report_digests.json")
VECTORS = Path(__file__).parents[2] / "vectors" / "court"

FORM = 1


def unpack_material(out: Path) -> None:
    """Unpack the material of the court vectors into a folder."""
    text = "".join((VECTORS / f"material.{part}.txt").read_text() for part in (1, 2))
    data = lzma.decompress(base64.b64decode(text))
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        tar.extractall(out, filter="data")


def digests_of(bundle: Path, languages: Iterable[str] = LANGUAGES) -> dict[str, object]:
    """Return which bundle this is, and the digest of its report in each language."""
    with Spools(None) as spools, Beneath(bundle) as beneath, Beneath(bundle / layout.BAG) as inside:
        files = BundleFiles(bundle, beneath)
        listing = files.read(layout.BUNDLE, LARGEST_LISTING)
        bag = read_bag(bundle / layout.BAG, spools.new(), no_progress)
        report = report_of(files, inside, bag, parse_head(listing))
        pages = {one: sha256(to_html(RENDERERS[FORM](report, one))) for one in languages}
    return {"bundle": sha256(listing), "form": FORM, "html": pages}


def known_digests() -> dict[str, object]:
    """Return the digests that are kept."""
    found: dict[str, object] = json.loads(DIGESTS.read_text())
    return found


def write_digests(bundle: Path) -> None:
    """Keep the digests of this bundle's reports as they are made now."""
    DIGESTS.write_text(json.dumps(digests_of(bundle), indent=2) + "\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        unpack_material(Path(scratch))
        write_digests(Path(scratch) / "bundle")
