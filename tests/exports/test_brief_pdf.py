"""Briefs as PDF; they need the extra that sets type."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests are no package: this is how they find `brief_sample`

from brief_sample import sample

from tarazu.errors import OptionError
from tarazu.exports import brief_pdf


@pytest.mark.parametrize("language", ["fa", "ru"])
def test_pdf_is_the_same_for_the_same_brief(tmp_path: Path, language: str) -> None:
    for name in brief_pdf._NEEDED:
        pytest.importorskip(name)
    for name in ("a.pdf", "b.pdf"):
        brief_pdf.write_pdf(sample(language), tmp_path / name)
    one, other = ((tmp_path / name).read_bytes() for name in ("a.pdf", "b.pdf"))
    assert one.startswith(b"%PDF-")
    assert one == other


def test_pdf_without_its_packages_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brief_pdf, "_NEEDED", ("no_such_package_of_type",))
    with pytest.raises(OptionError, match="no_such_package_of_type") as error:
        brief_pdf.write_pdf(sample(), tmp_path / "a.pdf")
    assert "html" in error.value.hint


def test_pdf_draws_its_charts(tmp_path: Path) -> None:
    for name in brief_pdf._NEEDED:
        pytest.importorskip(name)
    drawn: list[type] = []
    setting = brief_pdf._Setting(brief_pdf.lay_out(sample("fa")))
    shape = setting._shape
    setting._shape = lambda each, put: (drawn.append(type(each)), shape(each, put))[1]  # type: ignore[method-assign]
    setting.pdf().output(str(tmp_path / "a.pdf"))
    assert {"Area", "Stroke", "Dot", "Mark"} == {each.__name__ for each in drawn}
