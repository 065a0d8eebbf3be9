"""Kills `tarazu read` again and again at random moments, lets it go on, and compares the case with one that was left in peace.

    python tools/kill_reading.py --documents 2000 --kills 100

Ends with 1 if a record was lost or doubled, if the file was broken after any of the kills, or if a reader saw half a document.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

from tarazu.cases import file

_SENTENCES = (
    "{a} and {b} signed an agreement on {day}.", "{a} rejected the proposal of {b} on {day}.", "The president of {a} visited {b} on {day}.",
    "On {day} {a} held talks with {b}.", "{a} banned the import of grain from {b} on {day}.", "{a} sent {b} humanitarian aid on {day}.",
)  # fmt: skip
_MONTHS = ("January", "March", "April", "May", "June", "July", "September", "October", "November")
_STATES = ("Kazakhstan", "Uzbekistan", "Russia", "China", "Türkiye", "Iran", "Tajikistan", "Kyrgyzstan", "Turkmenistan")

Record = tuple[str, ...]


def make(folder: Path, count: int) -> None:
    """Writes documents of a few sentences; one in fifty repeats another's text."""
    chance = random.Random(1)  # noqa: S311 - the same documents at every run
    texts: list[str] = []
    for number in range(count):
        pairs = [chance.sample(_STATES, 2) for _ in range(chance.randint(2, 6))]
        days = [f"{chance.randint(1, 28)} {chance.choice(_MONTHS)} {chance.randint(2012, 2024)}" for _ in pairs]
        text = "\n".join(chance.choice(_SENTENCES).format(a=a, b=b, day=day) for (a, b), day in zip(pairs, days, strict=True)) + f"\nReport {number}.\n"
        texts.append(chance.choice(texts) if texts and number % 50 == 0 else text)
        (folder / f"{number:05}.txt").write_text(texts[-1], encoding="utf-8")


def contents(path: Path) -> tuple[list[Record], ...]:
    """All that reading leaves in a case, without the moments at which it was left: documents, sightings, records, stories."""
    with closing(sqlite3.connect(path)) as case:
        documents = case.execute("SELECT d.doc, d.text, c.language, c.sentences FROM documents AS d JOIN codings AS c ON c.document = d.number").fetchall()
        met = case.execute("SELECT d.doc, s.address FROM sightings AS s JOIN documents AS d ON d.number = s.document").fetchall()
        records = case.execute(
            "SELECT r.id, d.doc, r.kind, r.type, r.actors, r.recipients, r.start, r.status, r.confidence, r.standing,"
            " (SELECT json_group_array(e.start || e.parts) FROM evidence AS e WHERE e.record = r.number)"
            " FROM records AS r JOIN documents AS d ON d.number = r.document"
        ).fetchall()
        stories = case.execute(
            "SELECT id, type, actors, recipients, start, status, witnesses, origin, thread, chain,"
            " (SELECT json_group_array(record) FROM tellings WHERE story = stories.id) FROM stories"
        ).fetchall()
        return sorted(documents), sorted(met), sorted(records, key=str), sorted(stories)


class Watcher(threading.Thread):
    """Looks in all the while, in this process, for documents without all that belongs to them."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self._path = path
        self.halves = self.looks = 0
        self.going = True

    def run(self) -> None:
        half = (
            "SELECT count(*) FROM documents AS d WHERE NOT EXISTS (SELECT 1 FROM sightings WHERE document = d.number)"
            " OR (run IS NULL AND NOT EXISTS (SELECT 1 FROM skips WHERE document = d.number))"
            " OR (run IS NOT NULL AND NOT EXISTS (SELECT 1 FROM codings AS c WHERE c.document = d.number AND c.run = d.run))"
        )
        while self.going:
            with closing(file.open_to_read(self._path)) as case:
                self.halves += case.execute(half).fetchone()[0]
                self.looks += 1
            time.sleep(0.02)


def command(case: Path, folder: Path) -> list[str]:
    return [sys.executable, "-m", "tarazu", "read", str(case), str(folder), "--coder", "lexicon"]


def finish(case: Path, folder: Path) -> None:
    """Reads undisturbed; a document too short to tell its language may be left out, which ends with 1."""
    done = subprocess.run(command(case, folder), check=False, capture_output=True, text=True)
    if done.returncode > 1 or "read:" not in done.stdout:
        raise SystemExit(done.stdout + done.stderr)


def disturb(case: Path, folder: Path, kills: int) -> int:
    """Kills reading so often, at moments spread over its whole course; returns how often the file was broken then."""
    chance = random.Random(2)  # noqa: S311 - the same moments at every run
    broken = done = 0
    while done < kills:
        reading = subprocess.Popen(command(case, folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        began = documents(case)
        wait_for(case, reading, began + 1)
        time.sleep(chance.uniform(0, 0.2))
        if reading.poll() is not None:
            break
        os.kill(reading.pid, signal.SIGKILL)
        reading.wait()
        done += 1
        broken += bool(file.check(case))
    print(f"{done} kills, {documents(case)} documents by then, broken {broken} times")
    return broken


def documents(case: Path) -> int:
    with closing(file.open_to_read(case)) as connection:
        return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])


def wait_for(case: Path, reading: subprocess.Popen[bytes], count: int) -> None:
    """Waits until a document more is there: a process that is killed while it starts shows nothing."""
    while reading.poll() is None and documents(case) < count:
        time.sleep(0.01)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=2000)
    options.add_argument("--kills", type=int, default=100)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "documents"
        folder.mkdir()
        make(folder, asked.documents)
        quiet, disturbed = file.create(Path(name) / "quiet"), file.create(Path(name) / "disturbed")
        finish(quiet, folder)
        watcher = Watcher(disturbed)
        watcher.start()
        broken = disturb(disturbed, folder, asked.kills)
        finish(disturbed, folder)
        watcher.going = False
        watcher.join()
        before, after = contents(quiet), contents(disturbed)
        lost = sum(len(set(one) - set(two)) for one, two in zip(before, after, strict=True))
        doubled = sum(len(two) - len(one) for one, two in zip(before, after, strict=True)) + lost
        found = {"documents": len(after[0]), "records": len(after[2]), "stories": len(after[3]), "lost": lost, "doubled": doubled, "broken": broken}
        print(json.dumps({**found, "looks": watcher.looks, "halves": watcher.halves}))
        return int(bool(lost or doubled or broken or watcher.halves or before != after))


if __name__ == "__main__":
    sys.exit(main())
