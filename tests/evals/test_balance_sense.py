"""Whether the measures of sense can tell sense from none."""

import datetime as dt

import msgspec
import numpy as np
import pytest

from balance_sense import SHOCKS, Shock, Shocks, halves, part_of, seen, spearman, world
from balance_worlds import FIRST, POWERS, STATES, WEEKS, draw_world
from tarazu import data
from tarazu.analysis.balance_types import Scope
from tarazu.records import Story, When


def _story(number: int, day: dt.date, kind: str = "CONSULT", parties: tuple[str, ...] = ("KAZ", "RUS")) -> Story:
    return Story(
        id=f"s-{number}", type=kind, mode=None, contexts=(), channel="trade", actors=parties, recipients=(), when=When(start=day, end=day, granularity="day", text=""),
        where=None, status="actual", amount=None, score=1.0, confidence=1.0, tellings=(), docs=(), witnesses=3, origin="a",
    )  # fmt: skip


def test_halves_agree_on_a_world_and_not_on_exchanged_names() -> None:
    found = world(1, 2)
    assert found.rank["conflict"][0] > 0.6
    drawn = draw_world(1)
    generator = np.random.default_rng(0)
    told = {each.id: frozenset({each.origin or ""}) for each in drawn.stories}
    others = {name: generator.permutation([(state, power) for state in STATES for power in POWERS]).tolist() for name in sorted({*(each.origin for each in drawn.stories)})}
    cells = [(state, power) for state in STATES for power in POWERS]

    def exchanged(story: Story) -> Story:
        pair = tuple(sorted({*story.actors, *story.recipients}, key=lambda each: each not in STATES))
        state, power = others[story.origin][cells.index(pair)] if pair in cells else ("FRA", "DEU")
        return msgspec.structs.replace(story, actors=(state, power), recipients=())

    scope = Scope(states=STATES, powers=POWERS, since=FIRST, until=FIRST + dt.timedelta(days=7 * WEEKS - 1), period="month")
    nonsense = halves([exchanged(each) for each in drawn.stories], told, scope, 2, 1)
    assert nonsense.rank["conflict"][0] < found.rank["conflict"][0] - 0.3


def test_part_of_counts_the_witnesses_of_the_part() -> None:
    told = {"s-1": frozenset({"a", "b", "c"}), "s-2": frozenset({"c"})}
    [mine] = part_of([_story(1, FIRST), _story(2, FIRST)], told, frozenset({"a", "b"}))
    assert (mine.id, mine.witnesses, mine.origin) == ("s-1", 2, "a")


def test_too_few_stories_are_said_to_be_too_few() -> None:
    stories = [_story(number, FIRST + dt.timedelta(days=number)) for number in range(6)]
    scope = Scope(states=("KAZ",), powers=("RUS",), since=FIRST, until=FIRST + dt.timedelta(days=60), period="month")
    assert halves(stories, {each.id: frozenset({each.id}) for each in stories}, scope, 3, 0).splits == 0


@pytest.mark.parametrize(("after", "expected"), [(4, True), (1, False), (0, None)])
def test_a_shock_is_seen_only_where_it_shows(after: int, *, expected: bool | None) -> None:
    shock = Shock(id="a", what="a", day=dt.date(2024, 6, 3), state="KAZ", power="RUS", valence="conflict", way="more", source="a")
    days = [(shock.day + dt.timedelta(weeks=week, days=at), week) for week in range(-30, 30) for at in range(after if week >= 0 else min(after, 1))]
    stories = [_story(number, day, "ACCUSE") for number, (day, _) in enumerate(days)]
    stories += [_story(1000 + number, FIRST + dt.timedelta(days=number), parties=("FRA", "DEU")) for number in range(400)]
    assert seen(stories, shock)["seen"] is expected


def test_spearman_is_of_ranks() -> None:
    assert spearman(np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 10.0, 100.0, 1000.0])) == pytest.approx(1)
    assert spearman(np.ones(4), np.arange(4.0)) == 0


def test_shocks_name_their_sources_and_days() -> None:
    found = data.read(SHOCKS, Shocks).shocks
    assert len({each.id for each in found}) == len(found)
    assert all(each.source and each.way in {"more", "less"} for each in found)
