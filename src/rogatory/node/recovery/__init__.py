# SPDX-License-Identifier: Apache-2.0
"""After the loss of a disk: peers are asked for the exchange that they kept, and it is taken back."""
