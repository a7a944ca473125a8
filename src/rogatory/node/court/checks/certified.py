# SPDX-License-Identifier: Apache-2.0
"""The certificate of authenticity in a bundle, judged by the directory that the bundle carries."""

from rogatory.evidence.trust.stamps import StampRules
from rogatory.node.certificate.check import (
    CertificateTrust,
    check_certificate,
    check_layout,
    read_certificate_folder,
)
from rogatory.node.certificate.document import CERTIFICATE, Certificate, parse_certificate
from rogatory.node.certificate.facts import About
from rogatory.node.court import layout
from rogatory.node.court.reading import BundleFiles
from rogatory.node.workstation.verification.signers import Whom


def declared(files: BundleFiles) -> Certificate:
    """Return the officer's declaration; nothing about it has been checked."""
    return parse_certificate(files.read(f"{layout.CERTIFICATE}/{CERTIFICATE}"))


def check_declared(files: BundleFiles, whom: Whom, rules: StampRules, about: About) -> str:
    """Decide that the certificate in the bundle holds (the list in `check_certificate`), and that
    nothing else lies beside it.
    """
    state = declared(files).officer[:2].upper()
    judged = CertificateTrust(
        lambda moments: whom.anchors(state, moments),
        rules,
        copies=whom.both.each if whom.both else (),
        decided=True,
    )
    folder = read_certificate_folder(files.folder / layout.CERTIFICATE)
    check_layout(folder)
    return check_certificate(folder.files, about, judged)
