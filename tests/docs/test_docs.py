"""The pages say what is there: every verb, option, table and column, and their examples run."""

import re
import shutil
import sqlite3
import textwrap
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import msgspec
import pytest
import typer

import tarazu
from tarazu import api, errors
from tarazu.analysis import contradictions, copies, leanings, narratives, silences, story_groups, translations
from tarazu.analysis.opposition import LEAST
from tarazu.api.exporting import FORMATS
from tarazu.api.storytelling import TellingLine
from tarazu.cases import changes, file, migrations
from tarazu.cli.app import _app
from tarazu.exports.table_columns import tables
from tarazu.ontologies import cameo
from tarazu.records import Chain, Run, Source, SourceLink, Telling
from tarazu.sources.csv_table import Columns
from tarazu.sources.files import FORMATS as ENDINGS
from tarazu.world import codes, structure

ROOT: Final = Path(__file__).parent.parent.parent
DOCS: Final = ROOT / "docs"
README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES: Final = sorted([*DOCS.glob("*.md"), *DOCS.glob("decisions/*.md"), ROOT / "README.md"])
COMMANDS: Final = typer.main.get_command(_app)
SHOWN: Final[dict[str, tuple[type[msgspec.Struct], ...]]] = {
    "read": (api.Count, api.Skipped), "skipped": (api.Skipped,), "search": (api.Hit, api.Snippet), "runs": (Run,), "diff": (api.Comparison, api.Difference),
    "judge": (api.Judgement, api.Standing), "quality": (api.Precision,), "languages": (api.KnownLanguage,),
    "explain": (api.Explanation,), "stories": (api.StoryLine, TellingLine), "story": (api.WholeStory, Telling), "chain": (Chain, Source, SourceLink),
    "compare": (api.Narratives, narratives.Comparison, contradictions.Contradictions, silences.Silences, leanings.Leanings),
}  # fmt: skip


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def sections(name: str, level: str) -> dict[str, str]:
    """The parts of a page by their headings of one level, those of deeper levels included."""
    found = re.split(rf"^{level} (.+)$", page(name), flags=re.MULTILINE)
    above = re.compile(rf"^#{{1,{len(level) - 1}}} ", flags=re.MULTILINE)
    return {heading: above.split(text)[0] for heading, text in zip(found[1::2], found[2::2], strict=True)}


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page(name), flags=re.MULTILINE | re.DOTALL)


def documented(text: str) -> list[str]:
    """The names in the first cells of the tables of a section."""
    cells = re.findall(r"^\| (`[^|]*`) \|", text, flags=re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def verb_sections() -> dict[str, str]:
    return {heading.split()[1].strip("`"): text for heading, text in sections("cli", "##").items() if heading.startswith("`tarazu ")}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a correction, with stories in two languages, and with something that could not be read."""
    folder = tmp_path_factory.mktemp("case")
    made = tarazu.new(folder / "steppe")
    made.read([ROOT / "samples" / "en.jsonl", ROOT / "samples" / "ru.jsonl", folder / "nowhere.txt"], work=tarazu.Work(coder="lexicon"))
    record = made.events().row(0, named=True)["id"]
    made.judge([record], tarazu.Decision(action="set", author="Ada", changes={"status": "planned"}))
    return made.path


@pytest.fixture(scope="module")
def connection(case: Path) -> Iterator[sqlite3.Connection]:
    with closing(file.open_to_read(case)) as opened:
        yield opened


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_links_lead_somewhere(path: Path) -> None:
    found = []
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        if "://" in target:
            continue
        goal = (path.parent / name) if name else path
        headings = re.findall(r"^#{1,3} (.+)$", goal.read_text(encoding="utf-8"), flags=re.MULTILINE) if goal.is_file() else []
        anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
        if not goal.is_file() or (anchor and anchor not in anchors):
            found.append(target)
    assert found == []


@pytest.mark.parametrize("verb", COMMANDS.commands)
def test_cli_page_describes_every_verb_and_option(verb: str) -> None:
    text = verb_sections()[verb]
    options = [name for each in COMMANDS.commands[verb].params for name in each.opts if name.startswith("--")]
    assert [name for name in options if f"`{name}" not in text] == []


def test_cli_page_describes_the_options_of_the_program() -> None:
    options = [name for each in COMMANDS.params for name in each.opts]
    assert [name for name in options if f"`{name}`" not in page("cli")] == []


def test_cli_page_names_no_verb_or_option_that_is_not_there() -> None:
    known = {name for each in [COMMANDS, *COMMANDS.commands.values()] for param in each.params for name in param.opts} | {"--help", "--"}
    assert sorted(verb_sections()) == sorted(COMMANDS.commands)
    assert sorted(set(re.findall(r"(?<![\w-])--(?!-)[a-z-]*", page("cli"))) - known) == []


@pytest.mark.parametrize("verb", SHOWN)
def test_cli_page_names_the_keys_of_json(verb: str) -> None:
    fields = {name for struct in SHOWN[verb] for name in struct.__struct_fields__}
    assert sorted(name for name in fields if f"`{name}`" not in verb_sections()[verb]) == []


def test_readme_names_no_verb_or_option_that_is_not_there() -> None:
    lines = re.findall(r"^(?:\.venv/bin/)?tarazu (\S+)(.*)$", README, flags=re.MULTILINE)
    assert len(lines) > 5
    wrong = []
    for verb, rest in lines:
        known = {name for param in COMMANDS.commands[verb].params for name in param.opts} if verb in COMMANDS.commands else set()
        wrong += [f"{verb} {each}".strip() for each in (re.findall(r"(?<!\S)--?[a-z-]+", rest) or [""]) if each not in known and (each or not known)]
    assert wrong == []


def test_cli_page_names_the_fields_that_can_be_set() -> None:
    rows = dict(re.findall(r"^\| (event|tie|figure|assessment) \| (`.*`) \|$", verb_sections()["judge"], flags=re.MULTILINE))
    assert {kind.__name__.lower(): list(fields) for kind, fields in changes.FIELDS.items()} == {
        kind: re.findall(r"`(\w+)`", cell) for kind, cell in rows.items()
    }  # fmt: skip


@pytest.fixture(scope="module")
def described() -> Iterator[sqlite3.Connection]:
    """The tables of the newest version: the page describes as many as there are."""
    versions = [int(number) for number in re.findall(r"^\| (\d+) \| [\d.]+ \| .+ \|$", sections("case-file", "##")["Versions"], flags=re.MULTILINE)]
    assert versions == list(range(1, migrations.VERSION + 1))
    with closing(sqlite3.connect(":memory:")) as opened:
        for number in versions:
            [step] = Path(file.__file__).parent.glob(f"schema/{number}_*.sql")
            opened.executescript(step.read_text(encoding="utf-8"))
        yield opened


def test_case_page_describes_every_table_and_view(described: sqlite3.Connection) -> None:
    there = {name for name, kind in described.execute("SELECT name, type FROM pragma_table_list WHERE schema = 'main'") if kind != "shadow"}
    headings = {heading.strip("`") for heading in sections("case-file", "###") if heading.startswith("`")}
    assert headings == {name for name in there if not name.startswith("sqlite_")}


def test_case_page_describes_every_column(described: sqlite3.Connection) -> None:
    wrong = []
    for heading, text in sections("case-file", "###").items():
        table = heading.strip("`")
        if not heading.startswith("`"):
            continue
        there = [name for name, hidden in described.execute("SELECT name, hidden FROM pragma_table_xinfo(?)", (table,)) if not hidden]
        if table == "standing":  # the page refers to `records` for the rest
            there = [name for name in there if name not in documented(sections("case-file", "###")["`records`"])]
        wrong += [(table, name) for name in {*there} ^ {*documented(text)}]
    assert wrong == []


def test_case_page_names_what_marks_a_case() -> None:
    assert f"`0x{file.APPLICATION:X}`" in page("case-file")


@pytest.mark.parametrize("number", range(len(blocks("case-file", "sql"))))
def test_case_page_queries_run(number: int, connection: sqlite3.Connection) -> None:
    rows = connection.execute(blocks("case-file", "sql")[number]).fetchall()
    once = "HAVING" in blocks("case-file", "sql")[number]  # no sample was met twice
    assert bool(rows) is not once


def test_case_page_opens_it_with_pandas(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas", reason="pandas is no dependency of ours")
    monkeypatch.chdir(case.parent)
    [source] = re.findall(r"^ *```python\n(.*?)```", page("case-file"), flags=re.MULTILINE | re.DOTALL)
    space: dict[str, object] = {}
    exec(textwrap.dedent(source), space)  # noqa: S102 - our own page
    with closing(space["connection"]):
        assert len(space["events"]) == tarazu.open(case).events().height


def test_python_page_examples_run(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    space: dict[str, object] = {"__name__": "__main__"}
    for number, source in enumerate(blocks("python", "python"), 1):
        exec(compile(source, f"docs/python.md, example {number}", "exec"), space)  # noqa: S102 - our own page
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith("12 12 ")
    assert shown[1] == "12"
    assert "corrected" in shown
    assert (workplace / "tables" / "datapackage.json").is_file()


def test_python_page_names_every_error() -> None:
    every = {name for name, each in vars(errors).items() if isinstance(each, type) and issubclass(each, errors.TarazuError)}
    assert sorted(name for name in every if f"`{name}`" not in page("python") and name != "TarazuError") == []


def test_python_page_names_every_verb_of_a_case() -> None:
    verbs = [name for name in vars(tarazu.Case) if not name.startswith("_")]
    assert [name for name in verbs if name not in page("python")] == []


def test_sources_page_names_every_ending_and_column() -> None:
    text = page("sources")
    assert sorted(ending for ending in ENDINGS if f"`{ending}`" not in text) == []
    assert sorted(name for name in Columns.__struct_fields__ if f"| `{name}` |" not in text) == []


def test_exports_page_describes_every_format_and_option() -> None:
    text = page("exports")
    assert sorted(name for name in FORMATS if f"| [`{name}`](#" not in text) == []
    options = {f"{name}={value}" for each in FORMATS.values() for name, values in each.options.items() for value in values}
    assert sorted(each for each in options - {"bom=no"} if each not in text) == []


def test_exports_page_lists_the_columns_of_the_tables() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| (`.*`) \|$", page("exports"), flags=re.MULTILINE))
    assert {name: re.findall(r"`(\w+)`", cell) for name, cell in rows.items()} == {each.name: [column.name for column in each.columns] for each in tables()}


def test_stories_page_says_the_numbers_of_the_code() -> None:
    rule, text = translations.Rule(), " ".join(page("stories").split())
    assert (copies.LEAST_SHARED, copies.LEAST_SHARE, copies.MOST_DAYS) == (0.5, 0.25, 31)
    assert "at least half of its *shingles*" in text
    assert "at least a quarter of its own, and not more than 31 days" in text
    assert (rule.days, rule.share, rule.of_longer, rule.events, rule.order) == (4, 0.75, 0.4, 4, 0.6)
    assert "within four days of each other, of which the shorter tells at least three quarters" in text
    assert (rule.events_if_said, rule.share_if_said, rule.events_if_named) == (2, 0.5, 1)
    assert "two common stories and half of the shorter one's are enough" in text
    assert (silences.LEAST_EXPECTED, silences.FALSE_DISCOVERIES) == (5.0, 0.1)
    assert "one false discovery in ten" in text
    assert "Below five expected" in text
    assert (leanings.LEAST_EVIDENCE, leanings.LEVEL) == (10.0, 0.9)
    assert "at least ten independent stories" in text
    assert f"counts {story_groups.UNSEEN}" in text
    assert f"Below {LEAST} nothing stands against anything" in text


@pytest.mark.parametrize(
    ("heading", "structs"),
    [
        ("`structure/*.yml`: the slow facts", (structure.StructureFile, structure.Series)),
        ("`codes.yml`: states in other people's codes", (codes.StateCodesFile, codes.StateCodes)),
        ("`sectors.yml`: what part of society acts", (codes.SectorFile, codes.Sector, codes.Members)),
    ],
    ids=["structure", "codes", "sectors"],
)
def test_data_page_names_every_key(heading: str, structs: tuple[type[msgspec.Struct], ...]) -> None:
    names = {name for struct in structs for name in struct.__struct_fields__} - {"source", "licence"}
    text = sections("data-files", "###")[heading]
    assert sorted(name for name in names if not re.search(rf"[`{{ ]{name}[`,}}]", text)) == []


def test_data_page_names_every_key_of_cameo() -> None:
    text = sections("data-files", "##")["`ontologies/cameo/`"]
    names = {name for struct in (cameo.Code, cameo.WayBack, cameo.Layout) for name in struct.__struct_fields__}
    assert sorted(name for name in names if f"`{name}`" not in text) == []
