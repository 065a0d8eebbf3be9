"""Measures a case: what storing costs beside coding, how large the file gets, and how fast it is searched.

    python benchmarks/case.py --documents 5000 --searched 100000

Each part runs in a fresh process. Storing is held against coding in the same run, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from tarazu.cases import file, searching, storing
from tarazu.cases.writing import Writer
from tarazu.records import Coded, Document, RunFacts

ROOT = Path(__file__).parent.parent
_RUN = RunFacts(coder="benchmark", version="", digest="")
_QUESTIONS = 200
_WORDS = 120


def samples() -> list[Document]:
    """The demo's documents, three together to about the length of an article."""
    from tarazu import api

    found = [each for each in api.read_files(sorted((ROOT / "samples").glob("*.jsonl"))) if isinstance(each, Document)]
    threes = zip(found, found[1:], found[2:], strict=False)
    return [msgspec.structs.replace(one, text=f"{one.text}\n{two.text}\n{three.text}") for one, two, three in threes]


def repeated(documents: list[Document], count: int) -> Iterator[Document]:
    """The documents again and again, each with a line of its own, so that none is known."""
    for number in range(count):
        each = documents[number % len(documents)]
        yield msgspec.structs.replace(each, doc=f"{number}.txt", text=f"{each.text}\n{number}.")


def store(count: int) -> dict[str, float]:
    """Codes each sample once with the lexicon coder, the fast one, and stores each as often as asked under texts of their own."""
    from tarazu import api

    documents = samples()
    for _ in api.code(documents, coder="lexicon"):
        pass  # the languages are loaded before the clock runs
    began = time.process_time()
    coded = [each for each in api.code(documents, coder="lexicon") if isinstance(each, Coded)]
    coding = (time.process_time() - began) / len(documents)
    with tempfile.TemporaryDirectory() as folder:
        path = file.create(Path(folder) / "case")
        with Writer(path) as writer:
            run = writer.run(_RUN)
            spent = 0.0
            for number, document in enumerate(repeated(documents, count)):
                made = as_coded(coded[number % len(coded)], storing.digest(document.text))
                began = time.process_time()
                writer.look(document, run)
                writer.add(document, made, run)
                spent += time.process_time() - began
        size = path.stat().st_size / count
        bytes_each = statistics.mean(len(each.text.encode()) for each in documents)
    return {
        "documents": count, "document_kb": bytes_each / 1000, "coding_ms": 1000 * coding, "storing_ms": 1000 * spent / count,
        "storing_of_coding": spent / count / coding, "file_kb_a_document": size / 1000, "documents_a_second": 1 / (coding + spent / count),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    }  # fmt: skip


def as_coded(coded: Coded, doc: str) -> Coded:
    """The same records as if they were another document's."""
    records = tuple(msgspec.structs.replace(each, doc=doc, id=f"{each.id[:8]}{doc[:8]}") for each in coded.records)
    return msgspec.structs.replace(coded, facts=msgspec.structs.replace(coded.facts, doc=doc), records=records)


def search(count: int) -> dict[str, float]:
    """Searches documents of 120 words, which are drawn as often as words are in a language (Zipf's law), from the samples' own words."""
    chance = random.Random(1)  # noqa: S311 - the same documents at every run
    words = sorted({word for document in samples() for word in document.text.split()})
    weights = [1 / (rank + 3) for rank in range(len(words))]
    with tempfile.TemporaryDirectory() as folder:
        path = file.create(Path(folder) / "case")
        connection = file.open_to_write(path)
        began = time.perf_counter()
        with file.transaction(connection, path):
            for number in range(count):
                text = f"{number} " + " ".join(chance.choices(words, weights, k=_WORDS))
                storing.store_document(connection, storing.digest(text), text)
        indexing = time.perf_counter() - began
        file.close(connection, path)
        taken = []
        with closing(file.open_to_read(path)) as reader:
            for _ in range(_QUESTIONS):
                question = " ".join(chance.choices(words, weights, k=chance.choice((1, 1, 2, 3))))
                before = time.perf_counter()
                try:
                    searching.search(reader, question, searching.Filters(), 20)
                except searching.OptionError:
                    continue  # a mark, no word
                taken.append(time.perf_counter() - before)
        size = path.stat().st_size
    quantiles = statistics.quantiles(taken, n=20)
    return {
        "documents": count, "indexed_a_second": count / indexing, "file_mb": size / 1e6, "median_ms": 1000 * statistics.median(taken),
        "p95_ms": 1000 * quantiles[-1], "questions": len(taken),
    }  # fmt: skip


PARTS: dict[str, Callable[[int], dict[str, float]]] = {"store": store, "search": search}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=5000)
    options.add_argument("--searched", type=int, default=100_000)
    options.add_argument("--json", action="store_true", help="print one JSON object")
    options.add_argument("--part", choices=sorted(PARTS), help=argparse.SUPPRESS)
    options.add_argument("--count", type=int, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.part:
        print(json.dumps(PARTS[asked.part](asked.count)))
        return
    found = {}
    for part, count in (("store", asked.documents), ("search", asked.searched)):
        done = subprocess.run([sys.executable, __file__, "--part", part, "--count", str(count)], check=True, capture_output=True)
        found[part] = json.loads(done.stdout)
    if asked.json:
        print(json.dumps(found))
        return
    for part, figures in found.items():
        print(part)
        for name, value in figures.items():
            print(f"  {name:22} {value:,.2f}" if value != int(value) else f"  {name:22} {int(value):,}")


if __name__ == "__main__":
    main()
