"""Where the page draws marks: spans in code points over text in any script, cut so that no letter is drawn twice."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None or not (WEB / "node_modules" / "typescript").is_dir(), reason="needs Node and the packages of web/: npm ci --prefix web")

# Runs the page's own modules, with their types taken off, on what comes in, and says what comes out.
RUNNER = """
const ts = require(process.argv[1] + '/node_modules/typescript'), fs = require('fs'), os = require('os'), path = require('path')
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'marks-'))
for (const [from, to] of [['lib/text.ts', 'text.mjs'], ['pages/reader/marks.ts', 'marks.mjs']]) {
  const source = fs.readFileSync(path.join(process.argv[1], 'src', from), 'utf8')
  fs.writeFileSync(path.join(folder, to), ts.transpileModule(source, { compilerOptions: { target: 'ES2022', module: 'ESNext', verbatimModuleSyntax: true } }).outputText)
}
const asked = JSON.parse(fs.readFileSync(0, 'utf8'))
Promise.all(['text.mjs', 'marks.mjs'].map((name) => import('file://' + path.join(folder, name)))).then(([{ Text }, marks]) => {
  const found = asked.map(({ text, direction, records, skipped }) => marks.paragraphs(new Text(text), direction, records, skipped))
  process.stdout.write(JSON.stringify(found))
  fs.rmSync(folder, { recursive: true })
})
"""


def _draw(*asked):
    assert NODE is not None
    done = subprocess.run([NODE, "-e", RUNNER, str(WEB)], input=json.dumps(asked), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _record(name, text, *parts):
    found = [{"role": role, "start": text.index(word), "end": text.index(word) + len(word), "id": None} for role, word in parts]
    return {"id": name, "evidence": [{"sentence": 0, "start": 0, "end": len(text.splitlines()[0]), "text": text, "parts": found}]}


def _asked(text, *records, direction="ltr", skipped=()):
    return {"text": text, "direction": direction, "records": records, "skipped": list(skipped)}


TEXTS = {
    "Persian with half-spaces and an emoji beyond the first plane": ("🟢 رئیس‌جمهور قزاقستان به تاجیکستان سفر کرد.\nپایان", "rtl", (("actor", "رئیس‌جمهور قزاقستان"), ("recipient", "تاجیکستان"), ("trigger", "سفر کرد"))),
    "Arabic with vowel signs": ("وَقَّعَ الرئيسُ اتفاقيةً مع الصين.", "rtl", (("trigger", "وَقَّعَ"), ("actor", "الرئيسُ"), ("recipient", "الصين"))),
    "English with parts that overlap": ("President of Iran Masoud Pezeshkian came. 🎉 So he did.", "ltr", (("actor", "President of Iran Masoud Pezeshkian"), ("place", "Iran"), ("trigger", "came"))),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_marks_lie_on_the_letters_of_the_evidence(name) -> None:
    text, direction, parts = TEXTS[name]
    [drawn] = _draw(_asked(text, _record("r", text, *parts), direction=direction))
    for role, word in parts:
        on = "".join(each["text"] for line in drawn for each in line["segments"] if any(entry["role"] == role for mark in each["marks"] for entry in mark["in"]))
        assert on == word


@pytest.mark.parametrize("name", TEXTS)
def test_segments_put_together_are_the_text(name) -> None:
    text, direction, parts = TEXTS[name]
    [drawn] = _draw(_asked(text, _record("r", text, *parts), direction=direction))
    assert "\n".join("".join(each["text"] for each in line["segments"]) for line in drawn) == text


def test_line_ends_of_every_kind_keep_the_count() -> None:
    text = "one\r\n\r\ntwo\rthree\u2028four"
    [drawn] = _draw(_asked(text, _record("r", text, ("trigger", "four"))))
    assert ["".join(each["text"] for each in line["segments"]) for line in drawn] == ["one", "", "two", "three", "four"]
    assert [each["text"] for each in drawn[-1]["segments"] if each["marks"]] == ["four"]


def test_same_span_of_two_records_is_one_mark_of_both() -> None:
    text = "Kazakhstan signed and paid."
    records = [_record("a", text, ("actor", "Kazakhstan")), _record("b", text, ("subject", "Kazakhstan"), ("trigger", "paid"))]
    [drawn] = _draw(_asked(text, *records))
    [mark] = drawn[0]["segments"][0]["marks"]
    assert [(each["record"], each["role"]) for each in mark["in"]] == [("a", "actor"), ("b", "subject")]
    assert drawn[0]["segments"][0]["sentences"] == ["a", "b"]


def test_marks_over_the_same_letters_have_lines_of_their_own() -> None:
    text = "Masoud Pezeshkian, President of Iran, came."
    whole = "Masoud Pezeshkian, President of Iran"
    [drawn] = _draw(_asked(text, _record("r", text, ("trigger", whole), ("actor", whole), ("recipient", "President of Iran"), ("place", "Iran"))))
    for segment in drawn[0]["segments"]:
        lanes = [mark["lane"] for mark in segment["marks"]]
        assert len(set(lanes)) == len(lanes) <= 4
    assert max(mark["lane"] for segment in drawn[0]["segments"] for mark in segment["marks"]) == 3


def test_part_that_runs_over_a_line_end_is_marked_on_both_lines() -> None:
    text = "Kazakh\nstan signed"
    [drawn] = _draw(_asked(text, _record("r", text, ("actor", "Kazakh\nstan"))))
    assert [[each["text"] for each in line["segments"] if each["marks"]] for line in drawn] == [["Kazakh"], ["stan"]]


def test_what_was_left_out_is_marked_with_its_reason() -> None:
    text = "Read more here. Kazakhstan signed."
    left = [{"stage": "split", "reason": "a link", "start": 0, "end": 15}, {"stage": "read", "reason": "no place", "start": None, "end": None}]
    [drawn] = _draw(_asked(text, _record("r", text, ("trigger", "signed")), skipped=left))
    assert next((each["text"], each["skipped"]) for each in drawn[0]["segments"]) == ("Read more here.", [0])


def test_paragraph_goes_its_own_way_only_without_letters_of_the_document() -> None:
    text = "BBC Persian از تهران\nhttps://example.org\n12 45\nתל אביב"
    [drawn] = _draw(_asked(text, direction="rtl"))
    assert [line["direction"] for line in drawn] == ["rtl", "ltr", "rtl", "rtl"]
    [drawn] = _draw(_asked("Слово خبر\nخبر", direction="ltr"))
    assert [line["direction"] for line in drawn] == ["ltr", "rtl"]
