"""What a person decides about the records of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from tarazu.api.coders import CODERS
from tarazu.api.coding import Explanation, code
from tarazu.api.provenance import run_facts
from tarazu.cases import file, judging, loading
from tarazu.cases.writing import Writer
from tarazu.errors import CaseError, OptionError, RecordError
from tarazu.records import Action, Coded, Judgement


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decides about records.

    Attributes:
        action: `accept` them as they stand, `reject` them, `set` fields of them, `merge` them as tellings of one act, or `split` them.
        author: Who decides.
        note: Why.
        changes: For `set`, fields and their values as text: `{"type": "REJECT", "actors": "KAZ;RUS"}`; empty text for nothing.
    """

    action: Action
    author: str
    note: str = ""
    changes: Mapping[str, str] = {}


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A judgement as it stands now.

    Attributes:
        judgement: The judgement.
        stands: Whether no other has taken it back.
        fits: For each of its targets the id of the record that it bears on now; None where none fits any more.
    """

    judgement: Judgement
    stands: bool
    fits: tuple[str | None, ...]


def judge(path: Path, ids: Sequence[str], decision: Decision) -> Judgement:
    """Keeps and applies a decision; see `Case.judge`."""
    _check(ids, decision)
    with Writer(path) as writer:
        targets = [loading.load_record(writer.connection, each)[0].record for each in ids]
        return writer.judge(decision.action, targets, _unsigned(decision.author, decision.note, decision.changes))


def undo(path: Path, judgement: str, *, author: str, note: str = "") -> Judgement:
    """Takes a judgement back; see `Case.undo`."""
    with Writer(path) as writer:
        known = [each.id for each in judging.load_judgements(writer.connection) if each.id.startswith(judgement)]
        if len(known) != 1:
            raise RecordError(judgement, "the id of one judgement of this case", f"{len(known)} such", "see `tarazu judge CASE --list`")
        return writer.judge("undo", [], msgspec.structs.replace(_unsigned(author, note, {}), undoes=known[0]))


def list_judgements(path: Path) -> tuple[Standing, ...]:
    """All judgements as they stand; see `Case.judgements`."""
    with closing(file.open_to_read(path)) as connection:
        every = judging.load_judgements(connection)
        undone = judging.taken_back(every)
        fits = judging.load_fits(connection)
    return tuple(
        Standing(judgement=each, stands=each.id not in undone, fits=tuple(fits.get((each.id, at)) for at in range(len(each.targets)))) for each in every
    )


def take(path: Path, judgements: Iterable[Judgement]) -> int:
    """Takes judgements that were made elsewhere; see `Case.import_judgements`."""
    held = list(judgements)
    for each in held:
        if judging.sign(each).id != each.id:
            raise CaseError(f"judgement {each.id}", "a judgement as it was exported", "one that was changed since", "export it anew from where it was made")
    with Writer(path) as writer:
        return writer.take_judgements(sorted(held, key=lambda each: each.made))


def explain(path: Path, record_id: str) -> Explanation:
    """Says why a record is as it is; see `Case.explain`."""
    with closing(file.open_to_read(path)) as connection:
        held, doc = loading.load_record(connection, record_id)
        number = int(connection.execute("SELECT number FROM documents WHERE doc = ?", (doc,)).fetchone()[0])
        document = loading.stated(connection, number)
    record = held.record
    name = next((each for each in CODERS if run_facts(each).coder == record.coder), None)
    if name is None or not document.text:
        raise RecordError(record.id, "a record of a coder that is installed", f"one of {record.coder}", "recode the case: tarazu recode CASE")
    [coded] = code([document], coder=name)
    if isinstance(coded, Coded) and record.id in coded.reasons:
        return Explanation(facts=coded.facts, record=record, reasons=coded.reasons[record.id])
    raise RecordError(record.id, "a record that its coder still makes", "none such today", "recode the case: tarazu recode CASE")


def _check(ids: Sequence[str], decision: Decision) -> None:
    if decision.action == "undo":
        raise OptionError("action", "a decision about records", "undo", "take a judgement back with `undo`")
    if (decision.action == "set") != bool(decision.changes):
        raise OptionError("changes", "fields to set, and only for `set`", str(dict(decision.changes)), "as in --set type=REJECT")
    if decision.action in {"merge", "split"} and len(set(ids)) < 2:
        raise OptionError("ids", f"at least two records to {decision.action}", str(len(set(ids))), f"as in: tarazu judge CASE ID ID --{decision.action}")
    if not ids:
        raise OptionError("ids", "at least one record", "none", "take ids from `tarazu list CASE`")
    if not decision.author.strip():
        raise OptionError("author", "a name", "none", "say who decides: --author NAME, or set TARAZU_AUTHOR")


def _unsigned(author: str, note: str, changes: Mapping[str, str]) -> Judgement:
    return Judgement(id="", action="accept", author=author.strip(), made=file.BEGINNING, note=note, targets=(), changes=dict(changes))
