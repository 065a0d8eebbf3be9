"""A case as ICEWS writes events: 20 columns, CAMEO codes, one actor and one target a row."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tarazu.exports.acts import Act, Party, acts, number, outlet, table
from tarazu.exports.targets import LeftOut
from tarazu.exports.written import Written
from tarazu.ontologies.cameo import cameo
from tarazu.records import HeldDocument
from tarazu.world.codes import Codes, codes


def write_icews(documents: Iterable[HeldDocument], path: Path) -> Written:
    """Writes the events of a case as an ICEWS table.

    Of several actors or recipients the first stand in the row; see `Act.pair` for reciprocal acts. A planned act has the code of
    the intent (03).

    Args:
        documents: The documents with their records.
        path: The file to write (`.tab` or `.tsv`).

    Returns:
        What was written, and what the format cannot say.

    Raises:
        OSError: The file cannot be written.

    Source: ICEWS Coded Event Data Read Me (Boschee et al. 2015); CAMEO codebook; Goldstein scores for `Intensity`.
    """
    left_out = LeftOut()
    register = codes()
    with table(path, "icews") as rows:
        for act in acts(documents, register, left_out):
            rows.write(_row(act, register))
    return Written(paths=(path,), rows=rows.rows, left_out=left_out.told(path.name))


def _row(act: Act, register: Codes) -> dict[str, str]:
    source, target = act.pair()
    evidence = next(iter(act.event.evidence), None)
    where = act.event.where
    state = register.states.get(where.country or "") if where else None
    return {
        "Event ID": str(act.number()),
        "Event Date": act.day.isoformat(),
        **_party("Source", source, register),
        "Event Text": cameo().codes[act.code].name,
        "CAMEO Code": act.code,
        "Intensity": number(cameo().goldstein(act.code)),
        **_party("Target", target, register),
        "Story ID": act.document.facts.doc,
        "Sentence Number": str(evidence.sentence + 1) if evidence else "",
        "Publisher": outlet(act.document),
        "City": where.name if where and not register.state(where.name) else "",
        "Country": (state.icews or state.name) if state else "",
        "Latitude": number(where.lat) if where else "",
        "Longitude": number(where.lon) if where else "",
    }


def _party(role: str, party: Party | None, register: Codes) -> dict[str, str]:
    if party is None:
        return {}
    sectors = ",".join(register.sectors[sector].icews for sector in party.sectors)
    return {f"{role} Name": party.name, f"{role} Sectors": sectors, f"{role} Country": party.icews}
