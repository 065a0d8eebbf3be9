import datetime as dt

import pytest

from tarazu.forecast.acts import RELATIONS, day_of, keep_ledger, pairs_of, relation_of
from tarazu.forecast.cells import ask_of, cell_keys, pair_keys

DAY = dt.date(2024, 3, 10)


def test_relation_of_tells_visits_from_other_talks(make_story) -> None:
    assert relation_of(make_story("CONSULT", "KAZ", "RUS", DAY, mode="visit")) == "CONSULT/visit"
    assert relation_of(make_story("CONSULT", "KAZ", "RUS", DAY, mode="phone")) == "CONSULT"


def test_relation_of_tells_what_is_signed_together_from_support_for_another(make_story) -> None:
    assert relation_of(make_story("SUPPORT", ("KAZ/minister", "RUS"), (), DAY)) == "SUPPORT/together"
    assert relation_of(make_story("SUPPORT", ("KAZ/minister", "KAZ"), (), DAY)) == "SUPPORT"
    assert relation_of(make_story("SUPPORT", "KAZ", "RUS", DAY)) == "SUPPORT"


def test_day_of_takes_the_middle_of_a_month_and_nothing_of_a_year(make_story) -> None:
    month = make_story("AID", "KAZ", "RUS", dt.date(2024, 3, 1), until=dt.date(2024, 3, 31))
    year = make_story("AID", "KAZ", "RUS", dt.date(2024, 1, 1), until=dt.date(2024, 12, 31))
    assert day_of(month) == dt.date(2024, 3, 16).toordinal()
    assert day_of(year) is None


def test_day_of_a_story_without_a_time_is_the_day_of_telling(make_story) -> None:
    assert day_of(make_story("AID", "KAZ", "RUS", None, told=DAY)) == DAY.toordinal()


@pytest.mark.parametrize(
    ("kind", "actors", "recipients", "wanted"),
    [
        ("AID", ("RUS/ministry",), ("KAZ",), (("RUS", "KAZ"),)),
        ("AGREE", ("RUS",), ("KAZ",), (("KAZ", "RUS"),)),
        ("AGREE", ("RUS", "KAZ", "CHN"), (), (("CHN", "KAZ"), ("CHN", "RUS"), ("KAZ", "RUS"))),
        ("ASSAULT", ("KGZ", "TJK"), (), (("KGZ", "TJK"), ("TJK", "KGZ"))),
        ("SUPPORT", ("KGZ", "CHN"), (), (("CHN", "KGZ"),)),
        ("SUPPORT", ("KGZ",), ("CHN",), (("KGZ", "CHN"),)),
        ("AID", ("DEU",), ("KAZ",), (("EU", "KAZ"),)),
        ("AID", ("DEU",), ("FRA",), ()),
    ],
    ids=["person counts as state", "mutual in order", "mutual among all", "upon each other", "signed together", "declared for another", "member counts as body", "within a body"],
)
def test_pairs_of_says_who_did_it_to_whom(make_story, kind, actors, recipients, wanted) -> None:
    assert pairs_of(make_story(kind, actors, recipients, DAY), {"DEU": "EU", "FRA": "EU"}) == wanted


def test_ledger_says_what_it_leaves_out(make_story) -> None:
    stories = [
        make_story("AID", "RUS", "KAZ", DAY), make_story("AID", "RUS", (), DAY), make_story("AID", "RUS", "KAZ", DAY, status="denied"),
        make_story("AID", "RUS", "KAZ", dt.date(1991, 1, 1), told=DAY), make_story("AID", "RUS", "KAZ", dt.date(2024, 1, 1), until=dt.date(2024, 9, 1), told=DAY),
        make_story("AID", "RUS", "KAZ", None, told=None),
    ]  # fmt: skip
    ledger = keep_ledger(stories, {})
    assert len(ledger.days) == 1
    assert {each.why: each.stories for each in ledger.left_out} == {"alone": 1, "status": 1, "early": 1, "broad": 1, "undated": 1}


def test_ledger_is_the_same_whatever_the_order(make_story) -> None:
    stories = [make_story("AID", "RUS", "KAZ", DAY + dt.timedelta(days=at)) for at in range(5)]
    one, two = keep_ledger(stories, {}), keep_ledger(reversed(stories), {})
    assert (one.parties, one.story_ids, one.plans, one.days.tolist()) == (two.parties, two.story_ids, two.plans, two.days.tolist())


def test_known_acts_are_those_done_and_told_by_the_day(make_story) -> None:
    late = make_story("AID", "RUS", "KAZ", DAY, told=DAY + dt.timedelta(days=9))
    ledger = keep_ledger([make_story("AID", "RUS", "KAZ", DAY), late], {})
    assert ledger.known(DAY.toordinal()).sum() == 1
    assert ledger.known(DAY.toordinal() + 9).sum() == 2


def test_plans_know_whether_they_were_done_or_called_off(make_story) -> None:
    due = DAY + dt.timedelta(days=20)
    plan = make_story("AGREE", "RUS", "KAZ", due, told=DAY, status="planned", thread="one")
    done = make_story("CONSULT", "RUS", "KAZ", due, mode="visit", thread="one")
    open_plan = make_story("AGREE", "CHN", "KAZ", due, told=DAY, status="planned", thread="two")
    off = make_story("AGREE", "TUR", "KAZ", due, told=DAY, status="planned", thread="three")
    no = make_story("REJECT", "TUR", "KAZ", due, status="cancelled", thread="three")
    ledger = keep_ledger([plan, done, open_plan, off, no], {})
    found = {ledger.parties[max(each.parties, key=lambda at: ledger.parties[at] != "KAZ")]: each for each in ledger.plans}
    assert found["RUS"].done == due.toordinal()
    assert RELATIONS[found["RUS"].did] == "CONSULT/visit"
    assert found["CHN"].done == -1
    assert found["CHN"].due == due.toordinal()
    assert found["TUR"].off


def test_ask_of_asks_what_is_mutual_once_and_all_else_both_ways() -> None:
    import numpy as np

    cells = ask_of(pair_keys(np.array([0, 1]), np.array([2, 2]), 3), 3)
    keys = cells.keys()
    assert len(cells.keys()) == 2 * (4 + 2 * (len(RELATIONS) - 4))
    assert np.all(np.diff(keys) > 0)
    assert np.array_equal(keys, cell_keys(cells.subjects, cells.relations, cells.objects, 3))
    agreed = cells.relations == RELATIONS.index("AGREE")
    assert np.all(cells.subjects[agreed] < cells.objects[agreed])
