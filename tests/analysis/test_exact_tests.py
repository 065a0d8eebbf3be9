"""Exact tests agree with their laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from tarazu.analysis.exact_tests import discovery_bound, expected_count, tails

LAYERS = st.lists(
    st.tuples(st.integers(1, 12), st.integers(0, 12), st.integers(0, 12)).map(lambda layer: (layer[0], min(layer[1], layer[0]), min(layer[2], layer[0]))), max_size=4
)


@given(LAYERS)
def test_tails_are_those_of_a_law_with_the_expected_count(layers: list[tuple[int, int, int]]) -> None:
    most = sum(of_kind for _, of_kind, _ in layers) + 1
    below = [tails(layers, count)[0] for count in range(-1, most + 1)]
    above = [tails(layers, count)[1] for count in range(-1, most + 1)]
    assert below == sorted(below)
    assert (below[0], below[-1], above[0], above[-1]) == pytest.approx((0, 1, 1, 0))
    assert all(low + high == pytest.approx(1) for low, high in zip(below, above[1:], strict=False))
    assert expected_count(layers) == pytest.approx(sum(above[2:]))


@pytest.mark.parametrize(("size", "of_kind", "drawn", "count"), [(20, 7, 9, 1), (500, 100, 60, 5), (6, 5, 4, 3), (9, 9, 4, 4)])
def test_tails_of_one_layer_are_hypergeometric(size: int, of_kind: int, drawn: int, count: int) -> None:
    law = hypergeom(size, of_kind, drawn)
    assert tails([(size, of_kind, drawn)], count) == pytest.approx((law.cdf(count), law.sf(count - 1)))


def test_discovery_bound_is_that_of_benjamini_and_hochberg() -> None:
    # Benjamini and Hochberg (1995), section 3.2: fifteen tests, of which the first four are discoveries at 0.05
    chances = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert discovery_bound(chances, 0.05) == 0.0095
    assert discovery_bound([0.9], 0.05) < 0
    assert discovery_bound([], 0.05) < 0
