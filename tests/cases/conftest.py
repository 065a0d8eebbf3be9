"""A case with what the tests of it need."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests are no package: this is how they find `case_material`

from case_material import FIRST, NOON, TEXT, coded

from tarazu.cases import file
from tarazu.cases.writing import Writer
from tarazu.records import Document, Event, RunFacts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return file.create(tmp_path / "case", clock=lambda: NOON)


@pytest.fixture
def store(path: Path) -> Callable[..., str]:
    """Keeps a document with records made by a function of its id; gives its id."""

    def keep(*makers: Callable[[str], Event], text: str = TEXT, address: str = "a.txt", run: RunFacts = FIRST) -> str:
        with Writer(path, lambda: NOON) as writer:
            number = writer.run(run)
            document = Document(doc=address, text=text)
            doc = writer.look(document, number).doc
            writer.add(document, coded(doc, *(make(doc) for make in makers)), number)
            return doc

    return keep
