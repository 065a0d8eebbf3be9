"""Settings for all tests."""

import os

from hypothesis import HealthCheck, settings

# On a shared machine a test may wait long for its turn: time says nothing there, and a failure must come again at the next run.
settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("local", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "local"))
