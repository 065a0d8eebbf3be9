"""The scripts of tools/ are no package: they find each other by the folder that they lie in."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
