// SPDX-License-Identifier: Apache-2.0
// Limits of what is read, each with the danger that it prevents (SPECIFICATION.md section 2).

export const MIB = 1048576;
/** A larger document would fill the memory of the page. */
export const LARGEST_DOCUMENT = MIB;
/** A document of endless small members would make the page hang. */
export const MOST_ELEMENTS = 65536;
/** The same of a message, which many people write. */
export const MOST_ELEMENTS_OF_MESSAGE = 4096;
/** The same of the list of a disk image's facts. */
export const MOST_FACTS = 1048576;
/** Deeper arrays would exhaust the stack. */
export const DEEPEST_NESTING = 32;
/** The list of a bundle, which has a member for each file. */
export const LARGEST_LISTING = 268435456;
/** A larger signature file holds something else than a signature. */
export const LARGEST_SIGNATURE = 32768;
/** A larger list of withdrawn certificates would fill the memory of the page. */
export const LARGEST_REVOCATION_LIST = 16777216;
/** A larger token would make the reader of DER work for nothing. */
export const LARGEST_TOKEN = 65536;
/** Each token costs a signature check; more are laid there to make the page hang. */
export const MOST_TOKENS = 200;
/** Weaker RSA keys can be factored. */
export const SMALLEST_RSA_BITS = 2048;
/** A larger key makes each check of a signature take seconds. */
export const LARGEST_RSA_BITS = 16384;
/** Deeper DER would exhaust the stack. */
export const DEEPEST_DER = 64;
/** More certificates in one file would make the page hang. */
export const MOST_CERTIFICATES = 100;
export const MOST_APPROVALS = 32;
export const LARGEST_CLIENT_DATA = 4096;
export const LARGEST_AUTHENTICATOR_DATA = 4096;
export const LARGEST_COSE_KEY = 1024;
export const LARGEST_AGE_HEADER = 262144;
/** Clocks differ by minutes; a claim further ahead is false. */
export const CLOCK_TOLERANCE = 300;
export const LARGEST_ATTACHMENT = MIB;
export const MOST_ATTACHMENTS = 20;
export const MOST_RELATED = 50;
export const LONGEST_CHAIN = 10000;
export const LONGEST_COMPONENT = 240;
export const LONGEST_PATH = 3800;
export const LARGEST_BAG_INFO = MIB;
/** A line of an endless list would fill the memory of the page. */
export const LONGEST_LINE = MIB;
export const LARGEST_MEDIA = 33554432;
export const LARGEST_TAG = 4194304;
/** Folders deeper than this are laid there to exhaust the reader. */
export const DEEPEST_FOLDER = 256;
export const SMALLEST_SEGMENT = 1048576;
export const LARGEST_SEGMENT = 67108864;
export const MOST_RECIPIENTS = 100;
export const MOST_EARLIER_SEALS = 32;
export const LARGEST_EVENT = 16384;
export const LARGEST_TOMBSTONE = 4096;
export const MOST_FIELDS = 32;
export const MOST_LISTED = 100;
export const LARGEST_NOTE = MIB;
export const MOST_NOTE_SIGNATURES = 100;
export const MOST_EXTENSIONS = 16;
export const LONGEST_PROOF_PATH = 63;
export const LARGEST_PROOF = 1056768;
export const LATEST_COSIGNATURE = 253370764800;
export const LARGEST_POLICY = 4096;
export const LARGEST_ROOT = 512000;
export const LARGEST_TRUSTED_ROOT = 4194304;
export const LARGEST_TIMESTAMP = 16384;
export const LARGEST_SNAPSHOT = 2000000;
export const LARGEST_TARGETS = 5000000;
export const LARGEST_STATE = 128000;
export const LARGEST_ENTRY = MIB;
export const MOST_ROOTS = 1024;
export const MOST_ENTRY_APPROVALS = 9;
export const LONGEST_ENTRY_TEXT = 500;
export const LONGEST_ENTRY_KEY = 4000;
export const LONGEST_ENTRY_LIST = 10000;
export const LARGEST_FORM = 262144;
export const MOST_STATEMENTS = 100;
export const LONGEST_ANSWER = 4000;
export const LARGEST_PAGE = 268435456;
export const MOST_DOCUMENTS = 1000;
export const MOST_ARCHIVED = 2000;
export const LARGEST_CONSENT = 65536;
/** Acts that a verdict lists; the others are counted. */
export const MOST_ACTS = 200;
/** Reasons that one check lists. */
export const MOST_REASONS = 200;
