# SPDX-License-Identifier: Apache-2.0
"""Opening a sealed package: decrypting, listing, browsing, extracting members or bytes."""
