"""Who acts on whom, drawn from the acts of a case."""

import datetime as dt
from pathlib import Path

import pytest

import tarazu
from tarazu.api import networks
from tarazu.api.networks import Acts, Network, NetworkFilters
from tarazu.api.reading import Work

TEXTS = {
    "energy": "Kazakhstan and China signed an agreement on gas in Astana on 5 July 2024.",
    "ban": "Russia banned imports of wheat from Kazakhstan on 17 October 2024.",
    "visit": "Turkey and Uzbekistan signed an agreement in Samarkand on 11 November 2022.",
    "copy": "Kazakhstan and China signed a gas agreement in Astana on 5 July 2024, officials said.",
}


@pytest.fixture(scope="module")
def acts(tmp_path_factory: pytest.TempPathFactory) -> Acts:
    folder: Path = tmp_path_factory.mktemp("networks")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    case = tarazu.new(folder / "case")
    case.read([folder / f"{name}.txt" for name in TEXTS], work=Work(coder="lexicon"))
    return networks.load(case.path)


def pairs(network: Network) -> dict[tuple[str, str], tuple[int, int]]:
    return {(each.source, each.target): (each.cooperation, each.conflict) for each in network.pairs}


def test_draw_counts_an_act_once_however_often_it_is_told(acts: Acts) -> None:
    drawn = pairs(networks.draw(acts))
    assert drawn["KAZ", "CHN"] == drawn["CHN", "KAZ"] == (1, 0)
    assert drawn["RUS", "KAZ"] == (0, 1)
    assert ("KAZ", "RUS") not in drawn


def test_draw_counts_a_mutual_act_once_where_direction_does_not_matter(acts: Acts) -> None:
    lines = {(each.one, each.two): each.stories for each in networks.draw(acts).lines}
    assert lines == {("CHN", "KAZ"): 1, ("KAZ", "RUS"): 1, ("TUR", "UZB"): 1}


def test_draw_takes_a_period(acts: Acts) -> None:
    drawn = networks.draw(acts, NetworkFilters(since=dt.date(2024, 10, 1), until=dt.date(2024, 10, 31)))
    assert set(pairs(drawn)) == {("RUS", "KAZ")}
    assert drawn.stories == 1


def test_draw_takes_a_party(acts: Acts) -> None:
    assert all("CHN" in pair for pair in pairs(networks.draw(acts, NetworkFilters(party="CHN"))))
    assert not networks.draw(acts, NetworkFilters(party="FRA")).pairs


def test_draw_places_what_names_a_place(acts: Acts) -> None:
    spots = {each.name: each for each in networks.draw(acts).spots}
    assert (round(spots["Astana"].latitude), round(spots["Astana"].longitude)) == (51, 71)
    assert not networks.draw(acts, NetworkFilters(party="RUS")).spots


def test_draw_keeps_all_months_for_the_slider_whatever_is_asked(acts: Acts) -> None:
    months = networks.draw(acts, NetworkFilters(party="CHN")).months
    assert (months[0].start, months[-1].start) == (dt.date(2022, 11, 1), dt.date(2024, 10, 1))
    assert len(months) == 24
    assert sum(each.stories for each in months) == 3


def test_draw_of_an_empty_case_is_empty(tmp_path: Path) -> None:
    drawn = networks.draw(networks.load(tarazu.new(tmp_path / "empty").path))
    assert drawn == Network(pairs=(), lines=(), spots=(), months=(), stories=0, unplaced=0)
