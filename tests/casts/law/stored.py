# SPDX-License-Identifier: Apache-2.0
"""Laws as they are stored: the objects that a law's document names, and the law that these state."""

from rogatory.treaty.law import law_document, law_of_rows
from rogatory.treaty.sections import SECTIONS
from rogatory.treaty.stored.stored_law import no_object, read_law


def objects_of(law):
    """Return the objects of a law by digest, without its document."""
    return {part.digest: part.document for part in (*law.regimes.values(), *law.corrected_by)}


def finder(objects):
    """Return how objects are found; one that is not there is refused."""
    return lambda digest: objects[digest] if digest in objects else no_object(digest)


def read_back(law):
    """Return the law that a law's document and objects state."""
    return read_law(law_document(law), finder(objects_of(law)))


def with_rows(law, section, rows):
    """Return a law with other rows in a section."""
    every = {name: getattr(law, name) for name in SECTIONS} | {section: tuple(rows)}
    return law_of_rows(law.register, law.as_of, every, law.corrected_by, law.regimes)
