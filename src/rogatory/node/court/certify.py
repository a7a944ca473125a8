# SPDX-License-Identifier: Apache-2.0
"""Make a certificate of authenticity: the collecting officer's own signature over what he declares."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from rogatory.disk import PartialFolder, write_new
from rogatory.errors import Refused
from rogatory.evidence.trust.stamps import StampRules
from rogatory.node.certificate import refusals
from rogatory.node.certificate.check import (
    CertificateTrust,
    Folder,
    check_certificate,
    check_layout,
)
from rogatory.node.certificate.document import (
    CERTIFICATE,
    FORM,
    SIGNATURES,
    STAMP,
    Certificate,
)
from rogatory.node.certificate.facts import About
from rogatory.node.certificate.form import CertificateForm, fill
from rogatory.node.court.printed_certificate import rendered
from rogatory.seal.certificates.reading import der_to_pem
from rogatory.seal.signatures import Anchors, SigningKeys
from rogatory.wire.digests import sha256


@dataclass(frozen=True, slots=True)
class Declaring:
    """An officer's declaration: the form, the answers to its questions by id, and the statements
    not declared, with the reason. `language` is that of the text that the officer signs.
    """

    form: CertificateForm
    answers: Mapping[str, str] = field(default_factory=dict)
    declined: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    pdf: bool = True


@dataclass(frozen=True, slots=True)
class Certified:
    folder: Path
    certificate: Certificate
    digest: str


def refuse_other_officer(about: About, officer: str) -> None:
    """Refuse an officer who did not collect: nobody declares what another did."""
    collected = about.acquired
    if collected.officer != officer:
        raise Refused(refusals.NOT_COLLECTOR.because(collector=collected.officer, officer=officer))


def certify(
    about: About,
    declaring: Declaring,
    out: Path,
    *,
    keys: SigningKeys,
    state_ca: Mapping[str, bytes],
    at: datetime,
    stamp: Callable[[bytes], bytes] | None = None,
) -> Certified:
    """Write the certificate at `out`, about a package that was verified.

    1. The officer is the one who collected.
    2. Every question of the form is answered, or declined with a reason.
    3. What was signed holds (the list in `check_certificate`).

    Raises:
        Refused: with every reason. Nothing is left at `out` then.
    """
    refuse_other_officer(about, keys.holder)  # 1
    form, language = declaring.form, declaring.language
    statements = fill(form, language, declaring.answers, declaring.declined)  # 2
    draft = Certificate(
        network=about.network,
        officer=keys.holder,
        authority=about.acquired.authority,
        certified=at.replace(microsecond=0),
        package=about.package,
        bag=about.bag,
        seal=about.seals[0] if about.seals else None,
        request=about.request,
        language=language,
        acquired=about.acquired,
        form=form.digest,
        statements=statements,
        renderings={},
    )
    pages = rendered(draft, form, pdf=declaring.pdf)
    whole = replace(draft, renderings={name: sha256(page) for name, page in pages.items()})
    data = whole.encode()
    signatures = keys.sign(data, whole.certified)
    assert signatures.mldsa65 is not None  # an officer's folder always has both
    files = {
        CERTIFICATE: data,
        SIGNATURES["p256"]: signatures.p256,
        SIGNATURES["mldsa65"]: signatures.mldsa65,
        FORM: form.data,
        **pages,
        **{
            f"certificates/{keys.holder[:2]}-ca.{name}.pem": der_to_pem(der)
            for name, der in state_ca.items()
        },
    }
    if stamp is not None:
        files[STAMP] = stamp(bytes.fromhex(sha256(data)))
    without_stamp = {name: one for name, one in files.items() if name != STAMP}
    anchors = Anchors(tuple(state_ca.values()))
    judged = CertificateTrust(lambda _moments: anchors, StampRules(at, anchors))
    check_layout(Folder(files))
    check_certificate(without_stamp, about, judged)  # 3
    with PartialFolder(out.absolute(), private=True) as partial:
        place = Path(os.fsdecode(partial.path))
        (place / "certificates").mkdir()
        for name, one in files.items():
            write_new(place / name, one)
    return Certified(out, whole, sha256(data))
