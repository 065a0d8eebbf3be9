import numpy as np

from tarazu.forecast.graph import Graph
from tarazu.forecast.places import follow_places, read_names

NAMES = ("Police_(Kazakhstan)", "Kazakhstan", "A. Person", "Government (China)", "B. Person")


def test_read_names_splits_roles_and_places_with_either_space() -> None:
    named = read_names(NAMES)
    assert [named.names[place] for place in named.places] == ["Kazakhstan", "Kazakhstan", "", "China", ""]
    assert named.roles.tolist() == [2, 1, 0, 3, 0]


def test_follow_places_puts_a_person_where_it_deals_and_only_afterwards() -> None:
    facts = np.array([[2, 0, 1, 0], [2, 0, 3, 1], [2, 0, 3, 2], [4, 0, 2, 2]])
    graph = Graph(subjects=facts[:, 0], relations=facts[:, 1], objects=facts[:, 2], days=facts[:, 3], entities=NAMES, relation_names=("Meet",))
    named = read_names(NAMES)
    history = follow_places(graph.doubled(), named)
    assert [named.names[place] for place in history[:, 2]] == ["", "Kazakhstan", "Kazakhstan", "China"]
    assert history[:, 4].tolist() == [0, 0, 0, 0]  # who only deals with persons belongs nowhere yet
