"""The register in the codes of others."""

import datetime as dt
from pathlib import Path

import pytest

from tarazu import data, world
from tarazu.languages import codes as language_codes
from tarazu.languages import load as load_language
from tarazu.world.codes import SectorFile, codes


def test_every_state_has_a_name_and_its_codes() -> None:
    register = codes()
    assert set(register.states) == set(world.load().states)
    states = {state: each for state, each in register.states.items() if world.load().states[state].kind == "state"}
    assert [state for state, each in states.items() if not each.iso2] == ["SUN", "YUG"]
    numbers = [each.number for each in register.states.values() if each.number is not None]
    assert len(set(numbers)) == len(numbers)
    fips = [each.fips for each in register.states.values() if each.fips]
    assert len(set(fips)) == len(fips)


@pytest.mark.parametrize(
    ("state", "cow", "fips", "iso2"),
    [
        ("KAZ", 705, "KZ", "KZ"), ("KGZ", 703, "KG", "KG"), ("TJK", 702, "TI", "TJ"), ("TKM", 701, "TX", "TM"), ("UZB", 704, "UZ", "UZ"), ("RUS", 365, "RS", "RU"),
        ("CHN", 710, "CH", "CN"), ("TUR", 640, "TU", "TR"), ("IRN", 630, "IR", "IR"), ("USA", 2, "US", "US"), ("DEU", 255, "GM", "DE"), ("AFG", 700, "AF", "AF"),
    ],
)  # fmt: skip
def test_state_codes_are_the_public_ones(state: str, cow: int, fips: str, iso2: str) -> None:
    each = codes().states[state]
    assert (each.cow, each.fips, each.iso2) == (cow, fips, iso2)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("KAZ", "KAZ"), ("ROM", "ROU"), ("TMP", "TLS"), ("RS", "RUS"), ("Russian Federation", "RUS"), ("korea, republic of", "KOR"), ("Viet Nam", "VNM"),
        ("Occupied Palestinian Territory", "PSE"), ("GZ", "PSE"), ("Atlantis", None), ("", None),
    ],
)  # fmt: skip
def test_state_is_found_by_code_and_name(text: str, state: str | None) -> None:
    assert codes().state(text) == state


def test_no_code_or_name_leads_to_two_states() -> None:
    owners: dict[str, set[str]] = {}
    for state, each in codes().states.items():
        for key in (state, each.fips, each.cameo, *each.older, each.name.casefold(), *(name.casefold() for name in each.also)):
            owners.setdefault(key, set()).add(state)
    assert {key: found for key, found in owners.items() if key and len(found) > 1} == {}


@pytest.mark.parametrize(
    ("actor", "sectors"),
    [
        ("RUS/ministry-of-defence", ("GOV", "MIL")), ("RUS/armed-forces", ("MIL",)), ("KAZ/police", ("COP",)), ("KAZ/parliament", ("LEG",)),
        ("RUS/gazprom", ("BUS",)), ("UN", ("IGO",)), ("HAMAS", ("REB",)), ("HRW", ("NGO",)), ("KAZ", ()), ("KAZ/nobody-known", ()), ("RUS/vladimir-putin", ("GOV",)),
        ("UN/antonio-guterres", ("IGO",)),
    ],
)  # fmt: skip
def test_sectors_of_actors(actor: str, sectors: tuple[str, ...]) -> None:
    assert codes().sectors_of(actor, None) == sectors


def test_office_of_the_day_tells_title_and_sector() -> None:
    assert codes().title("RUS/vladimir-putin", dt.date(2010, 1, 1)) == "Prime Minister"
    assert codes().title("RUS/vladimir-putin", dt.date(2020, 1, 1)) == "President"
    assert codes().title("RUS/vladimir-putin", None) == ""
    assert codes().sectors_of("KAZ/imangali-tasmagambetov", dt.date(2015, 1, 1)) == ("GOV", "MIL")


def test_names_lead_back_to_their_actors() -> None:
    register, known = codes(), world.load()
    every = (*known.states, *known.bodies, *known.groups, *known.people)
    lost = [actor for actor in every if register.actor(register.name(actor), register.country(actor)) != actor]
    # a body that is called as a state is, and a person who headed two bodies
    assert lost == ["GUAM", "ECB/christine-lagarde"]


def test_country_of_a_claimed_entity() -> None:
    assert [codes().country(actor) for actor in ("ABKHAZIA", "TWN", "XKX/police", "HAMAS", "UN", "central-asia", "who-knows")] == [
        "GEO", "TWN", "XKX", "PSE", None, None, None,
    ]  # fmt: skip


def test_sectors_are_those_that_are_listed() -> None:
    register = codes()
    named = {sector for sectors in register.institutions.values() for sector in sectors}
    assert named <= set(register.sectors)
    assert [each.actor for each in register.sectors.values() if each.actor and each.actor not in register.institutions] == []
    types = [each.gdelt for each in register.sectors.values() if each.gdelt]
    assert len(set(types)) == len(types)


def test_most_institutions_of_the_languages_have_a_sector() -> None:
    slugs: set[str] = set()
    for code in language_codes():
        each = load_language(code).institutions
        slugs |= {institution.slug for institution in (*each.institutions, *each.groups)}
    # a language may bring institutions of its own: without a sector they go out as of none
    assert len(slugs & set(codes().institutions)) >= 0.95 * len(slugs)


def test_no_spelling_leads_to_two_institutions() -> None:
    file = data.read(Path(world.__file__).parent / "sectors.yml", SectorFile)
    words = [word.casefold() for every in file.spellings.values() for word in every]
    assert sorted({word for word in words if words.count(word) > 1}) == []
    ids = [each for group in file.institutions for each in group.ids]
    assert sorted({each for each in ids if ids.count(each) > 1}) == []
    assert sorted(set(file.spellings) - set(ids)) == []


def test_institution_is_found_by_its_english_name() -> None:
    assert [codes().institution(name) for name in ("Ministry of Defense", "foreign  ministry", "State Duma", "Nothing")] == [
        "ministry-of-defence", "foreign-ministry", "state-duma", None,
    ]  # fmt: skip
