"""What goes out to the field's tables and comes in again is the same; what cannot go out is counted."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tarazu.exports.gdelt import write_gdelt
from tarazu.exports.icews import write_icews
from tarazu.exports.polecat import write_polecat
from tarazu.exports.written import Written
from tarazu.ontologies import plover
from tarazu.ontologies.cameo import cameo
from tarazu.records import Coded, Event, Held, HeldDocument, When, Where, state_of
from tarazu.sources.event_files import read_event_file
from tarazu.world.codes import codes

Writer = Callable[[list[HeldDocument], Path], Written]
WRITERS: dict[str, tuple[Writer, str]] = {
    "polecat": (write_polecat, "a.txt"), "icews": (write_icews, "a.tab"), "gdelt": (write_gdelt, "a.export.CSV"),
}  # fmt: skip
ACTS = [(kind, mode) for kind, entry in plover().types.items() for mode in (None, *entry.modes)]
ACTORS = (
    "KAZ", "UZB", "RUS", "TUR", "TWN", "PSE", "ROU", "UN", "EU", "NATO", "TALIBAN", "KAZ/kassym-jomart-tokayev", "RUS/ministry-of-defence", "TJK/police",
    "UN/antonio-guterres", "ABKHAZIA", "central-asia", "KGZ/some-unknown-person", "RUS/gazprom",
)  # fmt: skip


def with_events(document: HeldDocument, *events: Event) -> HeldDocument:
    return msgspec.structs.replace(document, records=tuple(Held(record=event) for event in events))


def event_of(document: HeldDocument) -> Event:
    event = document.records[0].record
    assert isinstance(event, Event)
    return event


def round_trip(name: str, document: HeldDocument, folder: Path) -> list[Event]:
    write, file = WRITERS[name]
    written = write([document], folder / file)
    found = list(read_event_file(written.paths[0]))
    coded = [each for each in found if isinstance(each, Coded)]
    assert len(coded) == len(found), found
    return [record for each in coded for record in each.records if isinstance(record, Event)]


def tops(actors: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(state_of(actor) for actor in actors)


@pytest.mark.parametrize("name", WRITERS)
def test_visit_goes_out_and_comes_in(name: str, persian: HeldDocument, tmp_path: Path) -> None:
    (event,) = round_trip(name, persian, tmp_path)
    assert (event.type, event.mode, event.status) == ("CONSULT", "visit", "actual")
    assert event.actors == ("KAZ/kassym-jomart-tokayev",)
    assert event.recipients == ("TUR",)
    assert event.when is not None
    assert (event.when.start, event.when.granularity) == (dt.date(2022, 5, 3), "day")
    assert event.score == 4.0
    assert event.where == Where(name="Ankara", country="TUR", lat=39.93, lon=32.86)
    assert event.confidence == (0.83 if name == "gdelt" else 1.0)
    assert event.coder == name
    assert event.evidence == ()


@pytest.mark.parametrize("name", WRITERS)
def test_imported_event_goes_out_again(name: str, imported: HeldDocument, tmp_path: Path) -> None:
    (event,) = round_trip(name, imported, tmp_path)
    assert event.type == "SANCTION"
    assert tops(event.actors)[0] == "USA"
    assert event.recipients[0] == "RUS/ministry-of-defence"


@pytest.mark.parametrize("name", WRITERS)
def test_left_out_is_counted_by_reason(name: str, persian: HeldDocument, tmp_path: Path) -> None:
    write, file = WRITERS[name]
    written = write([persian, persian], tmp_path / file)
    reasons = [each.reason for each in written.left_out]
    assert len(reasons) == 4
    assert "2 left out: records of kind `tie`: the format holds events only" in reasons
    assert "2 left out: the format has no status, and an act that is denied would count as done" in reasons
    assert {each.stage for each in written.left_out} == {"export"}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(("kind", "mode"), ACTS, ids=[f"{kind}-{mode}" for kind, mode in ACTS])
def test_every_act_comes_back_as_its_type(name: str, kind: str, mode: str | None, persian: HeldDocument, tmp_path: Path) -> None:
    given_event = msgspec.structs.replace(event_of(persian), type=kind, mode=mode, contexts=(), score=plover().score(kind, mode))  # type: ignore[arg-type]
    (event,) = round_trip(name, with_events(persian, given_event), tmp_path)
    assert event.type == kind
    if name == "polecat":
        assert (event.mode, event.score) == (mode, given_event.score)
    else:
        assert event.mode == cameo().codes[cameo().code(given_event.type, mode, "actual", ()) or ""].mode
    assert plover().types[event.type].quad == plover().types[given_event.type].quad


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("kind", ["CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "AGREE"])
def test_planned_cooperation_is_an_intent(name: str, kind: str, persian: HeldDocument, tmp_path: Path) -> None:
    planned = msgspec.structs.replace(event_of(persian), type=kind, mode=None, status="planned")  # type: ignore[arg-type]
    (event,) = round_trip(name, with_events(persian, planned), tmp_path)
    assert event.type == "AGREE"


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"type": "PROTEST", "mode": "demo", "status": "planned"}, "a planned PROTEST is no intent"),
        ({"status": "cancelled"}, "an act that is cancelled would count as done"),
        ({"status": "hypothetical"}, "an act that is hypothetical would count as done"),
        ({"actors": (), "recipients": ()}, "it names nobody"),
        ({"when": When(start=dt.date(2022, 1, 1), end=dt.date(2022, 12, 31), granularity="year", text="2022")}, "its time is a year"),
    ],
    ids=["planned protest", "cancelled", "hypothetical", "nobody", "a year"],
)
def test_what_cannot_be_said_is_left_out(name: str, changes: dict[str, object], reason: str, persian: HeldDocument, tmp_path: Path) -> None:
    write, file = WRITERS[name]
    written = write([with_events(persian, msgspec.structs.replace(event_of(persian), **changes))], tmp_path / file)
    assert written.rows == 0
    assert [reason in each.reason for each in written.left_out] == [True]


def test_undated_act_has_the_day_of_publication(persian: HeldDocument, tmp_path: Path) -> None:
    undated = with_events(persian, msgspec.structs.replace(event_of(persian), when=None))
    (event,) = round_trip("icews", undated, tmp_path)
    assert event.when is not None
    assert event.when.start == dt.date(2022, 5, 4)
    unpublished = msgspec.structs.replace(undated, facts=msgspec.structs.replace(undated.facts, published=None))
    assert write_icews([unpublished], tmp_path / "b.tab").left_out[0].reason == "1 left out: neither it nor its document has a date"


@pytest.mark.parametrize("name", ["icews", "gdelt"])
def test_reciprocal_act_keeps_its_other_side(name: str, persian: HeldDocument, tmp_path: Path) -> None:
    met = msgspec.structs.replace(event_of(persian), mode=None, actors=("KAZ/kassym-jomart-tokayev", "KAZ/olzhas-bektenov", "UZB"), recipients=())
    (event,) = round_trip(name, with_events(persian, met), tmp_path)
    assert (event.actors, event.recipients) == (("KAZ/kassym-jomart-tokayev",), ("UZB",))


def test_polecat_joins_all_parties(persian: HeldDocument, tmp_path: Path) -> None:
    met = msgspec.structs.replace(event_of(persian), mode=None, actors=("KAZ/kassym-jomart-tokayev", "UN", "UZB/police"), recipients=())
    (event,) = round_trip("polecat", with_events(persian, met), tmp_path)
    assert (event.actors, event.recipients) == (met.actors, ())


def test_no_file_is_left_when_writing_breaks_off(persian: HeldDocument, tmp_path: Path) -> None:
    def documents() -> list[HeldDocument]:
        broken = msgspec.structs.replace(event_of(persian), type="NOTHING")  # type: ignore[arg-type]
        return [persian, with_events(persian, broken)]

    for write, file in WRITERS.values():
        with pytest.raises(KeyError):
            write(documents(), tmp_path / file)
    assert list(tmp_path.iterdir()) == []


days = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))
parties = st.lists(st.sampled_from(ACTORS), min_size=1, max_size=3, unique=True).map(tuple)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(act=st.sampled_from(ACTS), day=days, actors=parties, recipients=parties, context=st.sampled_from(sorted(plover().contexts)))
def test_generated_events_come_back(
    act: tuple[str, str | None], day: dt.date, actors: tuple[str, ...], recipients: tuple[str, ...], context: str, persian: HeldDocument, tmp_path: Path
) -> None:
    when = When(start=day, end=day, granularity="day", text="then")
    changes = {"type": act[0], "mode": act[1], "contexts": (context,), "actors": actors, "recipients": recipients, "when": when}
    event = msgspec.structs.replace(event_of(persian), **changes)
    for name in WRITERS:
        (back,) = round_trip(name, with_events(persian, event), tmp_path)
        assert back.type == act[0]
        assert back.when is not None
        assert back.when.start == day
        expected = (actors, recipients) if name == "polecat" else (actors[:1], recipients[:1])
        # a person that is not known, of a state that no code stands for, is all that a table can lose
        assert (tops(back.actors), tops(back.recipients)) == (tops(expected[0]), tops(expected[1]))


def test_every_name_in_the_register_leads_back_to_its_state() -> None:
    register = codes()
    lost = [state for state, each in register.states.items() if register.state(each.icews or each.name) != state]
    assert lost == []
