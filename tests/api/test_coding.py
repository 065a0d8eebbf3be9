"""The verbs that code and explain."""

import pytest

import tarazu
from tarazu.errors import OptionError, RecordError
from tarazu.records import Coded, Document, Skipped

ENGLISH = "Kazakhstan and China signed an agreement in Astana on 5 July 2024. Uzbekistan rejected the proposal of Russia."


def test_code_gives_a_result_for_each_document_in_order() -> None:
    documents = [Document(doc="one", text=ENGLISH), Document(doc="two", text=""), Document(doc="three", text=ENGLISH)]
    results = list(tarazu.code(documents))
    assert [type(each) for each in results] == [Coded, Skipped, Coded]
    assert [each.facts.doc if isinstance(each, Coded) else each.doc for each in results] == ["one", "two", "three"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("وزیراعظم نے کہا ہے کہ پاکستان اور چین کے درمیان معاہدے پر دستخط ہو گئے ہیں اور یہ بڑی کامیابی ہے۔", id="Urdu: the prime minister said"),
        pytest.param("سەرۆکی هەرێمی کوردستان لەگەڵ وەزیری دەرەوەی ئێران کۆبووەوە و دەربارەی پەیوەندییەکان گفتوگۆیان کرد.", id="Sorani: the president met"),
        pytest.param("د افغانستان د بهرنیو چارو وزیر وویل چې د ازبکستان سره به ښې اړیکې ولري او دوی به ډېر کار وکړي.", id="Pashto: the minister said"),
    ],
)
def test_code_skips_a_language_that_has_no_folder(text: str) -> None:
    [skipped] = tarazu.code([Document(doc="foreign", text=text)])
    assert isinstance(skipped, Skipped)
    assert skipped.doc == "foreign"
    assert skipped.stage == "identify"
    assert skipped.reason


def test_code_passes_on_what_was_skipped_before() -> None:
    skipped = Skipped(doc="page", stage="read", reason="it is empty")
    assert list(tarazu.code([skipped])) == [skipped]


def test_code_skips_half_letters_that_no_file_can_hold() -> None:
    [skipped] = tarazu.code([Document(doc="half", text=ENGLISH + "\ud800")])
    assert isinstance(skipped, Skipped)
    assert "U+D800" in skipped.reason


def test_code_asks_for_documents_only_as_they_are_needed() -> None:
    asked = []

    def documents():
        for name in ("one", "two"):
            asked.append(name)
            yield Document(doc=name, text=ENGLISH)

    results = tarazu.code(documents())
    next(results)
    assert asked == ["one"]


def test_code_refuses_an_unknown_coder_at_once() -> None:
    with pytest.raises(OptionError, match="lexicon"):
        tarazu.code([], coder="oracle")


def test_code_files_goes_on_after_a_file_that_fails(tmp_path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(ENGLISH, encoding="utf-8")
    first, second = tarazu.code_files([tmp_path / "none.txt", good])
    assert isinstance(first, Skipped)
    assert isinstance(second, Coded)
    assert second.facts.doc == str(good)


def test_explain_finds_a_record_by_the_beginning_of_its_id(tmp_path) -> None:
    path = tmp_path / "good.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    [coded] = tarazu.code_files([path])
    assert isinstance(coded, Coded)
    record = coded.records[-1]
    found = tarazu.explain([path], record.id[:10])
    assert found.record == record
    assert found.reasons == coded.reasons[record.id]
    assert found.facts == coded.facts


def test_explain_says_that_there_is_no_such_record(tmp_path) -> None:
    path = tmp_path / "good.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    with pytest.raises(RecordError, match="none such in 1 document"):
        tarazu.explain([path], "0000000000")


def test_explain_refuses_an_id_that_is_too_short() -> None:
    with pytest.raises(OptionError, match="at least 6"):
        tarazu.explain([], "12")


def test_code_gives_the_same_in_two_processes() -> None:
    """The records and their order do not depend on how many processes code."""
    documents = [Document(doc=f"d{number}", text=f"Kazakhstan and China signed {number + 2} agreements in Astana on Monday.") for number in range(5)]
    one, two = list(tarazu.code(documents)), list(tarazu.code(documents, jobs=2))
    assert one == two


def test_code_refuses_no_processes() -> None:
    """Nobody can code with none."""
    with pytest.raises(OptionError, match="at least 1"):
        tarazu.code([], jobs=0)


def test_code_skips_a_text_that_is_an_archive() -> None:
    """Fifty million letters are no document; the next one is coded all the same."""
    huge, small = tarazu.code([Document(doc="huge", text="Peace. " * 7_200_000), Document(doc="small", text=ENGLISH)])
    assert isinstance(huge, Skipped)
    assert "more than the 6,000,000" in huge.reason
    assert isinstance(small, Coded)
