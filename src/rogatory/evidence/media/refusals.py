# SPDX-License-Identifier: Apache-2.0
"""Refusals and remarks about disk images."""

from rogatory.errors import Code
from rogatory.evidence.refusals import KEEP_AS_RECEIVED

_ALLOW = (
    "Look for another copy of the image; or repeat with --allow-damaged, which records what is "
    "wrong with it in media.json."
)

SEGMENT_MISSING = Code(
    "image-segment-missing",
    "{path} is missing: the image that begins with {first} goes on there.",
    "Find the missing file and collect the whole set; or repeat with --allow-damaged, which "
    "records the image as incomplete.",
)
FIRST_MISSING = Code(
    "image-first-missing",
    "{path} is a later file of an image whose first, {first}, is not collected with it.",
    "Collect the set by its first file, or with the folder that holds all of it; or repeat with "
    "--allow-damaged, which collects what is there as it is.",
)
BAD_SECTORS = Code(
    "image-bad-sectors",
    "{sectors} sectors of the image {path} are damaged; the first is sector {first}.",
    _ALLOW,
)
DIGEST_DIFFERS = Code(
    "image-digest-differs",
    "The {algorithm} digest of the media in {path} is {found}; the image itself states {stored}.",
    _ALLOW,
)
READERS_DIFFER = Code(
    "image-readers-differ",
    "Two readers give different data for {sectors} sectors of the image {path}, from sector "
    "{first} on, though their checksums hold.",
    "Have an expert compare the image with the original medium; --allow-damaged records it.",
)
UNREAD = Code("image-unread", "The image {path} could not be read through: {problem}.", _ALLOW)

# Remarks: nothing is refused for these.
EXTRA_MISSING = Code(
    "image-extra-missing",
    "{library} is not installed, so {lost}.",
    "The operator of this computer must install rogatory with its extra `images`; what was "
    "collected is complete without it.",
)
NOTE = Code(
    "image-note",
    "Image {path}: {problem}.",
    "Inform the examiner; nothing else needs to be done.",
)
PART_SECTOR = Code(
    "image-part-sector",
    "The source of the image {path} was not whole sectors: {bytes} bytes follow its last one, and "
    "the digests that it states count them.",
    "Inform the examiner; nothing else needs to be done.",
)
VOLUMES_UNREAD = Code(
    "image-volumes-unread",
    "Partitions and file systems of the image {path} could not be examined: {problem}.",
    "Examine the image on a workstation of its own; what was collected is whole.",
)
NOT_READ = Code(
    "image-not-read",
    "Images of the kind of {path} are collected as they are and not read.",
    "Examine it with a program that reads this kind.",
)
TOO_MANY = Code(
    "images-too-many",
    "{count} images more than the {limit} that are examined were collected as they are.",
    "Collect them in several packages to have each one examined.",
)

# Reading the record.
FORM = Code(
    "media-form",
    "media.json is not as the specification says: {problem}.",
    KEEP_AS_RECEIVED,
)
DISAGREES = Code(
    "media-disagrees",
    "{record} and the manifest disagree about {path}.",
    KEEP_AS_RECEIVED,
)
