"""`tarazu list`, `search`, `skipped`, `runs`, `diff`, `check`: what looks into a case."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tarazu import api
from tarazu.cli import describe
from tarazu.cli.output import open_standard
from tarazu.cli.printing import AsJson, CasePath, print_json, print_lines, print_table
from tarazu.cli.summary import Tally
from tarazu.records import Coded, CodedRecord

_BEFORE, _AFTER = "[", "]"


def list_records(
    case: CasePath,
    document: Annotated[str | None, typer.Option("--document", help="Only this one: its id or its address.")] = None,
    *,
    summary: Annotated[bool, typer.Option("--summary", help="Count events by type and by pair, and documents by language.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the documents of CASE with the records that stand in them, corrections applied."""
    from tarazu.cli.table import ConsoleWriter  # slow to load, and `--help` must not wait for it
    from tarazu.cli.writers import LinesWriter

    opened = api.open_case(case)
    stream = open_standard(sys.stdout)
    writer = LinesWriter(stream) if as_json else ConsoleWriter(stream, terminal=sys.stdout.isatty())
    tally = Tally()
    for held in [opened.document(document)] if document else opened.documents():
        coded = Coded(facts=held.facts, records=tuple(each.record for each in held.records), reasons={})
        writer.write(coded)
        tally.add(coded)
    messages = open_standard(sys.stderr) if as_json else stream  # standard output may be read by a program
    if summary:
        tally.show(messages)
    if not as_json:
        tally.close(stream)


def search(
    case: CasePath,
    question: Annotated[list[str], typer.Argument(metavar="WORDS...", help='All must occur, from four letters on with any ending; "…" for words in a row.')],
    language: Annotated[str | None, typer.Option(help="Only documents in this language.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only documents of this outlet.")] = None,
    since: Annotated[str | None, typer.Option(help="Published on this day or later, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Published on this day or before.")] = None,
    actor: Annotated[str | None, typer.Option(help="With a record in which this state or person takes part.")] = None,
    without: Annotated[list[str] | None, typer.Option(help="A word that must not occur; may be given again.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="The most documents.")] = 20,
    *,
    as_json: AsJson = False,
) -> None:
    """Find documents by their words, in any of the languages and however they are spelt."""
    filters = api.Filters(language=language, outlet=outlet, since=api.first_day(since, "--since"), until=api.last_day(until, "--until"), actor=actor)
    asked = [f'"{each}"' if " " in each and '"' not in each else each for each in question]
    hits = api.open_case(case).search(" ".join([*asked, *(f'-"{each}"' for each in without or ())]), filters=filters, limit=limit)
    if as_json:
        print_json(hits)
        return
    for hit in hits:
        day = hit.published.isoformat() if hit.published else ""
        print_lines([" · ".join(each for each in (hit.doc, hit.language or "", day, hit.outlet or "", hit.title or "") if each)])
        print_lines(f"    {_marked(snippet)}" for snippet in hit.snippets)
    print_lines([f"{len(hits)} document{'' if len(hits) == 1 else 's'}"])


def skipped(case: CasePath, *, as_json: AsJson = False) -> None:
    """List what could not be read or coded, and why."""
    found = api.open_case(case).skipped()
    if as_json:
        print_json(found)
    else:
        print_table(("what", "stage", "why"), [(each.doc, each.stage, each.reason) for each in found])


def runs(case: CasePath, *, as_json: AsJson = False) -> None:
    """List the runs of CASE: which coder in which version made which records."""
    found = api.open_case(case).runs()
    if as_json:
        print_json(found)
        return
    columns = ("run", "coder", "version", "words and model", "started", "documents", "records", "standing")
    print_table(
        columns,
        [
            (
                str(each.number), each.facts.coder, each.facts.version, each.facts.digest, each.started.isoformat(" ", "minutes"), str(each.documents),
                str(each.records), str(each.standing),
            )
            for each in found
        ],
    )  # fmt: skip


def diff(
    case: CasePath,
    first: Annotated[int, typer.Argument(metavar="RUN", help="The number of the earlier run: see `tarazu runs`.")],
    second: Annotated[int, typer.Argument(metavar="RUN", help="The number of the later run.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Show which records two runs do not have alike, over the documents that both have coded."""
    found = api.open_case(case).diff(first, second)
    if as_json:
        print_json([found])
        return
    signs = {"added": "+", "removed": "-", "changed": "~"}
    rows = []
    for each in found.differences:
        shown = [_act(record) for record in (each.before, each.after) if record]
        record = each.after or each.before
        if record is not None:
            text = record.evidence[0].text if record.evidence else ""
            rows.append((signs[each.change], record.id[:8], "\n".join(dict.fromkeys(shown)), ", ".join(each.fields), text[:120]))
    print_table(("", "id", "who → what → whom", "fields", "sentence"), rows)
    counts = {change: sum(each.change == change for each in found.differences) for change in signs}
    told = ", ".join(f"{number} {change}" for change, number in counts.items())
    print_lines([f"{found.documents} documents coded by both: {found.same} records alike, {told}"])
    if found.only_first or found.only_second:
        print_lines([f"coded only by run {first}: {found.only_first}; only by run {second}: {found.only_second}"])


def check(case: CasePath, *, as_json: AsJson = False) -> None:
    """Look the file over. Ends with 1 if something is wrong with it."""
    found = api.open_case(case).check()
    if as_json:
        print_json([{"sound": not found, "found": found}])
    else:
        print_lines(found or ("sound",))
    if found:
        raise typer.Exit(1)


def _act(record: CodedRecord) -> str:
    told = (describe.arrow(record), describe.time(record), describe.status(record), describe.voices(record))
    return " · ".join(each for each in told if each)


def _marked(snippet: api.Snippet) -> str:
    out, at = "", 0
    for start, end in snippet.marks:
        first, last = start - snippet.start, end - snippet.start
        if first >= at:
            out += snippet.text[at:first] + _BEFORE + snippet.text[first:last] + _AFTER
            at = last
    return (out + snippet.text[at:]).replace("\n", " ")
