# SPDX-License-Identifier: Apache-2.0
"""Keys, certificates and tokens, for tests."""
