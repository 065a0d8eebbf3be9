"""Measures how fast the coding is and how much memory it takes, in one process: `make bench`.

Every measurement runs in a fresh process of its own. `--json` prints one JSON object.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import msgspec
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:  # the time that these imports take is measured
    from tarazu.records import Document

ROOT = Path(__file__).parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
DOCUMENTS = 300
STANDARD = 6 * 1024
STAGES = ("identify", "fold", "split", "describe", "tokenise", "find_mentions", "find_times", "find_quantities", "link", "merge")
_STARTS = 3
_WIDTH = 120
P = ParamSpec("P")
T = TypeVar("T")


class Run(msgspec.Struct, kw_only=True):
    """What one process measured.

    Attributes:
        documents: How many it went through.
        size: Their bytes in UTF-8, all together.
        seconds: Of processor time; the first pass over the different documents, which loads the languages, is not in it.
        first_document: Seconds from the start of the imports to the first coded document.
        first_pass: Seconds of processor time for the first pass.
        memory: The most memory that it ever held, in bytes.
        records: How many records or events came out.
        stages: For each stage its share of the time, where stages were timed.
    """

    documents: int
    size: int
    seconds: float
    first_document: float
    first_pass: float
    memory: int
    records: int
    stages: dict[str, float] = {}

    @property
    def rate(self) -> float:
        """Documents a second."""
        return self.documents / self.seconds

    @property
    def standard_rate(self) -> float:
        """Documents of 6 KB a second: bytes a second, told in a unit that does not hang on how long these documents are."""
        return self.size / STANDARD / self.seconds


class Report(msgspec.Struct, kw_only=True):
    """All that was measured: where the documents come from, seconds to print the version, and the runs."""

    source: str
    start: float
    learned: Run
    lexicon: Run
    timed_learned: Run
    timed_lexicon: Run
    keywords: Run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="how many to code at least, by repetition")
    parser.add_argument("--worker", choices=sorted(WORKERS), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        print(msgspec.json.encode(WORKERS[arguments.worker](arguments.documents)).decode())
        return
    runs = {name: _fresh(name, arguments.documents) for name in WORKERS}
    report = Report(source="the seeds" if SEEDS.is_dir() else "the samples", start=_start(), **runs)
    if arguments.json:
        print(msgspec.json.encode(report).decode())
    else:
        show(report, Console(width=None if sys.stdout.isatty() else _WIDTH))


def _fresh(name: str, documents: int) -> Run:
    command = [sys.executable, __file__, "--worker", name, "--documents", str(documents)]
    done = subprocess.run(command, check=True, capture_output=True)
    return msgspec.json.decode(done.stdout, type=Run)


def _start() -> float:
    """The shortest of several starts of the command: anything above it is the machine's, not ours."""
    command = [str(Path(sys.executable).parent / "tarazu"), "--version"]
    taken = []
    for _ in range(_STARTS):
        before = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - before)
    return min(taken)


def run_coder(documents: int, name: str, spent: dict[str, float] | None = None) -> Run:
    """Codes the documents again and again with the coder of that name."""
    begun = time.perf_counter()
    from tarazu.api import pipeline

    if spent is not None:
        _time_stages(pipeline, name, spent)
    received = _received()
    first = len(pipeline.code(received[0], coder_name=name).records)
    first_document = time.perf_counter() - begun
    before = time.process_time()
    records = first + sum(len(pipeline.code(each, coder_name=name).records) for each in received[1:])
    first_pass = time.process_time() - before
    if spent is not None:
        spent.clear()
    rounds = -(-documents // len(received))
    before = time.process_time()
    for _ in range(rounds):
        for each in received:
            pipeline.code(each, coder_name=name)
    seconds = time.process_time() - before
    stages = {} if spent is None else {name: taken / seconds for name, taken in sorted(spent.items(), key=lambda pair: -pair[1])}
    return Run(
        documents=rounds * len(received), size=rounds * _size([each.text for each in received]), seconds=seconds, first_document=first_document,
        first_pass=first_pass, memory=_memory(), records=records, stages=stages,
    )  # fmt: skip


def run_timed(documents: int, name: str) -> Run:
    """Codes the documents with a timer around each stage, which itself takes some time."""
    spent: dict[str, float] = defaultdict(float)
    run = run_coder(documents, name, spent)
    return msgspec.structs.replace(run, stages={**run.stages, "the rest": 1 - sum(run.stages.values())})


def run_keywords(documents: int) -> Run:
    """Scans the documents for keywords, as the baseline of `make eval` does: a measure of the machine."""
    begun = time.perf_counter()
    sys.path.insert(0, str(ROOT / "evals"))
    from baseline import keywords
    from tarazu.stages.identify import identify

    texts = [each.text for each in _received()]
    coders = [keywords(str(identify(text).code)) for text in texts]
    coders[0].find(texts[0])
    first_document = time.perf_counter() - begun
    before = time.process_time()
    records = sum(len(coder.find(text)) for coder, text in zip(coders, texts, strict=True))
    first_pass = time.process_time() - before
    rounds = -(-documents // len(texts))
    before = time.process_time()
    for _ in range(rounds):
        for coder, text in zip(coders, texts, strict=True):
            coder.find(text)
    return Run(
        documents=rounds * len(texts), size=rounds * _size(texts), seconds=time.process_time() - before, first_document=first_document,
        first_pass=first_pass, memory=_memory(), records=records,
    )  # fmt: skip


WORKERS: dict[str, Callable[[int], Run]] = {
    "learned": partial(run_coder, name="learned"), "lexicon": partial(run_coder, name="lexicon"), "timed_learned": partial(run_timed, name="learned"),
    "timed_lexicon": partial(run_timed, name="lexicon"), "keywords": run_keywords,
}  # fmt: skip


def _received() -> list[Document]:
    from tarazu.records import Skipped
    from tarazu.sources.files import read_files

    paths = sorted(SEEDS.glob("*.txt")) or sorted((ROOT / "samples").glob("*.jsonl"))
    return [each for each in read_files(paths) if not isinstance(each, Skipped)]


def _time_stages(pipeline, name: str, spent: dict[str, float]) -> None:
    """Puts a timer around each stage that the pipeline calls, and around its coder."""
    for stage in STAGES:
        setattr(pipeline, stage, _timed(getattr(pipeline, stage), stage, spent))
    coder = pipeline.coder(name)
    coder.look = _timed(coder.look, "the coder's look", spent)
    coder.find = _timed(coder.find, "coder", spent)


def _timed(function: Callable[P, T], name: str, spent: dict[str, float]) -> Callable[P, T]:
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        before = time.process_time()
        result = function(*args, **kwargs)
        spent[name] += time.process_time() - before
        return result

    return run


def _size(texts: Sequence[str]) -> int:
    return sum(len(text.encode()) for text in texts)


def _memory() -> int:
    """Linux counts in KiB, macOS in bytes."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024


def show(report: Report, console: Console) -> None:
    """Prints the tables."""
    table = Table(title=f"One process, {report.source} repeated; seconds are processor time", title_justify="left", min_width=100)
    for number, column in enumerate(("", "documents", "documents/s", "of 6 KB/s", "first document, s", "first pass, s", "memory, MB")):
        table.add_column(column, justify="right" if number else "left")
    for name, run in (("learned coder", report.learned), ("lexicon coder", report.lexicon), ("keyword scan", report.keywords)):
        cells = (run.documents, f"{run.rate:.1f}", f"{run.standard_rate:.1f}", f"{run.first_document:.2f}", f"{run.first_pass:.2f}", f"{run.memory / 1e6:.0f}")
        table.add_row(name, *map(str, cells))
    console.print(table)
    times = report.keywords.rate / report.lexicon.rate, report.lexicon.rate / report.learned.rate
    console.print(f"tarazu --version: {report.start:.2f} s; keywords : lexicon {times[0]:.1f} : 1; lexicon : learned {times[1]:.1f} : 1")
    for name, run in (("learned", report.timed_learned), ("lexicon", report.timed_lexicon)):
        shares = Table(title=f"Where the time of the {name} coder goes", title_justify="left", min_width=40)
        shares.add_column("stage")
        shares.add_column("share", justify="right")
        for stage, share in run.stages.items():
            shares.add_row(stage, f"{share:.0%}")
        console.print(shares)


if __name__ == "__main__":
    main()
