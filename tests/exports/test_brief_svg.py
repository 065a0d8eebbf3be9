"""The drawings of briefs."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests are no package: this is how they find `brief_sample`

import re

from brief_sample import sample
from lxml import etree

from tarazu.exports.brief_drawing import HEIGHT, WIDTH
from tarazu.exports.brief_page import lay_out
from tarazu.exports.brief_svg import to_svg

_SVG = {"s": "http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("language", ["en", "fa", "ar", "ru"])
def test_svg_stays_within_its_frame(language: str) -> None:
    for part in lay_out(sample(language)).parts:
        for chart in part.charts:
            root = etree.fromstring(to_svg(chart).encode())
            for points in root.xpath("//@points"):
                places = [tuple(map(float, each.split(","))) for each in points.split()]
                assert all(0 <= across <= WIDTH and 0 <= down <= HEIGHT for across, down in places)


def test_svg_breaks_the_line_where_there_is_too_little_to_tell() -> None:
    [chart] = next(part.charts for part in lay_out(sample()).parts if part.key == "activity")
    root = etree.fromstring(to_svg(chart).encode())
    lines = root.xpath("//s:polyline[@stroke-width='2']", namespaces=_SVG)
    assert [len(each.get("points").split()) for each in lines] == [2, 2, 1]


def test_svg_names_the_chart_for_those_who_hear_it() -> None:
    [chart] = next(part.charts for part in lay_out(sample()).parts if part.key == "alignment")
    assert re.search(r'role="img" aria-label="Kazakhstan: shares of the powers"', to_svg(chart))


@pytest.mark.parametrize(("language", "ticks"), [("en", ["0%", "25%", "50%", "75%", "100%"]), ("fa", ["۰٪", "۲۵٪", "۵۰٪", "۷۵٪", "۱۰۰٪"])])
def test_svg_writes_its_scale_in_the_digits_of_the_language(language: str, ticks: list[str]) -> None:
    [chart] = next(part.charts for part in lay_out(sample(language)).parts if part.key == "alignment")
    root = etree.fromstring(to_svg(chart).encode())
    assert [each.text for each in root.xpath("//s:text[@text-anchor='end']", namespaces=_SVG)][:5] == ticks


def test_svg_is_narrow_enough_that_its_letters_can_be_read_on_a_telephone() -> None:
    [chart] = next(part.charts for part in lay_out(sample()).parts if part.key == "activity")
    root = etree.fromstring(to_svg(chart).encode())
    shown = 390 - 32  # the width of a small telephone less the margins of the page
    assert float(root.get("font-size")) * shown / WIDTH >= 11
