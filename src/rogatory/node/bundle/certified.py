# SPDX-License-Identifier: Apache-2.0
"""The certificate of authenticity in a bundle, judged by the directory that the bundle carries."""

from rogatory.directory.view import View
from rogatory.disk import Beneath
from rogatory.node.bundle import layout
from rogatory.node.bundle.reading import BundleFiles
from rogatory.node.bundle.stock_certificates import REVOCATION_LIST
from rogatory.node.certificate.check import Judged, check_certificate, read_certificate_folder
from rogatory.node.certificate.document import CERTIFICATE, Certificate, parse_certificate
from rogatory.node.certificate.reading import about_beneath
from rogatory.seal.signatures import Anchors


def declared(files: BundleFiles) -> Certificate:
    """What the officer declares; nothing about it has been checked."""
    return parse_certificate(files.read(f"{layout.CERTIFICATE}/{CERTIFICATE}"))


def check_declared(files: BundleFiles, view: View, inside: Beneath, seals: tuple[str, ...]) -> str:
    """Decide that the certificate in the bundle holds (the list in `check_certificate`). `seals`
    are the digests of the seal and of the earlier ones.
    """
    certificate = declared(files)
    at = certificate.certified
    anchors = view.anchors(certificate.officer[:2].upper(), at, proven=False)
    lists = [
        data
        for name, data in files.files(layout.CERTIFICATES).items()
        if name.endswith(REVOCATION_LIST)
    ]
    about, _request = about_beneath(inside, seals)
    judged = Judged(Anchors((*anchors, *view.tsa_certificates(at))), tuple(lists), view)
    return check_certificate(
        read_certificate_folder(files.folder / layout.CERTIFICATE), about, judged
    )
