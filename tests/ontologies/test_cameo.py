"""CAMEO and PLOVER lead to each other."""

import pytest

from tarazu.ontologies import plover
from tarazu.ontologies.cameo import cameo, layouts, quad_class

ACTS = [(kind, mode) for kind, entry in plover().types.items() for mode in (None, *entry.modes)]

# What CAMEO cannot say: the code that comes nearest is read as another mode.
NEAREST = {
    ("CONSULT", "multilateral"): None, ("ACCUSE", None): "disapprove", ("THREATEN", "arrest"): "restrict", ("PROTEST", "boycott"): "strike",
    ("PROTEST", "vandalize"): "riot", ("MOBILIZE", "weapons"): None, ("MOBILIZE", "militia"): None, ("COERCE", "withhold"): "restrict",
    ("COERCE", "misinformation"): None,
}  # fmt: skip


def test_cameo_codes_are_something_or_dropped_with_a_reason() -> None:
    for code, entry in cameo().codes.items():
        assert bool(entry.dropped) == (entry.type is None), code
        assert entry.name, code
        assert -10 <= entry.goldstein <= 10, code
        assert entry.mode is None or (entry.type is not None and entry.mode in plover().types[entry.type].modes), code
        assert set(entry.contexts) <= plover().contexts, code


def test_cameo_codes_stand_under_codes() -> None:
    codes = set(cameo().codes)
    assert len(codes) == 318
    assert {code for code in codes if len(code) == 2} == {f"{root:02}" for root in range(1, 21)}
    assert [code for code in codes if len(code) > 2 and code[:-1] not in codes] == []
    assert [code for code in codes if not 2 <= len(code) <= 4] == []


@pytest.mark.parametrize(("kind", "mode"), ACTS, ids=[f"{kind}-{mode}" for kind, mode in ACTS])
def test_plover_act_has_a_code_that_means_it(kind: str, mode: str | None) -> None:
    known = next(each for each in plover().types if each == kind)
    code = cameo().code(known, mode, "actual", ())
    assert code is not None
    entry = cameo().codes[code]
    assert (entry.type, entry.mode) == (kind, NEAREST.get((kind, mode), mode))
    assert len(code) > 2
    assert not entry.swapped


def test_codes_of_contexts_mean_the_same_act() -> None:
    for kind, way in cameo().ways_back.items():
        for mode, each in ((None, way), *way.modes.items()):
            for context, code in each.contexts.items():
                entry = cameo().codes[code]
                assert context in plover().contexts
                assert (entry.type, entry.mode) == (kind, NEAREST.get((kind, mode), mode)), (mode, context)


def test_planned_acts_are_intents_to_cooperate() -> None:
    planned = {kind: way.planned for kind, way in cameo().ways_back.items() if way.planned}
    assert set(planned) == {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}
    codes = [code for way in planned.values() for code in (way.code, *way.contexts.values())]
    assert {code[:2] for code in codes} == {"03"}
    assert set(codes) <= set(cameo().codes)


def test_first_context_with_a_code_decides() -> None:
    assert cameo().code("AID", None, "actual", ("gender", "military", "economic")) == "072"
    assert cameo().code("CONSULT", "visit", "planned", ()) == "036"
    assert cameo().code("CONSULT", "visit", "cancelled", ()) is None
    assert cameo().code("PROTEST", "demo", "planned", ()) is None


def test_quad_class_follows_the_root() -> None:
    assert [quad_class(code) for code in ("01", "057", "061", "0874", "090", "139", "140", "204")] == [1, 1, 2, 2, 3, 3, 4, 4]


@pytest.mark.parametrize(("code", "score"), [("030", 4.0), ("057", 8.0), ("0874", 10.0), ("111", -2.0), ("163", -8.0), ("190", -10.0)])
def test_goldstein_scores_are_the_published_ones(code: str, score: float) -> None:
    assert cameo().goldstein(code) == score


def test_tables_have_their_columns() -> None:
    assert {name: (len(each.columns), each.header) for name, each in layouts().items()} == {
        "polecat": (40, True), "icews": (20, True), "gdelt": (61, False), "gdelt-mentions": (16, False),
    }  # fmt: skip
    assert all(len(set(each.columns)) == len(each.columns) for each in layouts().values())
