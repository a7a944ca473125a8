# SPDX-License-Identifier: Apache-2.0
"""`rogatory witness`: witnesses of custody logs, and proofs against logs."""
