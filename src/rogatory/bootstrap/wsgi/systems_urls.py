# SPDX-License-Identifier: Apache-2.0
"""The API's addresses over this process's node."""

from rogatory.bootstrap.node import running_node
from rogatory.transport.systems import refuse_stranger, systems_urlpatterns

urlpatterns = systems_urlpatterns(running_node())

handler400 = handler403 = handler404 = handler500 = refuse_stranger
