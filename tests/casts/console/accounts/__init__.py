# SPDX-License-Identifier: Apache-2.0
"""Parts of tests on logging in: passwords, second factors, passkeys, a log-in service."""
