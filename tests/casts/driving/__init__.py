# SPDX-License-Identifier: Apache-2.0
"""Cases that officers drive through a browser."""
