"""Jobs: real children of ours, and small scripts in their place where one must fail on purpose."""

import logging
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import gevent
import pytest
from flask import Flask

from app import child as children
from app import jobs
from app.child import Child, end_of
from app.extensions import db
from app.lock import Presence
from app.storage import StorageFull
from workshops import clock
from workshops.freezing import freeze
from workshops.models import Consultation, Job
from workshops.refusal import Refused

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Run a script instead of the exporter; `path` in it is the file it should write."""

    def use(script: str) -> None:
        head = "import os, sys, time\npath = sys.argv[sys.argv.index('-o') + 1]\n"

        def born(line, folder, env):
            return Child([sys.executable, "-c", head + script, *line[3:]], folder, env)

        monkeypatch.setattr(jobs, "Child", born)

    return use


def ask(consultation: Consultation, task: str = "csv") -> Job:
    return jobs.start(consultation, task, ".zip", "en")


def ended(job: Job) -> Job:
    """Wait for all jobs and read the row again."""
    assert jobs.at_work.join()
    return again(job)


def again(job: Job) -> Job:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Job, job.id)


def wait_for(what: Callable[[], object]) -> None:
    while not what():
        gevent.sleep(0.02)


def running(job: Job) -> Job:
    """Wait until the job's child is there."""
    wait_for(lambda: job.id in jobs._children)
    return again(job)


def folder(app: Flask) -> Path:
    return app.config["TORG"].files


# All went well


def test_a_file_is_made_from_the_findings_it_names(app, demo):
    expected = freeze(db.session(), demo).hash
    job = ended(ask(demo))
    assert (job.state, job.percent, job.fault) == ("done", 100, "")
    assert job.details["findings"] == expected
    assert "ideas.csv" in zipfile.ZipFile(jobs.path_of(job)).namelist()


def test_a_child_finds_the_same_data_whatever_the_environment_says(app, demo, monkeypatch):
    monkeypatch.setenv("TORG_INSTANCE", "/nowhere/at/all")
    assert ended(ask(demo)).state == "done"


def test_progress_reaches_the_row(app, demo, scripted):
    scripted("print('40\\tLaying out the pages.', flush=True); sys.stdin.read()")
    job = running(ask(demo))
    wait_for(lambda: again(job).percent)
    assert (job.state, job.percent, job.step) == ("running", 40, "Laying out the pages.")
    jobs.cancel(job)
    ended(job)


def test_one_is_made_at_a_time(app, demo, scripted):
    scripted("sys.stdin.read()")
    first, second = ask(demo, "brief"), ask(demo, "csv")
    running(first)
    assert (again(first).state, again(second).state) == ("running", "waiting")
    jobs.cancel(again(first))
    running(second)
    assert (again(first).state, again(second).state) == ("cancelled", "running")
    jobs.cancel(again(second))
    ended(second)


def test_what_is_being_made_is_not_made_twice(app, demo, scripted):
    scripted("sys.stdin.read()")
    job = ask(demo)
    assert ask(demo).id == job.id
    jobs.cancel(job)
    ended(job)


def test_a_child_that_says_much_on_standard_error_is_not_held_up(app, demo, scripted):
    scripted("sys.stderr.write('a remark\\n' * 200_000); open(path, 'w').close()")
    assert ended(ask(demo)).state == "done"


# It failed


def test_the_last_sentence_of_the_child_is_the_fault(app, demo, scripted):
    scripted("sys.stderr.write('A remark.\\nThere is no square yet.\\n'); sys.exit(1)")
    job = ended(ask(demo))
    assert (job.state, job.fault) == ("failed", "There is no square yet.")
    assert jobs.path_of(job) is None


def test_a_trace_goes_to_the_log_and_not_to_the_person(app, demo, scripted, capsys):
    scripted("{}['people']")
    logging.getLogger("app").handlers[0].setStream(sys.stderr)
    job = ended(ask(demo))
    assert (job.state, job.fault) == ("failed", children.OUR_FAULT)
    assert "KeyError" in capsys.readouterr().err


def test_a_child_killed_from_outside_has_a_sentence(app, demo, scripted):
    scripted("open(path + '.part', 'w').close(); os.kill(os.getpid(), 9)")
    job = ended(ask(demo))
    assert (job.state, job.fault) == ("failed", children.STOPPED)
    assert list(folder(app).iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a process to its memory")
def test_a_child_that_wants_too_much_memory_has_a_sentence(app, demo, scripted):
    scripted(
        "from app.commands._child import keep_to_memory\n"
        "keep_to_memory(300)\n"
        "bytearray(900_000_000)"
    )
    assert ended(ask(demo)).fault == children.TOO_MUCH


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a process to its memory")
def test_the_limit_of_memory_that_a_job_is_given_is_really_hit(app, demo, scripted, monkeypatch):
    monkeypatch.setattr(jobs, "MEMORY_MB", 600)
    scripted(
        "from app.commands import _exporting\n"
        "def greedy(*_):\n"
        "    held = []\n"
        "    while True: held.append(bytearray(20_000_000))\n"
        "_exporting._write = greedy\n"
        "from app import cli\n"
        "sys.exit(cli.main(sys.argv[1:]))"
    )
    job = ended(ask(demo))
    assert (job.state, job.fault) == ("failed", children.TOO_MUCH)
    assert list(folder(app).iterdir()) == []


def test_a_job_knows_who_asked_when_it_began_and_how_large_its_file_is(app, demo, scripted):
    scripted("print('findings\\tabc', flush=True); open(path, 'w').write('x' * 700)")
    job = ended(jobs.start(demo, "csv", ".zip", "en", "planner"))
    assert (job.details["role"], job.details["size"]) == ("planner", 700)
    assert job.details["findings"] == "abc"
    assert jobs.seconds_of(job) > 0


def test_a_child_that_takes_too_long_is_stopped(app, demo, scripted, monkeypatch):
    monkeypatch.setattr(jobs, "TIME_OUT_S", 0.3)
    scripted("time.sleep(600)")
    job = ended(ask(demo))
    assert (job.state, job.fault) == ("failed", children.TOO_LONG)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file sizes on Windows")
def test_a_full_disk_is_told_in_the_child_s_words(app, demo, scripted):
    scripted(
        "import resource\n"
        "from exports import files\n"
        "write = files._write\n"
        "def small(part, content):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "    write(part, content)\n"
        "files._write = small\n"
        "from app import cli\n"
        "sys.exit(cli.main(sys.argv[1:]))"
    )
    job = ended(ask(demo))
    assert job.state == "failed"
    assert "could not be written" in job.fault
    assert list(folder(app).iterdir()) == []


def test_a_program_that_cannot_start_has_a_sentence(app, demo, monkeypatch):
    def none(*_):
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(jobs, "Child", none)
    assert ended(ask(demo)).fault == children.CANNOT_START


def test_a_row_is_closed_once_the_disk_has_room_again(app, demo, scripted, monkeypatch):
    scripted("open(path, 'w').close()")
    monkeypatch.setattr(jobs, "RETRY_S", 0.01)
    queue = app.extensions["torg_writes"]
    real, full = queue.do, iter([True] * 4)

    def do(work):
        if next(full, False):
            raise StorageFull("The disk is full.")
        return real(work)

    monkeypatch.setattr(queue, "do", do)
    assert ended(ask(demo)).state == "done"


@pytest.mark.parametrize(
    ("code", "errors", "fault"),
    [
        (0, "a remark\n", ""),
        (1, "Said.\n\n", "Said."),
        (1, "", children.SILENT),
        (-9, "", children.STOPPED),
        (-11, "", children.CRASHED),
        (-5, "GLib-ERROR: Error creating thread: unavailable\n", children.TOO_MUCH),
        (1, f"{children.TRACE}\nKeyError: 'a'\n", children.OUR_FAULT),
        (1, f"{children.TRACE}\nMemoryError\n", children.TOO_MUCH),
    ],
)
def test_every_end_has_words(code, errors, fault):
    assert end_of(code, errors).fault == fault


# Stopped


def test_a_stopped_job_leaves_no_file(app, demo, scripted):
    scripted(
        "os.mkdir(path + '.parts'); open(path + '.part', 'w').close()\n"
        "print('5\\tWriting', flush=True); time.sleep(600)"
    )
    job = running(ask(demo))
    wait_for(lambda: list(folder(app).iterdir()))
    jobs.cancel(job)
    assert ended(job).state == "cancelled"
    assert list(folder(app).iterdir()) == []


def test_a_child_that_will_not_end_is_ended(app, demo, scripted, monkeypatch):
    monkeypatch.setattr(children, "PATIENCE_S", 0.1)
    scripted(
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('5\\tWriting', flush=True)\ntime.sleep(600)"
    )
    job = running(ask(demo))
    wait_for(lambda: again(job).percent)
    jobs.cancel(job)
    assert ended(job).state == "cancelled"


def test_a_job_can_be_taken_out_of_the_queue(app, demo, scripted):
    scripted("sys.stdin.read()")
    first, second = ask(demo, "brief"), ask(demo, "csv")
    running(first)
    jobs.cancel(again(second))
    jobs.cancel(again(first))
    assert ended(second).state == "cancelled"
    assert second.ended_at is not None


def test_what_has_ended_cannot_be_stopped(app, demo, scripted):
    scripted("open(path, 'w').close()")
    job = ended(ask(demo))
    with pytest.raises(Refused, match="ended already"):
        jobs.cancel(job)


# The server died


def test_after_a_crash_a_job_is_interrupted_and_its_pieces_are_gone(app, demo):
    job = Job(consultation_id=demo.id, task="brief", state="running", asked_at=clock.now())
    kept = Job(consultation_id=demo.id, task="csv", state="done", asked_at=clock.now())
    job.file, kept.file = "a.pdf", "b.zip"
    db.session.add_all([job, kept])
    db.session.commit()
    folder(app).mkdir()
    for name in ("a.pdf", "a.pdf.part", "b.zip"):
        (folder(app) / name).touch()
    (folder(app) / "c.zip.parts" / "tables").mkdir(parents=True)
    jobs.mark_interrupted()
    assert (again(job).state, again(kept).state) == ("interrupted", "done")
    assert [each.name for each in folder(app).iterdir()] == ["b.zip"]


def test_what_another_server_makes_goes_on(app, demo):
    other = Presence(app.config["TORG"].instance)
    job = asked_at(demo, other)
    folder(app).mkdir()
    (folder(app) / "a.pdf.part").touch()
    jobs.mark_interrupted()
    assert again(job).state == "running"
    assert ask(demo, "brief").id == job.id
    other.leave()
    jobs.mark_interrupted()
    assert again(job).state == "interrupted"
    assert list(folder(app).iterdir()) == []


def test_what_a_dead_server_was_making_is_made_again(app, demo, scripted):
    scripted("open(path, 'w').close()")
    other = Presence(app.config["TORG"].instance)
    job = asked_at(demo, other)
    other.leave()
    fresh = ended(ask(demo, "brief"))
    assert (again(job).state, fresh.state) == ("interrupted", "done")
    assert fresh.id != job.id


def asked_at(demo: Consultation, server: Presence) -> Job:
    """A job that another server is at."""
    details = {"language": "en", "server": server.name}
    job = Job(consultation_id=demo.id, task="brief", state="running", asked_at=clock.now())
    job.file, job.details = "a.pdf", details
    db.session.add(job)
    db.session.commit()
    return job


def test_a_job_that_was_cancelled_through_another_server_stops(app, demo, scripted, monkeypatch):
    monkeypatch.setattr(jobs, "PAUSE_S", 0.0)
    scripted(
        "open(path + '.part', 'w').close()\n"
        "while True: print('5\\tWriting', flush=True); time.sleep(0.05)"
    )
    job = running(ask(demo))
    monkeypatch.setattr(jobs, "_children", {})  # as another server sees it
    jobs.cancel(again(job))
    monkeypatch.undo()
    assert ended(job).state == "cancelled"
    assert list(folder(app).iterdir()) == []


def test_a_start_without_a_folder_of_files_is_no_trouble(app, demo):
    jobs.mark_interrupted()
    assert jobs.all_of(demo) == []


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not a thing on Windows")
def test_a_child_dies_with_a_killed_server(root):
    script = (
        "import sys, time\n"
        "from app.child import Child\n"
        "from pathlib import Path\n"
        "sleeper = 'import time\\nfrom app.commands._child import hang_on_lifeline\\n'"
        "'hang_on_lifeline()\\nprint(1, flush=True)\\ntime.sleep(600)'\n"
        "made = Child([sys.executable, '-c', sleeper], Path.cwd(), {})\n"
        "made.process.stdout.readline()\n"
        "print(made.process.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=root, stdout=subprocess.PIPE, text=True
    ) as server:
        pid = int(server.stdout.readline())
        assert is_alive(pid)
        server.send_signal(signal.SIGKILL)
    wait_for(lambda: not is_alive(pid))


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and is not yet buried does not."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc").is_dir():
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
