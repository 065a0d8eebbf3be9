import datetime as dt

import numpy as np
import pytest

from tarazu.forecast.acts import RELATIONS, keep_ledger
from tarazu.forecast.cells import ask_of
from tarazu.forecast.openings import FELLOWS, NEIGHBOURS, announced, find_openings, neighbours_of

DAY = dt.date(2024, 3, 10)


def test_openings_tell_neighbours_from_fellows_and_strangers() -> None:
    parties = ("CSTO", "KAZ", "RUS", "TJK", "URY")
    found = find_openings(parties, DAY)
    kinds = {frozenset((parties[pair // 5], parties[pair % 5])): kind for pair, kind in zip(found.pairs.tolist(), found.kinds.tolist(), strict=True)}
    assert kinds[frozenset({"KAZ", "RUS"})] == NEIGHBOURS
    assert kinds[frozenset({"RUS", "TJK"})] == FELLOWS
    assert kinds[frozenset({"CSTO", "TJK"})] == FELLOWS
    assert frozenset({"KAZ", "URY"}) not in kinds
    assert "CSTO" in found.bodies_of(2 * 5 + 3)


def test_neighbours_of_a_region_lie_around_it() -> None:
    assert {"RUS", "CHN", "AFG", "IRN"} <= neighbours_of(("KAZ", "TKM", "TJK"))
    assert "TUR" not in neighbours_of(("KAZ", "TKM", "TJK"))


def plans(make_story, *, done: int, open_due: int | None, told: dt.date = DAY - dt.timedelta(days=3)):
    """Eight announcements of the past, of which some were done, and an open one of two who never met."""
    stories = []
    for at in range(8):
        start = DAY - dt.timedelta(days=200 - 10 * at)
        stories.append(make_story("AGREE", "RUS", "KAZ", start + dt.timedelta(days=9), told=start, status="planned", thread=f"t{at}"))
        if at < done:
            stories.append(make_story("AGREE", "RUS", "KAZ", start + dt.timedelta(days=9), thread=f"t{at}"))
    due = None if open_due is None else DAY + dt.timedelta(days=open_due)
    stories.append(make_story("AGREE", "TUR", "TKM", due, told=told, status="planned", thread="open"))
    ledger = keep_ledger(stories, {})
    pair = np.array([ledger.party("TKM") * len(ledger.parties) + ledger.party("TUR")])
    cells = ask_of(pair, len(ledger.parties))
    return ledger, cells


def test_announced_first_contact_has_the_chance_with_which_announcements_are_kept(make_story) -> None:
    kept = [float(announced(*plans(make_story, done=done, open_due=20), DAY.toordinal(), 30).chances.sum()) for done in (0, 8)]
    assert 0.05 < kept[0] < 0.15
    assert 0.5 < kept[1] < 0.8


def test_announced_visit_may_be_what_was_promised(make_story) -> None:
    ledger, cells = plans(make_story, done=4, open_due=20)
    found = announced(ledger, cells, DAY.toordinal(), 30)
    by_relation = {RELATIONS[relation]: float(found.chances[cells.relations == relation].sum()) for relation in range(len(RELATIONS))}
    assert by_relation["AGREE"] > by_relation["CONSULT/visit"] > 0
    assert by_relation["ASSAULT"] == 0


@pytest.mark.parametrize("due", [40, -1], ids=["after the horizon", "over"])
def test_what_is_not_due_is_not_expected(make_story, due: int) -> None:
    ledger, cells = plans(make_story, done=4, open_due=due, told=DAY - dt.timedelta(days=30))
    assert announced(ledger, cells, DAY.toordinal(), 30).chances.max() == 0


def test_what_has_no_date_is_expected_less_the_longer_it_is_ago(make_story) -> None:
    fresh, old = (
        announced(*plans(make_story, done=4, open_due=None, told=DAY - dt.timedelta(days=ago)), DAY.toordinal(), 30).chances.sum() for ago in (1, 90)
    )  # fmt: skip
    assert fresh > 3 * old > 0


def test_announcements_told_later_are_not_known(make_story) -> None:
    ledger, cells = plans(make_story, done=4, open_due=20, told=DAY + dt.timedelta(days=1))
    assert announced(ledger, cells, DAY.toordinal(), 30).chances.max() == 0
