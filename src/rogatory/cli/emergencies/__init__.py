# SPDX-License-Identifier: Apache-2.0
"""`rogatory emergency`: emergencies and calling back."""
