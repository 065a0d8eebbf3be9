"""The notebooks under `examples/` run from the first cell to the last, in an empty folder, and give the same each time."""

import ast
import json
import shutil
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent.parent
NOTEBOOKS: Final = sorted((ROOT / "examples").glob("*.ipynb"))


class NotebookCells:
    """The cells of a notebook, run one after the other in one namespace, as a notebook does."""

    def __init__(self, path: Path) -> None:
        self.held = json.loads(path.read_text(encoding="utf-8"))
        self.code = ["".join(cell["source"]) for cell in self.held["cells"] if cell["cell_type"] == "code"]

    def run(self) -> list[str]:
        """What each cell would show: its last expression, if it ends with one."""
        space: dict[str, object] = {"__name__": "__main__"}
        shown = []
        for number, source in enumerate(self.code, 1):
            tree = ast.parse(source, filename=f"cell {number}")
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, f"cell {number}", "exec"), space)  # noqa: S102 - our own notebook
            shown.append(repr(eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), space)) if isinstance(last, ast.Expr) else "")  # noqa: S307 - as above
        return shown


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with the samples beside it, so that nothing is written into the repository."""
    (tmp_path / "samples").mkdir()
    for name in ("ar", "en", "fa", "ru"):
        shutil.copy(ROOT / "samples" / f"{name}.jsonl", tmp_path / "samples")
    (tmp_path / "examples").mkdir()
    monkeypatch.chdir(tmp_path / "examples")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_notebooks_are_there() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_holds_no_outputs(path: Path) -> None:
    cells = [cell for cell in NotebookCells(path).held["cells"] if cell["cell_type"] == "code"]
    assert not [cell["id"] for cell in cells if cell["outputs"] or cell["execution_count"] is not None]


def test_notebook_of_the_case_shows_what_it_says(folder: Path) -> None:
    shown = NotebookCells(ROOT / "examples" / "case.ipynb").run()
    assert shown[1].startswith("(24, 24, ")
    assert shown[2] == "(0, 12)", "the same again changes nothing"
    assert any(line.startswith("['fa · ") for line in shown), "Arabic letters find Persian ones"
    assert "('corrected', ['planned'])" in shown
    assert any(line.startswith("(None, [('set', ") for line in shown), "an undone correction is gone, and is kept"
    assert shown[-1] == "((), 'steppe.tarazu')"
    assert len(list(folder.glob("tarazu-*/steppe.tarazu"))) == 1
    assert not list((folder / "examples").iterdir()), "it writes into its own folder only"


def test_notebook_of_stories_shows_what_it_says(folder: Path) -> None:
    shown = NotebookCells(ROOT / "examples" / "stories.ipynb").run()
    assert shown[0] == "48"
    every, several = ast.literal_eval(shown[1])
    assert 13 <= several < every, "each of the thirteen planted stories is told by several documents"
    assert {language for language, _, _ in ast.literal_eval(shown[3])} == {"ar", "en", "ru"}, "one act in three languages is one story"
    rules = ast.literal_eval(shown[4])
    assert all(isinstance(rule, str) and weight for rule, weight in rules)
    documents, witnesses, links = ast.literal_eval(shown[5])
    assert (documents, witnesses + len(links) >= 3) == (3, True)
    assert any(kind == "translates" for _, kind, _ in ast.literal_eval(shown[6]))
    assert ast.literal_eval(shown[7])[0] == "digraph chain {"
    assert shown[8] == "(True, True)", "what was parted is apart, until that is taken back"
    assert all(groups for *_, groups in ast.literal_eval(shown[9]))
    assert shown[10] == "{'too little to tell'}"
    assert not list((folder / "examples").iterdir()), "it writes into its own folder only"
