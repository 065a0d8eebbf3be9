"""`tarazu judge`, `tarazu quality`: a person disagrees."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from tarazu import api
from tarazu.cli import describe
from tarazu.cli.output import open_output, open_standard
from tarazu.cli.printing import AsJson, CasePath, print_json, print_lines, print_table
from tarazu.errors import OptionError, RecordError, SourceError
from tarazu.records import Judgement

Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Records, each by the first six letters of its id or more.")]


def judge(
    case: CasePath,
    ids: Ids = None,
    *,
    accept: Annotated[bool, typer.Option("--accept", help="They are right.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="They are wrong: they count nowhere any more.")] = False,
    merge: Annotated[bool, typer.Option("--merge", help="They tell one act.")] = False,
    split: Annotated[bool, typer.Option("--split", help="They do not tell one act.")] = False,
    changes: Annotated[list[str] | None, typer.Option("--set", help="A field, as in type=REJECT; may be given again.")] = None,
    actor: Annotated[list[str] | None, typer.Option(help="Who acts; may be given again.")] = None,
    recipient: Annotated[list[str] | None, typer.Option(help="Whom it is done to; may be given again.")] = None,
    undo: Annotated[str | None, typer.Option(metavar="JUDGEMENT", help="Take a judgement back.")] = None,
    author: Annotated[str | None, typer.Option(help="Who decides; else TARAZU_AUTHOR, else the name you are logged in with.")] = None,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    listed: Annotated[bool, typer.Option("--list", help="List the judgements, with those that fit no record any more.")] = False,
    export: Annotated[Path | None, typer.Option("--export", help="Write all judgements to this file, - for standard output.")] = None,
    taken: Annotated[Path | None, typer.Option("--import", help="Take judgements from such a file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Accept, reject or correct records. What you decide is kept for ever, wins over every coder, and is taken back by --undo."""
    opened = api.open_case(case)
    author = author or os.environ.get("TARAZU_AUTHOR") or getpass.getuser()
    fields = _fields(changes, actor, recipient)
    actions = [name for name, asked in (("accept", accept), ("reject", reject), ("merge", merge), ("split", split), ("set", bool(fields))) if asked]
    if ids and not actions:
        raise OptionError("ID", "no records, for this is not about single ones", ", ".join(ids), "leave them out")
    _check_one([*actions, *(name for name, asked in (("undo", undo), ("list", listed), ("export", export), ("import", taken)) if asked)])
    if export:
        _export(opened, export, case)
    elif taken:
        count = opened.import_judgements(_read(taken))
        print_json([{"new": count}]) if as_json else print_lines([f"{count} new judgements"])
    elif listed:
        _list(opened.judgements(), as_json=as_json)
    else:
        made = opened.undo(undo, author=author, note=note) if undo else opened.judge(ids or [], _decision(actions[0], author, note, fields))
        print_json([made]) if as_json else _tell(opened, made)


def quality(
    case: CasePath,
    draw: Annotated[int | None, typer.Option(min=1, help="Draw so many records by chance to be judged.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed draws the same.")] = 0,
    *,
    everything: Annotated[bool, typer.Option("--all-judged", help="Count what you judged of your own accord too, which is no fair sample.")] = False,
    as_json: AsJson = False,
) -> None:
    """Estimate how right the records of CASE are, from a random sample that you judge."""
    opened = api.open_case(case)
    if draw:
        drawn = [opened.record(each.id).record for each in opened.draw(draw, seed=seed)]
        if as_json:
            print_json(drawn)
            return
        print_table(("id", "who → what → whom", "sentence"), [(each.id[:8], describe.arrow(each), each.evidence[0].text) for each in drawn])
        print_lines([f"{len(drawn)} drawn; judge each: tarazu judge {case} ID --accept, --reject or --set FIELD=VALUE; then: tarazu quality {case}"])
        return
    found = opened.quality(drawn_only=not everything)
    if as_json:
        print_json(found)
        return
    rows = [(each.group, str(each.records), str(each.judged), str(each.right), f"{each.share:.2f}", f"{each.low:.2f} – {each.high:.2f}") for each in found]
    if rows:
        print_table(("of", "records", "judged", "right", "share", "95 % interval"), rows)
    else:
        print_lines([f"nothing drawn was judged yet: tarazu quality {case} --draw 50"])


def _decision(action: str, author: str, note: str, fields: dict[str, str]) -> api.Decision:
    return msgspec.convert({"action": action, "author": author, "note": note, "changes": fields}, api.Decision)


def _fields(changes: Sequence[str] | None, actor: Sequence[str] | None, recipient: Sequence[str] | None) -> dict[str, str]:
    fields = {}
    for each in changes or ():
        name, sign, value = each.partition("=")
        if not sign or not name.strip():
            raise OptionError(f"--set {each}", "FIELD=VALUE", repr(each), "as in --set type=REJECT; FIELD= for nothing")
        fields[name.strip()] = value
    fields |= {name: ";".join(values) for name, values in (("actors", actor), ("recipients", recipient)) if values}
    return fields


def _check_one(asked: Sequence[str]) -> None:
    if len(asked) != 1:
        found = " and ".join(f"--{each}" for each in asked) or "none"
        raise OptionError("judge", "one of --accept, --reject, --set, --actor, --merge, --split, --undo, --list, --export, --import", found, "give just one")


def _export(opened: api.Case, path: Path, case: str) -> None:
    with open_output(None if str(path) == "-" else path, [case], held=False) as stream:
        stream.writelines(msgspec.json.encode(each).decode("utf-8") + "\n" for each in opened.export_judgements())


def _read(path: Path) -> Iterator[Judgement]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise SourceError(str(path), "a file of judgements", error.strerror or "an error", "make it with `tarazu judge CASE --export FILE`") from error
    for number, line in enumerate(lines, 1):
        try:
            yield msgspec.json.decode(line, type=Judgement)
        except msgspec.DecodeError as error:
            raise RecordError(f"{path}:{number}", "a judgement", str(error), "make the file with `tarazu judge CASE --export FILE`") from error


def _list(found: Sequence[api.Standing], *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    rows = []
    for each in found:
        judged = each.judgement
        what = ", ".join(f"{name}={value}" for name, value in judged.changes.items()) or judged.undoes or ""
        bears = "taken back" if not each.stands else ", ".join(fit[:8] if fit else "fits no record any more" for fit in each.fits)
        acts = "\n".join(describe.arrow(target) for target in judged.targets)
        rows.append((judged.id[:8], judged.made.isoformat(" ", "minutes"), judged.author, f"{judged.action} {what}".strip(), acts, bears, judged.note))
    print_table(("id", "made", "by", "what", "about", "now", "why"), rows)


def _tell(opened: api.Case, made: Judgement) -> None:
    stream = open_standard(sys.stdout)
    stream.write(f"judgement {made.id[:8]}: {made.action}; take it back with --undo {made.id[:8]}\n")
    stream.flush()
    if made.action in {"accept", "set"}:
        print_lines(f"{each.id[:8]}  {describe.arrow(opened.record(each.id).record)}" for each in made.targets)
