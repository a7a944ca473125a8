# SPDX-License-Identifier: Apache-2.0
"""The court bundle: everything a court needs to check evidence offline, with stock tools or ours."""
