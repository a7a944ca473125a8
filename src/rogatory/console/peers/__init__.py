# SPDX-License-Identifier: Apache-2.0
"""Pages on other States: our policy towards each, those without a node, letters and transcriptions."""
