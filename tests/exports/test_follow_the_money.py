import json
import warnings
from pathlib import Path

import msgspec
import pytest

from tarazu.errors import OptionError
from tarazu.exports.follow_the_money import write_follow_the_money
from tarazu.records import Held, HeldDocument, Tie

NAMES = {"KAZ": "Kazakhstan", "TUR": "Türkiye", "CSTO": "CSTO", "RUS": "Russia"}


def label(actor: str) -> str:
    return NAMES.get(actor, actor)


def written(documents: list[HeldDocument], folder: Path) -> list[dict]:
    path = folder / "case.jsonl"
    assert write_follow_the_money(documents, path, label=label).rows == len(path.read_text(encoding="utf-8").splitlines())
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def model():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the library warns of at import is its own affair
        pytest.importorskip("followthemoney", exc_type=ImportError)
        from followthemoney import model
    return model


def test_write_follow_the_money_is_valid_for_its_library(persian: HeldDocument, imported: HeldDocument, tmp_path: Path, model) -> None:
    entities = written([persian, imported], tmp_path)
    assert {entity["schema"] for entity in entities} == {"Article", "Event", "Person", "PublicBody", "Organization", "LegalEntity", "Membership", "Mention"} - {"Organization"}
    for entity in entities:
        proxy = model.get_proxy(entity, cleaned=False)  # cleans every value, and drops what is no value of its property
        for name, values in entity["properties"].items():
            assert proxy.get(name) == values, (entity["schema"], name)
        proxy.schema.validate(entity)
        assert not [name for name in proxy.schema.required if not proxy.get(name)]


def test_write_follow_the_money_refers_only_to_what_fits(persian: HeldDocument, imported: HeldDocument, tmp_path: Path, model) -> None:
    entities = {entity["id"]: entity for entity in written([persian, imported], tmp_path)}
    for entity in entities.values():
        for name, values in entity["properties"].items():
            wanted = model.get(entity["schema"]).properties[name]
            if wanted.range is not None:
                assert all(model.get(entities[value]["schema"]).is_a(wanted.range) for value in values), (entity["schema"], name)


def test_write_follow_the_money_says_who_acted(persian: HeldDocument, tmp_path: Path) -> None:
    entities = {entity["id"]: entity for entity in written([persian], tmp_path)}
    (event,) = (entity["properties"] for entity in entities.values() if entity["schema"] == "Event")
    assert [entities[each]["properties"]["name"] for each in event["involved"]] == [["KAZ/kassym-jomart-tokayev"], ["Türkiye"]]
    assert (event["date"], event["location"], event["country"]) == (["2022-05-03"], ["Ankara"], ["tr"])
    article = entities[event["proof"][0]]["properties"]
    assert (article["language"], article["publishedAt"], article["bodyText"]) == (["fas"], ["2022-05-04"], [persian.text])
    (mention,) = (entity["properties"] for entity in entities.values() if entity["schema"] == "Mention" and entity["properties"]["name"] == ["توکایف"])
    assert entities[mention["resolved"][0]]["schema"] == mention["detectedSchema"][0] == "Person"


@pytest.mark.parametrize(
    ("kind", "source", "target", "schema"),
    [
        ("member_of", "KAZ", "CSTO", "Membership"), ("leader_of", "KAZ/kassym-jomart-tokayev", "KAZ", "Employment"), ("member_of", "KAZ", "central-asia", "UnknownLink"),
        ("leader_of", "Jane Doe", "KAZ", "UnknownLink"), ("ally_of", "KAZ", "RUS", "UnknownLink"),
    ],
)  # fmt: skip
def test_write_follow_the_money_ties_take_the_nearest_schema(persian: HeldDocument, tmp_path: Path, kind, source, target, schema) -> None:
    tie = next(held.record for held in persian.records if isinstance(held.record, Tie))
    tie = msgspec.structs.replace(tie, kind=kind, source=source, target=target)
    entities = written([msgspec.structs.replace(persian, records=(Held(record=tie),))], tmp_path)
    (link,) = (entity for entity in entities if entity["properties"].get("recordId"))
    assert link["schema"] == schema
    assert link["properties"]["role"] == [kind.replace("_", " ")]


def test_write_follow_the_money_counts_what_the_model_cannot_say(persian: HeldDocument, tmp_path: Path) -> None:
    left_out = write_follow_the_money([persian], tmp_path / "a", label=label).left_out
    assert {entry.reason.rpartition(":")[0] for entry in left_out} == {"1 left out: figure", "1 left out: assessment", "1 left out: event that is denied"}


def test_write_follow_the_money_ids_stay_and_actors_come_once(persian: HeldDocument, tmp_path: Path) -> None:
    once = written([persian, persian], tmp_path)
    actors = [entity["id"] for entity in once if "-actor-" in entity["id"]]
    assert len(actors) == len(set(actors))
    assert once == written([persian, persian], tmp_path)


def test_write_follow_the_money_of_an_empty_case_is_empty(tmp_path: Path) -> None:
    assert written([], tmp_path) == []
    with pytest.raises(OptionError, match="a folder"):
        write_follow_the_money([], tmp_path, label=label)
