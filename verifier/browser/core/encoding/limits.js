// SPDX-License-Identifier: Apache-2.0
// Limits of what is read, each with the danger that it prevents (SPECIFICATION.md section 2). Numbers that bound a name (99 lists, 999 tokens,
// 9999 records, 99999 events) are in the patterns of the names.

export const MIB = 1048576;

// --- JSON and texts ---

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
/** A longer text of an event, a reason or a purpose hides what is read in it from who reads the verdict. */
export const LONGEST_TEXT = 2000;
/** A longer name of an office would be cut where it is shown, and be read as another one. */
export const LONGEST_AUTHORITY = 64;
/** The same of a code, a kind, the act of a derivative. */
export const LONGEST_WORD = 64;

// --- Lists, signatures and timestamps ---

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
/** Each file that a list names is hashed again. */
export const MOST_ARCHIVED = 2000;
/** Clocks differ by minutes; a claim further ahead is false. */
export const CLOCK_TOLERANCE = 300;

// --- Keys and certificates ---

/** Weaker RSA keys can be factored. */
export const SMALLEST_RSA_BITS = 2048;
/** A larger key makes each check of a signature take seconds. */
export const LARGEST_RSA_BITS = 16384;
/** Deeper DER would exhaust the stack. */
export const DEEPEST_DER = 64;
/** More certificates in one file would make the page hang. */
export const MOST_CERTIFICATES = 100;
/** A larger key of a passkey is CBOR that is laid there to make the reader work. */
export const LARGEST_COSE_KEY = 1024;

// --- Messages and approvals ---

/** Each approval costs a signature check. */
export const MOST_APPROVALS = 32;
/** What a browser writes has some hundred bytes; more is JSON that is laid there to make the reader work. */
export const LARGEST_CLIENT_DATA = 4096;
/** What a passkey writes has some hundred bytes. */
export const LARGEST_AUTHENTICATOR_DATA = 4096;
/** What is larger rides in a sealed package, whose journal says who opened it. */
export const LARGEST_ATTACHMENT = MIB;
/** Each attachment is hashed, and named where the message is shown. */
export const MOST_ATTACHMENTS = 20;
/** Each thread that a message names may bring further messages into a bundle. */
export const MOST_RELATED = 50;
/** A chain is walked from its last message; an endless one would make the page hang. */
export const LONGEST_CHAIN = 10000;
/** A longer code of a receipt is no code, but words of a stranger. */
export const LONGEST_RECEIPT_CODE = 60;

// --- The bag ---

/** Longer names cannot be unpacked on every disk, so that two readers would see two bags. */
export const LONGEST_COMPONENT = 240;
/** The same of paths. */
export const LONGEST_PATH = 3800;
/** A larger list of facts would fill the memory of the page. */
export const LARGEST_BAG_INFO = MIB;
/** A line of an endless list would fill the memory of the page. */
export const LONGEST_LINE = MIB;
/** More pieces of one file than a reader can be asked to hold. */
export const MOST_EXTENTS = 1000;
/** A larger list of disk images' facts would fill the memory of the page. */
export const LARGEST_MEDIA = 33554432;
/** A larger list of tag files would fill the memory of the page. */
export const LARGEST_TAG = 4194304;
/** Folders deeper than this are laid there to exhaust the reader. */
export const DEEPEST_FOLDER = 256;

// --- The seal ---

/** Smaller segments would make a list that is larger than what it lists. */
export const SMALLEST_SEGMENT = 1048576;
/** A larger segment cannot be fetched again when a line breaks. */
export const LARGEST_SEGMENT = 67108864;
/** The digests of eight million segments; more would fill the memory of the page. */
export const LARGEST_SEGMENT_LIST = 268435456;
/** A larger header would be decrypted in vain by each of its recipients. */
export const LARGEST_AGE_HEADER = 262144;
/** Each recipient costs a stanza, and who opens the package tries each. */
export const MOST_RECIPIENTS = 100;
/** Each earlier seal costs signature checks. */
export const MOST_EARLIER_SEALS = 32;
/** A longer name of a program hides what is shown beside it. */
export const LONGEST_TOOL = 200;

// --- Custody ---

/** Journals have many events: a larger one would fill the memory of the page, so many times. */
export const LARGEST_EVENT = 16384;
/** The same of what takes the place of an event. */
export const LARGEST_TOMBSTONE = 4096;
/** More fields of an event than anybody can read in a verdict. */
export const MOST_FIELDS = 32;
/** The same of the values of one field. */
export const MOST_LISTED = 100;
/** A longer name of a field is no name. */
export const LONGEST_FIELD_NAME = 40;
/** Two officers cannot read more before they agree to it. */
export const LARGEST_CONSENT = 65536;
/** The same of the paths that they name. */
export const MOST_CONSENTED = 1000;
/** A consent that lasts longer than a day would serve for acts that nobody asked them for. */
export const LONGEST_CONSENT = 86400;

// --- Logs ---

/** A larger checkpoint would fill the memory of the page. */
export const LARGEST_NOTE = MIB;
/** Each signature line costs a check. */
export const MOST_NOTE_SIGNATURES = 100;
/** Extension lines mean nothing here, and are signed all the same. */
export const MOST_EXTENSIONS = 16;
/** No tree of 2^63 entries needs a longer path. */
export const LONGEST_PROOF_PATH = 63;
/** A checkpoint and the longest path before it. */
export const LARGEST_PROOF = 1056768;
/** Later moments cannot be written as a date. */
export const LATEST_COSIGNATURE = 253370764800;
/** A policy has a line for each group of States. */
export const LARGEST_POLICY = 4096;

// --- The directory ---

/** The limits of TUF's clients: what is larger is endless data. */
export const LARGEST_ROOT = 512000;
/** The same of a root that a reader gives, before its form is asked. */
export const LARGEST_TRUSTED_ROOT = 4194304;
export const LARGEST_TIMESTAMP = 16384;
export const LARGEST_SNAPSHOT = 2000000;
export const LARGEST_TARGETS = 5000000;
export const LARGEST_STATE = 128000;
/** A larger entry or register would fill the memory of the page. */
export const LARGEST_ENTRY = MIB;
/** Each root costs the checks of two thresholds of signatures. */
export const MOST_ROOTS = 1024;
/** A State that demands more approvals than it has officers could never send anything. */
export const MOST_ENTRY_APPROVALS = 9;
/** Longer texts of an entry hide what is shown beside them. */
export const LONGEST_ENTRY_TEXT = 500;
/** A longer key is no key of a kind that is known here. */
export const LONGEST_ENTRY_KEY = 4000;
/** Longer lists would make the page hang, which compares each item with the others. */
export const LONGEST_ENTRY_LIST = 10000;
/** No version of messages is near to it. */
export const HIGHEST_MESSAGE_VERSION = 1000;
/** More drills would take the officers' time for what counts. */
export const MOST_DRILLS = 60;
/** Longer names of hosts are none. */
export const LONGEST_HOST = 253;
/** Longer names of passkeys are none (WebAuthn). */
export const LARGEST_CREDENTIAL = 1023;

// --- Certificates of authenticity and disclosures ---

/** A larger form would fill the memory of the page. */
export const LARGEST_FORM = 262144;
/** More statements than an officer can be asked to declare. */
export const MOST_STATEMENTS = 100;
/** A longer answer hides the others. */
export const LONGEST_ANSWER = 4000;
/** A larger page cannot be opened by who reads it. */
export const LARGEST_PAGE = 268435456;
/** A disclosure brings documents of a seal, and no more. */
export const MOST_DOCUMENTS = 1000;

// --- The verdict ---

/** Acts that a verdict lists; the others are counted. */
export const MOST_ACTS = 200;
/** Reasons that one check lists. */
export const MOST_REASONS = 200;
