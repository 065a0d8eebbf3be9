"""`tarazu brief`."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import tarazu
from tarazu.cli.brief import brief
from tarazu.errors import OptionError

_app = typer.Typer(pretty_exceptions_enable=False)
_app.command()(brief)


@pytest.fixture
def case(tmp_path: Path) -> str:
    return str(tarazu.new(tmp_path / "steppe").path)


def test_brief_of_an_empty_case_says_that_there_is_too_little(case: str) -> None:
    done = CliRunner().invoke(_app, [case, "--dyad", "KAZ-RUS", "--from", "2022-01-01", "--to", "2022-12-31"])
    assert done.exit_code == 0, done.output
    assert "# Kazakhstan – Russia" in done.output
    assert "too little to tell" in done.output


def test_brief_is_written_to_a_file(case: str, tmp_path: Path) -> None:
    target = tmp_path / "a.html"
    done = CliRunner().invoke(_app, [case, "--dyad", "KAZ-RUS", "--language", "fa", "--format", "html", "--output", str(target)])
    assert done.exit_code == 0, done.output
    assert 'dir="rtl"' in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(("options", "where"), [(["--format", "docx"], "--output"), (["--format", "odt"], "--format")])
def test_brief_refuses_options_that_do_not_fit(case: str, options: list[str], where: str) -> None:
    done = CliRunner().invoke(_app, [case, "--dyad", "KAZ-RUS", *options])
    assert isinstance(done.exception, OptionError)
    assert done.exception.where == where
