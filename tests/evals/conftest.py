"""The scripts of evals/ and tools/ are no packages: they find each other by the folders that they lie in."""

import sys
from pathlib import Path

for folder in ("tools", "evals"):
    sys.path.insert(0, str(Path(__file__).parents[2] / folder))
