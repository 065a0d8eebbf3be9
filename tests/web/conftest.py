"""A small case with its server, asked without a network."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import tarazu
from tarazu.web.app import make_app
from tarazu.web.guard import Doors

HOME = "http://127.0.0.1:8000"
OWN = {"Origin": HOME}

ENGLISH = "Kazakhstan and China signed an agreement on 5 July 2024.\nUzbekistan rejected the proposal of Russia in May 2024."
PERSIAN = "ازبکستان در ماه مه ۲۰۲۴ پیشنهاد روسیه را رد کرد."  # Uzbekistan rejected Russia's proposal in May 2024


@pytest.fixture(scope="session")
def read_case(tmp_path_factory: pytest.TempPathFactory) -> tarazu.Case:
    """Read once; to be copied."""
    folder = tmp_path_factory.mktemp("read")
    (folder / "press").mkdir()
    (folder / "press" / "en.txt").write_text(ENGLISH, encoding="utf-8")
    (folder / "press" / "fa.txt").write_text(PERSIAN, encoding="utf-8")
    made = tarazu.new(folder / "steppe", title="The steppe")
    made.read([folder / "press"], work=tarazu.Work(coder="lexicon"))
    return made


@pytest.fixture
def case(read_case: tarazu.Case, tmp_path: Path) -> tarazu.Case:
    return tarazu.open(shutil.copy(read_case.path, tmp_path / "steppe.tarazu"))


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built page of three files."""
    folder = tmp_path / "page"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Tarazu</title><script src='/assets/index-D0NF81UU.js'></script>", encoding="utf-8")
    (folder / "assets" / "index-D0NF81UU.js").write_text("console.log('steppe')\n" * 200, encoding="utf-8")
    (folder / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    (folder / "secret.pem").write_text("no file of a page", encoding="utf-8")
    monkeypatch.setenv("TARAZU_PAGE", str(folder))
    return folder


@pytest.fixture
def client(case: tarazu.Case, page: Path) -> Iterator[TestClient]:
    del page
    app = make_app(case, Doors(port=8000), "lexicon")
    with TestClient(app, base_url=HOME, headers=OWN) as made:
        yield made
