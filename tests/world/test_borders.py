from tarazu.world.borders import borders


def test_borders_of_central_asia_are_whole() -> None:
    around = {"KAZ": 7, "KGZ": 4, "TJK": 4, "UZB": 5, "TKM": 6}  # by land, and across the Caspian for Kazakhstan and Turkmenistan two each
    across = {"KAZ": {"AZE", "IRN"}, "TKM": {"AZE", "RUS"}}
    for state, count in around.items():
        neighbours = {each for pair in borders() if state in pair for each in pair} - {state}
        assert len(neighbours) == count, (state, neighbours)
        assert across.get(state, set()) <= neighbours
