"""What every test needs: charts without a screen, and property tests that come out the same in every run."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")

# No deadline: a slow machine is no fault of the code. Derandomized: what failed once fails again.
settings.register_profile("tradekit", deadline=None, derandomize=True)
settings.load_profile("tradekit")
