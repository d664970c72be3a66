"""Accepted rows are in the table whole or not at all, whoever else writes, whatever is killed."""

import errno
import os
import random
import resource
import shutil
import signal
import stat
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import accepting
import pytest
from accepting import contents, figure, source
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import backups, pipeline
from analysis.schema import DataError


@pytest.fixture
def seen(folder: Path) -> str:
    return pipeline.version(folder)


def everything(folder: Path) -> dict[str, bytes]:
    """Return every file of a data folder but the lock and what the next change removes."""
    files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {
        name: path.read_bytes()
        for name, path in files.items()
        if name != "backups/lock" and not name.startswith("backups/.")
    }


def test_accepted_figures_are_in_the_table(folder: Path, seen: str) -> None:
    before = contents(folder)
    done = pipeline.accept(folder, [figure(1), figure(2, value="1,234")], [source()], seen)
    table = pipeline.load(folder)
    assert done.figure_ids == ("new-1", "new-2")
    assert (done.version, table.problems) == (table.version, ())
    assert set(done.figure_ids) <= set(table.observations["figure_id"])
    for name, content in contents(folder).items():
        assert content.startswith(before[name])
        assert (done.backup / name).read_bytes() == before[name]


def test_a_source_already_there_is_not_written_again(folder: Path, seen: str) -> None:
    after = pipeline.accept(folder, [figure(1)], [source(), source()], seen).version
    pipeline.accept(folder, [figure(2)], [source()], after)
    assert (folder / "sources.csv").read_text(encoding="utf-8").count("\nnew,") == 1


@pytest.mark.parametrize(
    ("figures", "sources", "said"),
    [
        ([], [], "choose at least one"),
        ([figure(1), figure(1)], [source()], "figures to accept, line 2, figure_id: found “new-1”"),
        ([figure(period="then")], [source()], "figures to accept, line 1, period: found “then”"),
        ([figure(reporter="Narnia")], [source()], "figures to accept, line 1, reporter"),
        ([figure(key="lost")], [source()], "figures to accept, line 1, source_id: found “lost”"),
        ([figure()], [source(kind="hearsay")], "sources to accept, line 1, kind: found “hearsay”"),
        (
            [figure()],
            [source(), source(url="https://x.example")],
            "sources to accept, line 2, source_id",
        ),
        ([figure()], [source(url="javascript:x")], "sources to accept, line 1, url: found “java"),
        (
            [figure()],
            [source(publisher="=A1")],
            "sources to accept, line 1, publisher: found “=A1”",
        ),
        ([figure(note="@A1")], [source()], "figures to accept, line 1, note: found “@A1”"),
        ([figure(note="\0")], [source()], "figures to accept, line 1, row: found “a binary zero”"),
        ([figure(note="\ud800")], [source()], "figures to accept, line 1, row: found “byte 0xed”"),
        ([figure(), {}], [source()], "figures to accept, line 2, figure_id: found “”"),
        ([figure()], [source(), {}], "sources to accept, line 2, source_id: found “”"),
    ],
)
def test_one_wrong_row_and_nothing_is_written(
    folder: Path, seen: str, figures: list[dict[str, str]], sources: list[dict[str, str]], said: str
) -> None:
    before = everything(folder)
    with pytest.raises(DataError, match=said):
        pipeline.accept(folder, figures, sources, seen)
    assert everything(folder) == before


def test_what_was_wrong_before_does_not_stand_in_the_way(folder: Path) -> None:
    with (folder / "trade.csv").open("a", encoding="utf-8") as file:
        file.write("spoilt,row\n")
    accepting.accept(folder, [figure()], [source()])
    assert len(pipeline.load(folder).problems) == 1
    with pytest.raises(DataError) as refused:
        accepting.accept(folder, [figure(2, value="many")], [source()])
    assert [problem.column for problem in refused.value.problems] == ["value"]


def test_other_data_than_the_person_saw_are_not_touched(folder: Path, seen: str) -> None:
    with (folder / "left_out.csv").open("a", encoding="utf-8") as file:
        file.write("azernews-2021-11-22,15,countries,by hand,count\n")
    before = everything(folder)
    for change in (
        lambda: pipeline.accept(folder, [figure()], [source()], seen),
        lambda: pipeline.undo(folder, seen),
    ):
        with pytest.raises(pipeline.Changed, match="Look at them again, then"):
            change()
    assert everything(folder) == before


def test_undo_goes_back_one_accept_after_another(folder: Path, seen: str) -> None:
    before = contents(folder)
    first = pipeline.accept(folder, [figure(1)], [source()], seen).version
    second = pipeline.accept(folder, [figure(2), figure(3)], [], first).version
    assert pipeline.undo(folder, second) == pipeline.Undone(first, ("new-2", "new-3"))
    assert pipeline.undo(folder, first) == pipeline.Undone(seen, ("new-1",))
    assert contents(folder) == before
    with pytest.raises(DataError, match="nothing to undo"):
        pipeline.undo(folder, seen)


def test_undone_figures_can_be_accepted_again(folder: Path, seen: str) -> None:
    after = pipeline.accept(folder, [figure()], [source()], seen).version
    pipeline.undo(folder, after)
    assert pipeline.accept(folder, [figure()], [source()], seen).version == after
    assert pipeline.undo(folder, after).version == seen


def test_a_damaged_backup_is_not_put_back(folder: Path, seen: str) -> None:
    done = pipeline.accept(folder, [figure()], [source()], seen)
    (done.backup / "trade.csv").write_bytes(b"torn")
    before = contents(folder)
    with pytest.raises(DataError, match="cannot be used"):
        pipeline.undo(folder, done.version)
    assert contents(folder) == before


END = st.sampled_from(["\n", "\r\n", "\r"])


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(END, st.booleans(), st.booleans(), st.text(max_size=20), st.integers(1, 3))
def test_accept_then_undo_gives_the_same_bytes(
    mini_folder: Path, end: str, mark: bool, last: bool, note: str, count: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(mini_folder, Path(name) / "data"))
        for file in accepting.FILES:
            text = (folder / file).read_text(encoding="utf-8").rstrip("\n") + "\n" * last
            text = "\ufeff" * mark + text.replace("\n", end)
            (folder / file).write_bytes(text.encode())
        before, seen = contents(folder), pipeline.version(folder)
        figures = [figure(n, note=note) for n in range(count)]
        try:
            after = pipeline.accept(folder, figures, [source()], seen).version
        except DataError:
            assert contents(folder) == before
        else:
            assert all(now.startswith(before[file]) for file, now in contents(folder).items())
            assert pipeline.undo(folder, after).version == seen
        assert contents(folder) == before


def test_the_backups_are_bounded(folder: Path, seen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "KEPT", 3)
    for number in range(5):
        seen = pipeline.accept(folder, [figure(number)], [source()], seen).version
    kept = sorted(path.name[:6] for path in (folder / "backups").iterdir() if path.is_dir())
    assert kept == ["000003", "000004", "000005"]
    for _ in range(2):
        seen = pipeline.undo(folder, seen).version
    with pytest.raises(DataError, match="more than 3 changes ago"):
        pipeline.undo(folder, seen)


def test_a_link_goes_on_leading_where_it_led(folder: Path, tmp_path: Path, seen: str) -> None:
    shared = tmp_path / "shared.csv"
    (folder / "trade.csv").rename(shared)
    (folder / "trade.csv").symlink_to(shared)
    pipeline.accept(folder, [figure()], [source()], seen)
    assert (folder / "trade.csv").is_symlink()
    assert b"\nnew-1," in shared.read_bytes()


def test_who_may_read_the_files_stays_as_it_was(folder: Path, seen: str) -> None:
    (folder / "trade.csv").chmod(0o640)
    pipeline.accept(folder, [figure()], [source()], seen)
    assert stat.S_IMODE((folder / "trade.csv").stat().st_mode) == 0o640


# A disk that refuses.


def failing(monkeypatch: pytest.MonkeyPatch, name: str, turn: int, number: int) -> list[str]:
    """Let one function of `os` fail once, at its turn; the list grows with each call."""
    real, calls = getattr(os, name), []

    def fails(*arguments: object, **named: object) -> object:
        calls.append(name)
        if len(calls) == turn:
            raise OSError(number, os.strerror(number))
        return real(*arguments, **named)

    monkeypatch.setattr(os, name, fails)
    return calls


@pytest.mark.parametrize("name", ["fsync", "replace", "rename", "mkdir", "open"])
def test_a_disk_that_refuses_any_step_changes_nothing(folder: Path, seen: str, name: str) -> None:
    before, refused = everything(folder), 0
    for turn, number in enumerate(cycle((errno.ENOSPC, errno.EIO, errno.EROFS)), start=1):
        after = ""
        with pytest.MonkeyPatch.context() as monkeypatch:
            calls = failing(monkeypatch, name, turn, number)
            try:
                after = pipeline.accept(folder, [figure()], [source()], seen).version
            except DataError as error:
                refused += 1
                assert f"{os.strerror(number)}). Nothing was changed." in str(error)
            done = len(calls) < turn
        if after:
            pipeline.undo(folder, after)
            shutil.rmtree(folder / "backups")
        assert everything(folder) == before, f"{name}, turn {turn}"
        if done:
            break
    assert refused


def test_a_full_disk_is_told_and_later_it_works(folder: Path, seen: str) -> None:
    before = everything(folder)
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = (folder / "trade.csv").stat().st_size
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, most[1]))
        with pytest.raises(DataError, match="Free some space on the disk, then try again"):
            pipeline.accept(folder, [figure()], [source()], seen)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
        signal.signal(signal.SIGXFSZ, handler)
    assert everything(folder) == before
    pipeline.accept(folder, [figure()], [source()], seen)


def test_a_folder_one_may_only_read_is_told(mini_folder: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        folder = Path(shutil.copytree(mini_folder, Path(name) / "data"))
        (said := Path(name) / "said").touch()
        said.chmod(0o666)
        folder.chmod(0o555)
        before = everything(folder)
        process = accepting.start(accepting.refused_without_rights, folder, said)
        process.join(60)
        assert "Permission denied). Nothing was changed. Allow this program" in said.read_text()
        assert everything(folder) == before
        folder.chmod(0o755)


# Others at the same time.


def test_eight_processes_at_once_lose_no_row(folder: Path) -> None:
    before, each = contents(folder), 3
    workers = [
        accepting.start(accepting.accept_many, folder, f"worker-{n}", each) for n in range(8)
    ]
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0] * 8
    table = pipeline.load(folder)
    expected = {f"worker-{n}-{number}" for n in range(8) for number in range(each)}
    lines = contents(folder)["trade.csv"].removeprefix(before["trade.csv"]).decode().splitlines()
    assert len(lines) == len(expected) and {line.split(",")[0] for line in lines} == expected
    assert table.problems == () and expected <= set(table.observations["figure_id"])


def test_a_change_that_does_not_end_is_told_and_a_killed_one_frees_the_lock(
    folder: Path, seen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "WAIT_SECONDS", 0.2)
    holder = accepting.start(accepting.hold, folder, tmp_path / "begun")
    while not (tmp_path / "begun").exists():
        time.sleep(0.01)
    with pytest.raises(DataError, match="Another change of the data has not ended"):
        pipeline.accept(folder, [figure()], [source()], seen)
    holder.kill()
    holder.join()
    pipeline.accept(folder, [figure()], [source()], seen)


# Killed.


def killed_at_every_step(folder: Path, seen: str, back: bool) -> Iterator[int]:
    """Yield after each kill, one step later each time, until the change comes to its end."""
    for step in range(1, 1000):
        process = accepting.start(accepting.die_before, step, folder, seen, back)
        process.join(60)
        if process.exitcode == 0:
            return
        assert process.exitcode == -signal.SIGKILL
        yield step


@pytest.mark.parametrize("back", [False, True], ids=["accept", "undo"])
def test_killed_before_any_step_it_is_done_or_not_done(
    folder: Path, tmp_path: Path, seen: str, back: bool
) -> None:
    start = Path(shutil.copytree(folder, tmp_path / "start"))
    was = contents(folder)
    after = pipeline.accept(folder, [figure()], [source()], seen).version
    will, steps, outcomes = contents(folder), 0, set()
    if back:
        shutil.rmtree(start)
        shutil.copytree(folder, start)
        was, will, seen, after = will, was, after, seen
    work = tmp_path / "work"
    shutil.copytree(start, work)
    for steps in killed_at_every_step(work, seen, back):
        now = contents(work)
        assert all(now[name] in (was[name], will[name]) for name in now), f"torn at {steps}"
        full = was if back else will
        assert now["sources.csv"] == full["sources.csv"] or now["trade.csv"] != full["trade.csv"]
        pipeline.finish_interrupted(work)
        now = contents(work)
        assert now in (was, will), f"half done at {steps}"
        outcomes.add(pipeline.version(work))
        if now == was:
            again = (
                pipeline.undo(work, seen)
                if back
                else pipeline.accept(work, [figure()], [source()], seen)
            )
            assert (again.version, contents(work)) == (after, will)
        left = [path.name for path in (work / "backups").iterdir()]
        assert not [name for name in left if name.startswith(".")]
        assert not list(work.glob("backups/*/next")) and not list(work.glob(".*"))
        shutil.rmtree(work)
        shutil.copytree(start, work)
    assert steps > 25 and outcomes == {seen, after}


def test_a_file_changed_by_hand_since_the_kill_is_left_alone(folder: Path, seen: str) -> None:
    pipeline.accept(folder, [figure()], [source()], seen)
    backup = next(path for path in (folder / "backups").iterdir() if path.is_dir())
    shutil.copytree(backup, folder / "will")
    for name in accepting.FILES:
        shutil.move(folder / name, folder / "will" / name)
        shutil.copy(backup / name, folder / name)
    (folder / "will").rename(backup / "next")
    with (folder / "trade.csv").open("a", encoding="utf-8") as file:
        file.write(",".join(figure(9, "azernews-2021-11-22").values()) + "\n")
    now = contents(folder)
    pipeline.finish_interrupted(folder)
    assert contents(folder) == now
    assert not (backup / "next").exists()


def _until_it_grows(said: Path) -> None:
    """Wait until a worker has said that a figure is accepted."""
    size, end = said.stat().st_size, time.monotonic() + 60
    while said.stat().st_size == size:
        assert time.monotonic() < end, "no worker accepted a figure"
        time.sleep(0.005)


def test_killed_at_any_moment_nothing_accepted_is_lost(folder: Path, tmp_path: Path) -> None:
    chance, kills = random.Random(4), int(os.environ.get("KILLS", "12"))
    said = tmp_path / "said"
    said.touch()
    for number in range(kills):
        workers = [
            accepting.start(accepting.accept_and_say, folder, f"run-{number}-{n}", said)
            for n in range(2)
        ]
        _until_it_grows(said)
        time.sleep(chance.random() / 4)
        for worker in workers:
            worker.kill()
            worker.join()
        tables, problems = pipeline.check(folder)
        assert (tables, problems) == ([], [])
    accepting.accept(folder, [figure()], [source()])
    accepted = said.read_text().split()
    table = pipeline.load(folder)
    assert table.problems == ()
    assert len(accepted) >= kills
    assert set(accepted) <= set(table.observations["figure_id"])
    assert len(list((folder / "backups").iterdir())) <= backups.KEPT + 1
