"""The closing lines."""

import io

from tarazu.cli.summary import Tally
from tarazu.records import Skipped


def test_tally_says_how_many_more_were_skipped() -> None:
    tally = Tally()
    for number in range(25):
        tally.add(Skipped(doc=f"{number}.txt", stage="read", reason="it is empty"))
    stream = io.StringIO()
    tally.close(stream)
    lines = stream.getvalue().strip().split("\n")
    assert lines[0] == "0 documents: 0 events, 0 ties, 0 figures, 0 assessments"
    assert lines[1] == "skipped: 0.txt: it is empty"
    assert lines[-1] == "skipped: and 5 more"
    assert len(tally.failed) == 25
