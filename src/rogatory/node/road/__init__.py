# SPDX-License-Identifier: Apache-2.0
"""Each message's road: noted as it goes, and told as one trace."""
