import numpy as np
import pytest

from tarazu.forecast.history import History
from tarazu.forecast.paths import Links, Positions, Reach


@pytest.fixture
def history(graph) -> History:
    history = History(graph.doubled())
    history.advance(50)
    return history


def dense(links: Links, count: int) -> np.ndarray:
    matrix = np.zeros((count, count))
    matrix[links.froms, links.ends] = links.weights
    return matrix


def test_links_are_the_same_both_ways_and_at_most_one(history) -> None:
    matrix = dense(Links(history), history.count)
    np.testing.assert_allclose(matrix, matrix.T, rtol=1e-5)
    assert matrix.max() <= 1


def test_links_of_the_last_days_know_only_those(history) -> None:
    recent, every = Links(history, lately=True), Links(history)
    assert 0 < len(recent.froms) < len(every.froms)
    assert len(recent.froms) == np.sum((history.partners.last >= 41) & (history.partners.last < 50))


def test_reach_is_the_product_of_the_links(history) -> None:
    # twelve entities have fewer partners than are kept, so the product over the strongest links is that over all
    subjects = np.array([0, 4, 7])
    matrix = dense(Links(history), history.count)
    reach = Reach(history, subjects)
    owners, entities = np.divmod(np.arange(3 * history.count), history.count)
    np.testing.assert_allclose(reach.two_steps.read(owners, entities).reshape(3, -1), (matrix @ matrix)[subjects], rtol=1e-4)


def test_answers_of_those_around_are_summed_over_them(history) -> None:
    reach = Reach(history, np.array([1]))
    found = reach.partners.for_questions(np.array([0])).answers(history, np.array([2]))
    wanted = np.zeros(history.count)
    for node, weight in zip(reach.partners.nodes, reach.partners.weights, strict=True):
        for entity in range(history.count):
            place = history.triples.find(history.triple_keys(np.array([node]), np.array([2]), np.array([entity])))
            wanted[entity] += weight * np.log1p(history.triples.read(place, 2, 50)[0])
    np.testing.assert_allclose(found.read(np.zeros(history.count, dtype=np.int64), np.arange(history.count)), wanted, rtol=1e-4, atol=1e-7)


def test_positions_with_all_directions_give_the_links_back(history) -> None:
    # of twelve entities all directions are kept; those that are stretched the other way are left out
    links = Links(history)
    matrix = dense(links, history.count)
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    positions = Positions(history.count, seed=1)
    for _ in range(400):
        positions.follow(links)
    owners, entities = np.divmod(np.arange(history.count**2), history.count)
    wanted = (vectors * np.maximum(values, 0)) @ vectors.T
    found = positions.likeness(owners, entities).reshape(history.count, -1)
    assert np.abs(found - wanted).max() < 0.1 * np.abs(wanted).max()
