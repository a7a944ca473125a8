# SPDX-License-Identifier: Apache-2.0
"""All studies, in the order in which they are made: what leaves much to be deleted comes last,
since files made soon after many were deleted cost more.
"""

from bench.studies import (
    appending,
    court,
    extracting,
    messages,
    opening,
    pages,
    proving,
    remembering,
    sealing,
    workers,
)

STUDIES = (
    *sealing.STUDIES,
    *opening.STUDIES,
    *extracting.STUDIES,
    *appending.STUDIES,
    *proving.STUDIES,
    *messages.STUDIES,
    *pages.STUDIES,
    *workers.STUDIES,
    *court.STUDIES,
    *remembering.STUDIES,
)

ROWS = tuple(row for study in STUDIES for row in study.rows)
