"""Jobs run in processes of their own; they end well, badly, or when they are told to."""

import functools
import time
from pathlib import Path

import msgspec
import pytest

from tarazu.errors import OptionError, RecordError
from tarazu.web.jobs import OVER, Job, Jobs


@pytest.fixture
def works(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import job_works

    return job_works


@pytest.fixture
def jobs():
    made = Jobs()
    yield made
    made.close()


def over(jobs: Jobs, job: Job, within: float = 30) -> Job:
    deadline = time.monotonic() + within
    while jobs.get(job.id).state not in OVER:
        assert time.monotonic() < deadline, jobs.get(job.id)
        time.sleep(0.02)
    return jobs.get(job.id)


def running(jobs: Jobs, job: Job) -> None:
    deadline = time.monotonic() + 30
    while jobs.get(job.id).progress == msgspec.Raw(b"null"):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_job_tells_how_far_it_is_and_what_it_came_to(jobs, works) -> None:
    job = jobs.start("count", functools.partial(works.count, 3), kind="test")
    assert job.state in {"queued", "running"}
    done = over(jobs, job)
    assert (done.state, msgspec.json.decode(done.result), msgspec.json.decode(done.progress)) == ("done", {"counted": 3}, {"done": 3})
    assert done.asked <= done.started <= done.ended
    assert jobs.list()[0] == done


def test_job_that_fails_says_why(jobs, works) -> None:
    done = over(jobs, jobs.start("fail", works.fail))
    assert done.state == "failed"
    assert (done.error.where, done.error.hint) == ("press", "make it")
    with pytest.raises(OptionError, match="press: expected a folder"):
        jobs.wait(done)


def test_job_whose_process_dies_has_failed_and_the_next_one_runs(jobs, works) -> None:
    dead = jobs.start("die", works.die)
    after = jobs.start("count", functools.partial(works.count, 1))
    assert over(jobs, dead).error.found == "its process ended with 7"
    assert over(jobs, after).state == "done"


def test_job_with_a_fault_of_ours_has_failed(jobs, works, capfd) -> None:
    assert over(jobs, jobs.start("break", works.break_down)).state == "failed"
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_job_is_stopped_where_it_tells(jobs, works) -> None:
    job = jobs.start("go on", works.go_on)
    running(jobs, job)
    jobs.stop(job.id)
    assert over(jobs, job, 10).state == "stopped"


def test_job_that_waits_is_told_to_stop(jobs, works) -> None:
    job = jobs.start("wait", works.wait_for_stop, lane="watch")
    time.sleep(0.1)
    jobs.stop(job.id)
    done = over(jobs, job, 15)
    assert (done.state, msgspec.json.decode(done.result)) == ("stopped", {"waited": True})


def test_job_in_line_is_stopped_before_it_begins(jobs, works, tmp_path) -> None:
    first = jobs.start("go on", works.go_on, lane="read")
    second = jobs.start("mark", functools.partial(works.leave_a_mark, tmp_path / "mark"), lane="read")
    running(jobs, first)
    assert jobs.stop(second.id).state == "stopped"
    jobs.stop(first.id)
    over(jobs, first)
    assert over(jobs, second).started is None
    assert not (tmp_path / "mark").exists()


def test_writers_go_one_after_the_other(jobs, works, tmp_path) -> None:
    mark = tmp_path / "mark"
    made = [jobs.start("mark", functools.partial(works.leave_a_mark, mark), lane="read") for _ in range(2)]
    for job in made:
        assert over(jobs, job).state == "done"
    assert mark.read_text(encoding="utf-8").split() == ["begun", "ended"] * 2


def test_stop_leaves_what_is_over_as_it_is(jobs, works) -> None:
    done = over(jobs, jobs.start("count", functools.partial(works.count, 1)))
    assert jobs.stop(done.id) == done


def test_writing_is_while_a_reading_job_runs(jobs, works) -> None:
    assert not jobs.writing()
    job = jobs.start("go on", works.go_on, kind="files", lane="read")
    running(jobs, job)
    assert jobs.writing()
    jobs.stop(job.id)
    over(jobs, job)
    assert not jobs.writing()


def test_unknown_jobs_are_told(jobs) -> None:
    with pytest.raises(RecordError):
        jobs.get("none")
    with pytest.raises(RecordError):
        jobs.stop("none")


def test_close_stops_all(works) -> None:
    jobs = Jobs()
    made = [jobs.start("go on", works.go_on) for _ in range(2)]
    running(jobs, made[0])
    jobs.close()
    assert {jobs.get(each.id).state for each in made} == {"stopped"}


def test_old_jobs_are_dropped(jobs, works, monkeypatch) -> None:
    monkeypatch.setattr("tarazu.web.jobs._KEPT", 1)
    made = [over(jobs, jobs.start("count", functools.partial(works.count, 1))) for _ in range(3)]
    assert made[0].id not in {each.id for each in jobs.list()}
    assert made[2].id in {each.id for each in jobs.list()}
