"""Forecasts of a case: kept, refused when changed, scored."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest

import tarazu
from tarazu.api import outlooks
from tarazu.api.outlook_words import say_question
from tarazu.errors import CaseError, OptionError, RecordError
from tarazu.forecast.acts import RELATIONS
from tarazu.forecast.outlook_types import Asked, Ground

START = dt.date(2024, 1, 5)
WORK = tarazu.Work(coder="lexicon")
SENTENCES = (
    "Kazakhstan and China signed an agreement on {day}.", "Russia accused Kyrgyzstan on {day}.", "Xi Jinping visited Uzbekistan on {day}.",
    "Kassym-Jomart Tokayev met Vladimir Putin on {day}.",
)  # fmt: skip


def _written(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A case with a document every ten days over seven months."""
    folder = tmp_path_factory.mktemp("case")
    case = tarazu.new(folder / "steppe")
    paths = []
    for at in range(22):
        day = START + dt.timedelta(days=10 * at)
        text = " ".join(each.format(day=_written(day)) for number, each in enumerate(SENTENCES) if number == 0 or (at + number) % 3)
        paths.append(folder / f"d{at}.json")
        paths[-1].write_bytes(msgspec.json.encode({"id": f"d{at}", "outlet": "The Steppe Ledger", "date": str(day + dt.timedelta(days=1)), "text": text}))
    case.read(paths, work=WORK)
    return case.path


@pytest.fixture
def case(made: Path, tmp_path: Path) -> tarazu.Case:
    copy = tmp_path / "steppe.tarazu"
    copy.write_bytes(made.read_bytes())
    return tarazu.open(copy)


def at(day: str, **other) -> outlooks.OutlookScope:
    return tarazu.make_outlook_scope(as_of=dt.date.fromisoformat(day), **other)


def test_forecast_is_kept_once_and_never_written_again(case) -> None:
    told: list[float] = []
    kept = case.forecast(at("2024-05-20"), tell=told.append)
    path = Path(kept.path)
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert case.forecast(at("2024-05-20")) == kept
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert path.parent == case.path.with_suffix(".forecasts")
    assert path.name.startswith("2024-05-20T30d-")
    assert not path.stat().st_mode & 0o222
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert [each.id for each in case.forecasts()] == [kept.id]


def test_forecast_of_a_day_sees_only_what_was_told_by_then(case) -> None:
    stories = outlooks.known_by(case.path, dt.date(2024, 5, 20))
    assert stories
    assert all(each.told is not None and each.told <= dt.date(2024, 5, 20) for each in stories)
    assert len(stories) < len(list(case.stories()))


def test_story_is_known_as_its_tellings_by_then_told_it(tmp_path: Path) -> None:
    entries = [
        {"id": "early", "outlet": "A", "date": "2024-05-02", "text": "Kassym-Jomart Tokayev will meet Xi Jinping in Astana on 9 May 2024."},
        {"id": "late-1", "outlet": "B", "date": "2024-05-10", "text": "Kassym-Jomart Tokayev met Xi Jinping in Astana on 9 May 2024."},
        {"id": "late-2", "outlet": "C", "date": "2024-05-11", "text": "Kassym-Jomart Tokayev met Xi Jinping in Astana on 9 May 2024, it was said."},
    ]
    for each in entries:
        (tmp_path / f"{each['id']}.json").write_bytes(msgspec.json.encode(each))
    made = tarazu.new(tmp_path / "one")
    made.read(sorted(tmp_path.glob("*.json")), work=WORK)
    early = outlooks.known_by(made.path, dt.date(2024, 5, 5))
    assert {each.status for each in early} == {"planned"}
    assert "actual" in {each.status for each in outlooks.known_by(made.path, dt.date(2024, 5, 12))}


@pytest.mark.parametrize("change", [lambda text: text.replace(b'"seed":0', b'"seed":1'), lambda text: text[:-9], lambda _: b"{}"], ids=["seed", "cut", "empty"])
def test_a_forecast_that_was_changed_is_refused(case, change) -> None:
    path = Path(case.forecast(at("2024-05-20")).path)
    path.chmod(0o644)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(CaseError):
        case.score_forecasts()


def test_a_forecast_under_another_name_is_refused(case) -> None:
    path = Path(case.forecast(at("2024-05-20")).path)
    path.rename(path.with_name("2024-05-20T30d-000000000000.json"))
    with pytest.raises(CaseError):
        case.forecasts()


def test_forecasts_are_scored_when_their_days_are_told_of(case) -> None:
    done, early = case.forecast(at("2024-05-20")), case.forecast(at("2024-08-01"))
    found = case.score_forecasts()
    assert found.ids == found.dated_back == (done.id,)
    assert [(each.id, each.why) for each in found.pending] == [(early.id, "early")]
    forecast, base_rate = found.scored.grades[:2]
    assert (forecast.method, base_rate.method) == ("forecast", "base rate")
    assert forecast.came > 0
    assert 0 < forecast.mrr <= 1
    assert forecast.questions == len(done.outlook.asked)


def test_read_forecast_finds_it_by_the_first_letters(case) -> None:
    kept = case.forecast(at("2024-05-20"))
    assert outlooks.read_forecast(case.path, "2024-05") == kept
    for wanted in ("2023", "20", "../"):
        with pytest.raises(RecordError):
            outlooks.read_forecast(case.path, wanted)


def test_scope_maps_members_of_a_power_to_it() -> None:
    scope = tarazu.make_outlook_scope("KAZ,UZB", ("EU", "RUS"), dt.date(2024, 5, 1))
    assert scope.region == ("KAZ", "UZB")
    assert scope.members["DEU"] == "EU"
    assert tarazu.make_outlook_scope().powers == ()


@pytest.mark.parametrize(
    "wrong", [{"region": "atlantis"}, {"powers": ("XXX",)}, {"as_of": dt.date(2999, 1, 1)}, {"horizon": 0}, {"horizon": 400}],
    ids=["region", "power", "day to come", "no days", "too far"],
)  # fmt: skip
def test_scope_refuses_what_cannot_be(wrong) -> None:
    with pytest.raises(OptionError):
        tarazu.make_outlook_scope(**wrong)


def test_an_empty_case_cannot_be_forecast(tmp_path: Path) -> None:
    with pytest.raises(OptionError):
        tarazu.new(tmp_path / "empty").forecast()
    assert not (tmp_path / "empty.forecasts").exists()


_DAYS = {"last": dt.date(2024, 5, 5), "told": dt.date(2024, 5, 6), "due": dt.date(2024, 6, 7)}
_NUMBERS = {"times": 3.0, "lately": 1.0, "days": 90.0, "acts": 12.0, "alike": 4.0, "one": 5.0, "other": 6.0, "factor": 2.5, "bodies": 2.0, "share": 0.18, "cases": 40.0}
GROUNDS = [
    Ground(kind=kind, weight=0.3, numbers=_NUMBERS, names={"first": ("AGREE",), "then": ("CONSULT/visit",), "bodies": ("CSTO", "SCO")}, days=_DAYS)
    for kind in ("own", "mirror", "pair", "usual", "neighbours", "fellows", "sequel", "announced", "popular", "circle")
] + [
    Ground(kind="announced", weight=0.2, numbers={"share": 0.2, "cases": 0.0}, names={"first": ("AGREE",)}, days={"told": dt.date(2024, 5, 6)}),
    Ground(kind="announced", weight=0.2, numbers={"share": 0.2, "cases": 3.0}, names={"first": ("AGREE",)}, days={"told": dt.date(2024, 5, 6)}),
    Ground(kind="fellows", weight=0.2, numbers={"factor": 2.0, "bodies": 0.0}, names={"bodies": ()}),
]


@pytest.mark.parametrize("language", ["en", "fa", "ar", "ru"])
def test_every_question_and_reason_can_be_said(language: str) -> None:
    said = []
    for relation in RELATIONS:
        asked = Asked(
            subject="KAZ", relation=relation, object="CSTO", chance=0.1, expected=0.1, base_rate=0.1, persistence=0.1, recurrency=0.1, windows=(1, 12),
            met=3, grounds=tuple(GROUNDS),
        )  # fmt: skip
        found = say_question(asked, language)
        said += [found.said, found.base_rate, *(each.said for each in found.grounds)]
    assert all(each and "{" not in each for each in said)
    assert len(set(said)) == len(RELATIONS) + 1 + len(GROUNDS)


def test_numbers_in_persian_reasons_are_persian() -> None:
    asked = Asked(
        subject="KAZ", relation="AID", object="RUS", chance=0.1, expected=0.1, base_rate=0.1, persistence=0.1, recurrency=0.1, windows=(1, 12), met=3,
        grounds=(GROUNDS[0],),
    )  # fmt: skip
    said = say_question(asked, "fa")
    assert not any(letter in "0123456789" for letter in said.grounds[0].said + said.base_rate)
