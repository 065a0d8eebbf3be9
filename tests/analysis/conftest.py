"""Tests are no package: this is how those of the balance find `balance_material`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
