"""The case written out, as one file to be saved."""

import io
import json
import tempfile
import zipfile
from pathlib import Path

import pytest

from tarazu.api import FORMATS


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_formats_are_listed(client) -> None:
    assert set(client.get("/api/export").json()) == set(FORMATS)


@pytest.mark.parametrize("shape", ["csv", "notes", "gdelt"])
def test_several_files_come_as_an_archive(client, temporary, shape) -> None:
    answer = client.get(f"/api/export/{shape}")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert len(names) > 1
    assert not any(name.startswith("/") or ".." in name for name in names)
    assert not list(temporary.iterdir())


def test_one_file_comes_as_it_is(client, temporary) -> None:
    answer = client.get("/api/export/csl")
    assert len(json.loads(answer.content)) == 2
    assert answer.headers["content-disposition"].startswith('attachment; filename="steppe-csl.json"')
    assert answer.headers["content-type"] == "application/octet-stream"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("path", ["nothing", "csv?option=bom=perhaps", "csv?option=bom", "csv?option=colour=red", "%2e%2e", "%2e%2e%2fsteppe.tarazu"])
def test_what_cannot_be_written_is_told_and_leaves_nothing(client, temporary, path) -> None:
    answer = client.get(f"/api/export/{path}")
    assert answer.status_code in {400, 404}
    assert answer.json()["error"]["hint"]
    assert not [each for each in temporary.iterdir() if each.name.startswith("tarazu-export")]


def test_options_are_handed_on(client) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get("/api/export/csv?option=bom=yes").content)) as archive:
        name = next(each for each in archive.namelist() if each.endswith("events.csv"))
        assert archive.read(name).startswith(b"\xef\xbb\xbf")


def test_every_format_has_an_ending() -> None:
    from tarazu.web.exporting_work import _ENDINGS

    assert set(_ENDINGS) == set(FORMATS)
