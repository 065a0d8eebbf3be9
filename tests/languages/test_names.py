"""What the languages call states and the rest of the register."""

import pytest

from tarazu import languages, world
from tarazu.languages.names import load_names


@pytest.mark.parametrize("code", languages.codes())
def test_names_are_of_the_register(code) -> None:
    register = world.load()
    known = {*register.states, *register.bodies, *register.groups, *register.people, *register.projects, *(each.label for each in register.outlets.values())}
    found = list(load_names(code))
    assert {key for key, _ in found} <= known
    assert "KAZ" in {key for key, _ in found}


def test_names_leave_out_what_is_another_word_too() -> None:
    assert ("AFG", "ارگ") not in set(load_names("fa"))  # "citadel", the seat of government of Afghanistan, is any citadel
    assert ("AFG", "کابل") in set(load_names("fa"))
