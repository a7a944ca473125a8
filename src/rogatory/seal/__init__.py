# SPDX-License-Identifier: Apache-2.0
"""The only package with cryptography: signatures, certificates, timestamps, approvals, notes, age.

Bytes in, bytes out. Outside this package a certificate is its DER bytes and a key is an opaque
object. The package trusts nobody: whom to trust comes in as an argument, the directory knows it.
"""
