"""A case, opened: every verb that `tarazu` has on the command line, under the same name."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tarazu.analysis import difference, quality
from tarazu.analysis.balance_types import Scope
from tarazu.analysis.difference import Comparison
from tarazu.analysis.narratives import Grouping
from tarazu.analysis.quality import Precision
from tarazu.analysis.questions import Question
from tarazu.api import balancing, briefing, comparing, deciding, exporting, networks, outlooks, reading, scenarios, storytelling, telling
from tarazu.api.balancing import Moved, Weighed
from tarazu.api.coding import Explanation
from tarazu.api.comparing import Narratives
from tarazu.api.frames import Kind, frame
from tarazu.api.gathering import Ways
from tarazu.api.networks import Network, NetworkFilters
from tarazu.api.reading import Count, Work
from tarazu.api.storytelling import StoryFilters, StoryLine, WholeStory
from tarazu.cases import file, fitting, loading, sampling, searching
from tarazu.cases.judging import load_judgements
from tarazu.cases.searching import Filters
from tarazu.cases.writing import Writer
from tarazu.errors import RecordError
from tarazu.exports.written import Written
from tarazu.forecast.outlook_types import OutlookScope
from tarazu.forecast.scenario_types import ScenarioReport, ScoredSign, Sign
from tarazu.records import Channel, Gauge, Held, HeldDocument, Hit, Judgement, Run, Skipped, Story
from tarazu.records.brief import Brief

if TYPE_CHECKING:
    import polars as pl


class Case:
    """A case on disk.

    It holds no connection open: each verb opens the file, so that other programs may read and write in between.

    Args:
        path: The file, with or without `.tarazu`.

    Attributes:
        path: The file.

    Raises:
        CaseError: There is none, or it is no case.

    Example:
        >>> import tarazu, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     case = tarazu.new(f"{folder}/steppe")
        ...     note = Path(folder) / "note.txt"
        ...     _ = note.write_text("Kazakhstan and China signed an agreement on 5 July 2024.", encoding="utf-8")
        ...     count = case.read([note], work=Work(coder="lexicon"))
        ...     count.coded, [hit.snippets[0].text for hit in case.search("agree china")]
        (1, ['Kazakhstan and China signed an agreement on 5 July 2024.'])
    """

    def __init__(self, path: str | Path) -> None:
        self.path = file.find(Path(path))
        self._connect().close()

    def read(self, sources: Iterable[str | Path], *, ways: Ways | None = None, work: Work | None = None) -> Count:
        """Reads and codes sources: files, folders, addresses of pages and feeds, archives, event files of the field.

        What was read before is known again and nothing changes; after an interruption the same call goes on where it stopped.

        Args:
            sources: What to read.
            ways: How to read and fetch.
            work: How to code.

        Returns:
            What it came to.

        Raises:
            CaseError: The case cannot be written.
            OptionError: There is no such coder.
        """
        count = reading.read(self.path, sources, self._ways(ways), work or Work())
        telling.settle(self.path)
        return count

    def watch(self, folder: str | Path, *, ways: Ways | None = None, work: Work | None = None, stop: threading.Event | None = None) -> Count:
        """Reads what is in a folder and then whatever comes into it, until `stop` is set; otherwise as `read`."""
        count = reading.watch(self.path, Path(folder), self._ways(ways), work or Work(), stop)
        telling.settle(self.path)
        return count

    def recode(self, *, work: Work | None = None) -> Count:
        """Codes all documents anew with the coder as it is now, beside what other runs made of them; its records stand from then on."""
        count = reading.recode(self.path, work or Work())
        telling.settle(self.path)
        return count

    def documents(self) -> Iterator[HeldDocument]:
        """All documents with the records that stand in them, as of this moment."""
        with closing(self._connect()) as connection:
            yield from loading.load_documents(connection)

    def document(self, doc: str) -> HeldDocument:
        """One document, by its id, the first six letters of it or more, or its address.

        Raises:
            RecordError: There is no one such document.
        """
        with closing(self._connect()) as connection:
            return loading.load_document(connection, doc)

    def record(self, record_id: str) -> Held:
        """One record, by its id or the first six letters of it or more.

        Raises:
            RecordError: There is no one such record.
        """
        with closing(self._connect()) as connection:
            return loading.load_record(connection, record_id)[0]

    def events(self) -> pl.DataFrame:
        """The events that stand, one a row."""
        return self._frame("events")

    def ties(self) -> pl.DataFrame:
        """The ties that stand, one a row."""
        return self._frame("ties")

    def figures(self) -> pl.DataFrame:
        """The figures that stand, one a row."""
        return self._frame("figures")

    def assessments(self) -> pl.DataFrame:
        """The assessments that stand, one a row."""
        return self._frame("assessments")

    def explain(self, record_id: str) -> Explanation:
        """Says why a record is as it is: its document is coded again by the same coder.

        Raises:
            RecordError: There is no such record, or the coder, as it is now, does not make it any more.
        """
        return deciding.explain(self.path, record_id)

    def stories(self, filters: StoryFilters | None = None) -> Iterator[Story]:
        """The stories: each act once, however many documents tell it, by time."""
        yield from storytelling.stories(self.path, storytelling.checked(filters))

    def story_lines(self, filters: StoryFilters | None = None) -> Iterator[StoryLine]:
        """The stories, each with a line for each of its tellings."""
        yield from storytelling.lines(self.path, storytelling.checked(filters))

    def story(self, story_id: str) -> WholeStory:
        """One story opened: its tellings, who has it from whom, and what was planned, done and cancelled before and after.

        Raises:
            RecordError: There is no one such story.
        """
        return storytelling.story(self.path, story_id)

    def compare(self, question: Question | None = None, *, by: Grouping = "outlet") -> Narratives:
        """Sets side by side who says what: judgements and acts by outlet, language, state or speaker; contradictions, silences, leanings.

        Args:
            question: What about; see `tarazu.make_question`. None takes everything.
            by: What is set side by side.
        """
        return comparing.narratives(self.path, question or Question(), by)

    def balance(self, scope: Scope | None = None) -> Weighed:
        """Weighs who does how much with whom, with bands; beside it slow facts with their sources, and what is said of the relations.

        Args:
            scope: States, powers and days; see `tarazu.make_scope`. None takes Central Asia over the last three years.

        Raises:
            OptionError: The scope cannot be.
        """
        return balancing.weigh(self.path, scope or balancing.make_scope())

    def why(self, scope: Scope, pair: tuple[str, str], day: dt.date, channel: Channel | None = None) -> tuple[Moved, ...]:
        """The stories that moved the line between a state and a power in the period of a day, the weightiest first."""
        return balancing.why(self.path, scope, pair, day, channel)

    def network(self, since: dt.date | None = None, until: dt.date | None = None) -> Network:
        """Who acts on whom, each act once, and where; the busiest pairs first."""
        return networks.draw(networks.load(self.path), NetworkFilters(since=since, until=until))

    def brief(self, dyad: tuple[str, str | None], since: dt.date | None = None, until: dt.date | None = None, *, language: str = "en") -> Brief:
        """A brief on a dyad or a state, every sentence of which is borne by footnotes or by numbers; `tarazu.api.write_brief` writes it.

        Raises:
            OptionError: The dyad, the period or the language cannot be.
        """
        return briefing.brief(self.path, dyad, since, until, language)

    def forecast(self, scope: OutlookScope | None = None, *, tell: Callable[[float], None] | None = None) -> outlooks.KeptForecast:
        """Makes a forecast: who is likely to do what to whom, with chances and reasons. It is kept beside the case, in a file that is never changed.

        Args:
            scope: What about; see `tarazu.make_outlook_scope`. None takes Central Asia and the next thirty days.
            tell: Is told how much is done, from 0 to 1.

        Raises:
            OptionError: There is no act between two to learn from.
            CaseError: The file cannot be written.
        """
        return outlooks.forecast(self.path, scope or outlooks.make_outlook_scope(), tell)

    def forecasts(self) -> tuple[outlooks.KeptForecast, ...]:
        """The forecasts that were made of this case, the latest first; CaseError where one was changed afterwards."""
        return outlooks.forecasts(self.path)

    def score_forecasts(self) -> outlooks.ForecastScores:
        """Scores the forecasts whose window is over, against base rates, persistence and recurrence, and says which cannot be scored yet."""
        return outlooks.score_forecasts(self.path)

    def scenario(self, what: scenarios.Scenario, *, asked: scenarios.ScenarioRun | None = None, watch: scenarios.Watch | None = None) -> ScenarioReport:
        """Runs a scenario beside the same future without it: differences with bands, what they hang on, early signs. Associations, not causes.

        Args:
            what: See `tarazu.read_scenario`.
            asked: Paths, seed and last day.
            watch: To be told how far it is, and to stop it.

        Raises:
            OptionError: The case tells of no act, or there is too much to run.
            StoppedError: It was stopped.
        """
        return scenarios.scenario(self.path, what, asked or scenarios.ScenarioRun(), watch)

    def score_signs(self, signs: Sequence[Sign]) -> tuple[ScoredSign, ...]:
        """Scores the early signs of an earlier scenario whose day has come, by what the case tells now."""
        return scenarios.score_signs(self.path, signs)

    def search(self, question: str, *, filters: Filters | None = None, limit: int = 20) -> tuple[Hit, ...]:
        """Finds documents by words in any of the languages; arguments and errors as of `cases.searching.search`."""
        asked = msgspec.convert(msgspec.structs.asdict(filters or Filters()), Filters)
        with closing(self._connect()) as connection:
            if not searching.is_fresh(connection):
                Writer(self.path).close()  # who opens it to write makes the index anew
            return searching.search(connection, question, asked, limit)

    def judge(self, ids: Sequence[str], decision: deciding.Decision) -> Judgement:
        """Decides about records; see `Decision`.

        Args:
            ids: The records, each by its id or the first six letters of it or more.
            decision: What is decided, by whom and why.

        Returns:
            The judgement as it is kept.

        Raises:
            RecordError: There is no such record.
            OptionError: What is set does not fit.
        """
        made = deciding.judge(self.path, ids, decision)
        telling.settle(self.path)
        return made

    def undo(self, judgement: str, *, author: str, note: str = "") -> Judgement:
        """Takes a judgement back, by its id."""
        made = deciding.undo(self.path, judgement, author=author, note=note)
        telling.settle(self.path)
        return made

    def judgements(self) -> tuple[deciding.Standing, ...]:
        """All judgements in their order, each with whether it stands and on which records it bears now."""
        return deciding.list_judgements(self.path)

    def export_judgements(self) -> tuple[Judgement, ...]:
        """All judgements, to be shared."""
        with closing(self._connect()) as connection:
            return load_judgements(connection)

    def import_judgements(self, judgements: Iterable[Judgement]) -> int:
        """Takes judgements made on another copy of the case; returns how many were new.

        Raises:
            CaseError: One of them was changed after it was made.
        """
        count = deciding.take(self.path, judgements)
        telling.settle(self.path)
        return count

    def draw(self, size: int, *, seed: int = 0) -> tuple[Gauge, ...]:
        """Draws records by chance to be judged, and keeps which."""
        with Writer(self.path) as writer:
            drawn = quality.draw(sampling.load_gauges(writer.connection), size, seed)
            writer.sample(drawn, seed)
        return drawn

    def quality(self, *, drawn_only: bool = True) -> tuple[Precision, ...]:
        """Estimates how right the records are, from those that were drawn and judged.

        Args:
            drawn_only: Leave out what a person judged of their own accord, which is no fair sample.
        """
        with closing(self._connect()) as connection:
            gauges = sampling.load_gauges(connection)
        fair = [msgspec.structs.replace(each, right=each.right if each.drawn or not drawn_only else None) for each in gauges]
        return quality.estimate(fair)

    def runs(self) -> tuple[Run, ...]:
        """The runs, the first one first."""
        with closing(self._connect()) as connection:
            return loading.load_runs(connection)

    def diff(self, first: int, second: int) -> Comparison:
        """What one run made of the documents that another made otherwise.

        Raises:
            RecordError: There is no such run.
        """
        with closing(self._connect()) as connection:
            known = {run.number: run for run in loading.load_runs(connection)}
            for number in (first, second):
                if number not in known:
                    raise RecordError(f"run {number}", f"one of the runs {', '.join(map(str, known)) or '(none)'}", str(number), "see `tarazu runs CASE`")
            both = loading.coded_by_both(connection, first, second)
            pairs = ((loading.load_records(connection, each, first)[1], loading.load_records(connection, each, second)[1]) for each in both)
            found = difference.compare(pairs, fitting.likeness, fitting.ENOUGH)
        return msgspec.structs.replace(found, only_first=known[first].documents - len(both), only_second=known[second].documents - len(both))

    def skipped(self) -> tuple[Skipped, ...]:
        """What could not be read or coded at all, and why."""
        with closing(self._connect()) as connection:
            return loading.load_skips(connection)

    def write_network(self, shape: str, target: str | Path, *, since: dt.date | None = None, until: dt.date | None = None) -> Written:
        """Writes who acts on whom for Gephi (`gexf`) and others (`graphml`), each act once however often it was told."""
        acts = balancing.as_documents(self.stories(StoryFilters(since=since, until=until)))
        return exporting.export(acts, shape, Path(target), {})

    def export(self, shape: str, target: str | Path, *, options: Mapping[str, str] | None = None) -> Written:
        """Writes the case out in one of the formats of the field; see `exporting.FORMATS`.

        Raises:
            OptionError: There is no such format, or nothing can be written there.
        """
        acts = balancing.as_documents(self.stories()) if shape in exporting.OF_ACTS else self.documents()
        return exporting.export(acts, shape, Path(target), options or {})

    def check(self) -> tuple[str, ...]:
        """What is wrong with the file, a line each; empty if nothing is."""
        return file.check(self.path)

    def _frame(self, kind: Kind) -> pl.DataFrame:
        with closing(self._connect()) as connection:
            return frame(connection, kind)

    def _connect(self) -> sqlite3.Connection:
        return file.open_to_read(self.path)

    def _ways(self, ways: Ways | None) -> Ways:
        ways = ways or Ways()
        return ways if ways.home else msgspec.structs.replace(ways, home=self.path.parent)


def new(path: str | Path, *, title: str = "") -> Case:
    """Makes an empty case.

    Args:
        path: Where; the ending `.tarazu` is added where there is none.
        title: What it is about.

    Raises:
        CaseError: There is something there already, or nothing can be written there.
    """
    return Case(file.create(Path(path), title=title))


def open_case(path: str | Path) -> Case:
    """Opens a case; `tarazu.open` is this.

    Raises:
        CaseError: There is none, or it is no case.
    """
    return Case(path)
