# SPDX-License-Identifier: Apache-2.0
"""Messages with their receipts, and the nonces of signed requests, in memory."""
