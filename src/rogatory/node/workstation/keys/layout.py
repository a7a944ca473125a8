# SPDX-License-Identifier: Apache-2.0
"""The files of an authority's key folder.

authority.json      which authority, when made
signing/            p256.key, p256.pem, mldsa65.key, mldsa65.pem; in place of p256.key
                    p256.token.json, where the key is on a token
certificates/       ca.p256.pem, ca.mldsa65.pem: the State CA's public part; ca.p256.crl,
                    ca.mldsa65.crl: its newest revocation lists
identity.txt        the age identity that opens what was sealed to the authority
recipient.json      what others seal to
state-ca/           only where a State CA was made for this authority alone
"""

AUTHORITY = "authority.json"
SIGNING = "signing"
DESCRIPTION = "p256.token.json"
CERTIFICATES = "certificates"
IDENTITY = "identity.txt"
RECIPIENT = "recipient.json"
STATE_CA = "state-ca"
