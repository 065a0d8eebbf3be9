"""The house conventions that no linter knows. Each test collects all that it finds into one list."""

import ast
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import yaml

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "tarazu"
MODULES = sorted(PACKAGE.rglob("*.py"))
DATA_FILES = sorted(PACKAGE.rglob("*.yml"))
LANGUAGES = sorted(path.parent.name for path in PACKAGE.glob("languages/*/language.yml"))

LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
MOST_PARAMETERS = 5

# Tables of letters, which belong to scripts and not to one language, may stand in code. Marks ("…", "→") are no words anywhere.
LETTERS_ALLOWED = {
    "languages/fold.py": "the table of folding: what is one letter in many spellings",
    "languages/slug.py": "the table of romanisation for ids",
    "stages/identify.py": "the letters that tell scripts and languages apart",
}
# What the lexicon coder needs beyond what every language has, names that the register may give already, and the wording of briefs.
OPTIONAL_FILES = frozenset(f"{name}.yml" for name in ("verbs", "triggers", "classes", "channels", "contexts", "assessments", "ties", "figures", "names", "brief", "forecast", "labels"))
VAGUE_NAMES = frozenset({"utils", "util", "common", "helpers", "helper", "base", "misc", "core"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


def none_of(found: list[str]) -> None:
    """Fails with one line for each thing found."""
    if found:
        pytest.fail("\n".join(["", *found]), pytrace=False)


def short(path: Path) -> str:
    """The path of a file of the package, as it is shown."""
    return path.relative_to(PACKAGE).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def docstring_of(node: ast.AST) -> ast.Constant | None:
    body = getattr(node, "body", None)
    if isinstance(body, list) and body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and isinstance(body[0].value.value, str):
        return body[0].value
    return None


def code_lines(function: Function, lines: list[str]) -> int:
    """Lines that hold code: not the docstring, not comments, not empty ones."""
    text = docstring_of(function)
    inside = set(range(text.lineno, (text.end_lineno or text.lineno) + 1)) if text else set()
    numbers = range(function.lineno, (function.end_lineno or function.lineno) + 1)
    return sum(1 for number in numbers if number not in inside and lines[number - 1].strip() and not lines[number - 1].strip().startswith("#"))


def parameters(function: Function) -> int:
    arguments = function.args
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def test_modules_are_small() -> None:
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    none_of([f"{name}: {length} lines" for name, length in lengths.items() if length > LONGEST_MODULE])


def test_functions_are_small() -> None:
    found = []
    for path in MODULES:
        lines = path.read_text(encoding="utf-8").splitlines()
        for function in functions(path):
            length, taken = code_lines(function, lines), parameters(function)
            if length > LONGEST_FUNCTION:
                found.append(f"{short(path)}:{function.lineno} {function.name}: {length} lines of code")
            # a command's parameters are its options: typer reads them off the function
            if taken > MOST_PARAMETERS and not short(path).startswith("cli/"):
                found.append(f"{short(path)}:{function.lineno} {function.name}: {taken} parameters")
    none_of(found)


def test_modules_have_telling_names() -> None:
    parts = {short(path): Path(short(path)).with_suffix("").parts for path in MODULES}
    none_of([name for name, steps in parts.items() if VAGUE_NAMES.intersection(steps)])


def test_packages_say_what_they_are() -> None:
    folders = {path.parent for path in MODULES}
    found = [f"{short(folder)}: no __init__.py" for folder in folders if not (folder / "__init__.py").exists()]
    found += [short(path) for path in MODULES if docstring_of(tree_of(path)) is None]
    none_of(sorted(found))


def test_public_things_have_docstrings() -> None:
    found = []
    for path in MODULES:
        public: list[ast.stmt] = list(tree_of(path).body)
        public += [inner for node in public if isinstance(node, ast.ClassDef) and not node.name.startswith("_") for inner in node.body]
        for node in public:
            named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            if named and not node.name.startswith("_") and docstring_of(node) is None:
                found.append(f"{short(path)}:{node.lineno} {node.name}")
    none_of(found)


def test_no_language_in_code_outside_its_folder() -> None:
    found = []
    for path in MODULES:
        name = short(path)
        if name in LETTERS_ALLOWED or any(name.startswith(f"languages/{code}/") for code in LANGUAGES):
            continue
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source)
        texts = {id(docstring_of(node)) for node in ast.walk(tree)}  # an example in a docstring is no code
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in texts:
                continue
            # what is written as an escape is a place in Unicode (the end of a block), not a word
            written = ast.get_source_segment(source, node) or node.value
            if any(ord(letter) > 127 and unicodedata.category(letter).startswith("L") for letter in written):
                found.append(f"{name}:{node.lineno} {node.value[:40]!r}")
    none_of(found)


def test_letters_allowed_are_still_needed() -> None:
    none_of([name for name in LETTERS_ALLOWED if not (PACKAGE / name).exists()])


def test_no_language_is_named_in_code_outside_its_folder() -> None:
    found = []
    for path in MODULES:
        name = short(path)
        if any(name.startswith(f"languages/{code}/") for code in LANGUAGES):
            continue
        for node in ast.walk(tree_of(path)):
            # `language == "fa"` is a rule of Persian that belongs into its folder
            if isinstance(node, ast.Compare):
                named = [side.value for side in (node.left, *node.comparators) if isinstance(side, ast.Constant) and side.value in LANGUAGES]
                found += [f"{name}:{node.lineno} compares with {code!r}" for code in named]
    none_of(found)


def test_root_package_is_not_imported_from_within() -> None:
    known = {path.stem for path in PACKAGE.glob("*.py")} | {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    found = []
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ImportFrom) and node.module == "tarazu" and path != PACKAGE / "__init__.py":
                found += [f"{short(path)}:{node.lineno} from tarazu import {each.name}" for each in node.names if each.name not in known]
            if isinstance(node, ast.Import):
                found += [f"{short(path)}:{node.lineno} import tarazu" for each in node.names if each.name == "tarazu"]
    none_of(found)


def test_errors_are_caught_by_name() -> None:
    found = []
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Assert):
                found.append(f"{short(path)}:{node.lineno} assert")
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "everything"
                if caught in {"everything", "Exception", "BaseException"}:
                    found.append(f"{short(path)}:{node.lineno} except {caught}")
    none_of(found)


def test_records_are_frozen_and_keyword_only() -> None:
    found = []
    for path in sorted((PACKAGE / "records").glob("*.py")):
        for node in tree_of(path).body:
            if not isinstance(node, ast.ClassDef) or not any(ast.unparse(base) == "msgspec.Struct" for base in node.bases):
                continue
            options = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
            if options.get("frozen") != "True":
                found.append(f"{short(path)}:{node.lineno} {node.name} is not frozen")
            # tokens, marks and kin are made by the hundred thousand: positions are faster, and they have no defaults to mistake
            if options.get("kw_only") != "True" and node.name not in {"Token", "Mark", "Kin"}:
                found.append(f"{short(path)}:{node.lineno} {node.name} is not keyword-only")
    none_of(found)


def heads(path: Path) -> dict[str, object]:
    """The top of a data file: its keys with their values."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tree = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are the safe loader
    return tree if isinstance(tree, dict) else {}


@pytest.fixture(scope="module")
def trees() -> dict[str, dict[str, object]]:
    return {short(path): heads(path) for path in DATA_FILES}


def test_data_files_name_source_and_licence(trees: dict[str, dict[str, object]]) -> None:
    found = [f"{name}: no {key}" for name, tree in trees.items() for key in ("source", "licence") if not str(tree.get(key) or "").strip()]
    none_of(found)


def test_data_files_are_yml_in_nfc() -> None:
    found = [short(path) for path in PACKAGE.rglob("*.yaml")]
    for path in DATA_FILES:
        text = path.read_bytes().decode("utf-8")
        found += [f"{short(path)}: not NFC"] * (not unicodedata.is_normalized("NFC", text)) + [f"{short(path)}: carriage returns"] * ("\r" in text)
    none_of(found)


class Exemplified(msgspec.Struct):
    """An entry that must have an example it takes and one it refuses."""

    takes: str | list[str] = ""
    refuses: str | list[str] = ""


def test_rules_have_an_example_taken_and_one_refused(trees: dict[str, dict[str, object]]) -> None:
    found = []
    for name, tree in trees.items():
        for key in ("triggers", "ties"):
            entries = msgspec.convert(tree.get(key) or [], type=list[dict[str, object]])
            for at, entry in enumerate(entries):
                both = msgspec.convert({part: entry.get(part) or "" for part in ("takes", "refuses")}, type=Exemplified)
                missing = [part for part in ("takes", "refuses") if not "".join(getattr(both, part)).strip()]
                found += [f"{name}: {key}[{at}] {entry.get('id') or entry.get('kind')}: no {part}" for part in missing]
    none_of(found)


def test_languages_have_the_same_files() -> None:
    files = {code: {path.name for path in (PACKAGE / "languages" / code).iterdir() if path.is_file()} for code in LANGUAGES}
    every = set().union(*files.values()) - OPTIONAL_FILES
    none_of([f"languages/{code}: no {name}" for code, have in files.items() for name in sorted(every - have)])


def test_languages_of_the_lexicon_have_all_its_files() -> None:
    files = {code: {path.name for path in (PACKAGE / "languages" / code).iterdir()} & OPTIONAL_FILES - {"names.yml"} for code in LANGUAGES}
    every = set().union(*files.values())
    none_of([f"languages/{code}: no {name}" for code, have in files.items() if have for name in sorted(every - have)])


PROBE = """
import sys
sys.path.insert(0, sys.argv[1])
import tarazu
assert tarazu.__file__.startswith(sys.argv[1]), tarazu.__file__
from tarazu import languages
loaded = languages.load("xx")
print(loaded.code, len(loaded.triggers), *languages.codes())
"""


def test_language_is_added_by_folder_alone(tmp_path: Path) -> None:
    package = tmp_path / "tarazu"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    before = {path.relative_to(package): path.read_bytes() for path in package.rglob("*") if path.is_file()}
    shutil.copytree(package / "languages" / "fa", package / "languages" / "xx")
    facts = package / "languages" / "xx" / "language.yml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("code: fa", "code: xx"), encoding="utf-8")
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "TARAZU_CACHE": str(tmp_path / "cache")}
    done = subprocess.run([sys.executable, "-c", PROBE, str(tmp_path)], capture_output=True, text=True, env=environment, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    code, entries, *codes = done.stdout.split()
    assert code == "xx"
    assert int(entries) > 300
    assert codes == sorted([*LANGUAGES, "xx"])
    assert all((package / name).read_bytes() == content for name, content in before.items()), "a file that was there has changed"


def test_lock_names_versions_and_no_places() -> None:
    for name in ("requirements.lock", "requirements-docs.lock"):
        lines = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        none_of([line for line in lines if "==" not in line or "://" in line or line.startswith("-")])


def test_makefile_has_the_promised_targets() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    wanted = ("setup", "demo", "test", "check", "eval", "bench", "fit", "docs", "clean")
    none_of([target for target in wanted if f"\n{target}:" not in text])
