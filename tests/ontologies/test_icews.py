"""The names of acts in ICEWS."""

from tarazu.ontologies.cameo import cameo
from tarazu.ontologies.icews import relations


def test_relations_are_known_codes() -> None:
    known = list(cameo().codes.values())
    assert len(relations()) == 256
    assert all(code in known for code in relations().values())


def test_relations_keep_both_sides_of_a_visit_and_drop_talk() -> None:
    assert relations()["Host a visit"].swapped
    assert not relations()["Make a visit"].swapped
    assert relations()["Make statement"].type is None
    assert relations()["Impose embargo, boycott, or sanctions"].type == "SANCTION"
