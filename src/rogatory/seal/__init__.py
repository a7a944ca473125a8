# SPDX-License-Identifier: Apache-2.0
"""The only room with cryptography: signatures, certificates, timestamps, approvals, notes, age.

Bytes in, bytes out. Outside this room a certificate is its DER bytes and a key is an opaque
object. The room trusts nobody: whom to trust comes in as an argument, the directory knows it.
"""
