# SPDX-License-Identifier: Apache-2.0
"""The delivery history of each message: noted as it goes, and shown as one trace."""
