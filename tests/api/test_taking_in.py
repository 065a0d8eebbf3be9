"""Sources taken in with progress, and addresses that are none."""

import msgspec
import pytest

import tarazu
from tarazu.api.gathering import Ways
from tarazu.api.reading import Count, Tally
from tarazu.api.taking_in import added, check_address, take_in
from tarazu.errors import OptionError, SourceError
from tarazu.records import Skipped

TEXTS = {"a": "Kazakhstan and China signed an agreement on 5 July 2024.", "b": "Uzbekistan rejected the proposal of Russia in May 2024."}


@pytest.fixture
def case(tmp_path):
    return tarazu.new(tmp_path / "steppe")


@pytest.fixture
def files(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return [tmp_path / f"{name}.txt" for name in TEXTS]


def test_take_in_tells_how_far_it_is_and_settles_the_stories(case, files) -> None:
    told = []
    count = take_in(case.path, files, Ways(labels={str(files[0]): "the first.txt"}), "lexicon", told.append)
    assert (count.coded, [each.stage for each in told], told[-1].settled) == (2, ["reading", "reading", "stories"], 2)
    assert [each.count.coded for each in told] == [1, 2, 2]
    assert len(list(case.stories())) == 2
    assert case.document("the first.txt").text == TEXTS["a"]


def test_take_in_that_is_ended_keeps_what_it_read_and_tells_its_stories(case, files) -> None:
    def end(progress):
        raise SourceError("job", "time to end", "a stop", "begin again")

    with pytest.raises(SourceError):
        take_in(case.path, files, Ways(), "lexicon", end)
    assert len(list(case.documents())) == 1
    assert len(list(case.stories())) == 1
    assert take_in(case.path, files, Ways(), "lexicon", lambda _: None).same == 1


def counted(outcomes: str, reasons: tuple[str, ...] = ()) -> Count:
    tally = Tally(None)
    for each in outcomes:
        tally.add("coded" if each == "c" else "same", records=2)
    for reason in reasons:
        tally.add("skipped", skipped=Skipped(doc="x", stage="read", reason=reason))
    return tally.count


def test_added_counts_both() -> None:
    both = added(counted("cc", ("old", "bad")), counted("cs", ("bad",)))
    assert (both.read, both.coded, both.same, both.skipped, both.records) == (4, 3, 1, 3, 8)
    assert dict(both.reasons) == {"bad": 2, "old": 1}
    assert len(both.examples) == 3


def test_added_keeps_few_examples() -> None:
    one = counted("", tuple(str(number) for number in range(20)))
    both = added(one, counted("", ("last",)))
    assert len(both.examples) == 20
    assert both.examples[-1].reason == "last"
    assert added(both, counted("")).examples == both.examples
    assert msgspec.structs.replace(added(counted(""), one)) == one


@pytest.mark.parametrize("address", ["https://example.org/", "http://example.org:8080/a?b=c#d", "HTTPS://EXAMPLE.ORG/", "https://مثال.example/خبر"])
def test_addresses_of_the_web_are_taken(address) -> None:
    assert check_address(f" {address}\n") == address


@pytest.mark.parametrize("address", ["", "/etc/passwd", "file:///etc/passwd", "https://", "http:/x", "https://a b/", "ftp://x/", "x" * 3000, "https://x/\x00", "http://x:0/"], ids=ascii)
def test_all_else_is_refused(address) -> None:
    with pytest.raises(OptionError):
        check_address(address)
