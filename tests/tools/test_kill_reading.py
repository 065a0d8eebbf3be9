"""Reading survives being killed: the small brother of `tools/kill_reading.py`."""

import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "kill_reading.py"


@pytest.mark.slow
def test_reading_goes_on_after_it_was_killed() -> None:
    done = subprocess.run([sys.executable, str(TOOL), "--documents", "60", "--kills", "3"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"lost": 0, "doubled": 0, "broken": 0' in done.stdout
