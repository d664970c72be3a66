"""The table being served follows its files and outlives their faults."""

import os
import threading
from pathlib import Path

import pytest

from analysis.pipeline import Table
from analysis.schema import DataError
from dashboard import store as module
from dashboard.store import Store

ROW = (
    "kazinform-2023-07-29-9,kazinform-2023-07-29,Kazakhstan,Azerbaijan,turnover,total,"
    "January-May 2021,level,120,million USD,,exact,actual,,,\n"
)


@pytest.fixture
def store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store that looks at its files every time, and waits until they are read."""
    monkeypatch.setattr(module, "LOOK_SECONDS", -1.0)
    monkeypatch.setattr(module, "PATIENT_SECONDS", 60.0)
    return Store(folder)


def change(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 10**9))


def add(path: Path, row: str) -> None:
    change(path, path.read_text(encoding="utf-8") + row)


def test_unchanged_files_are_read_once(store: Store) -> None:
    assert store.table() is store.table()


def test_a_new_figure_is_served(store: Store, folder: Path) -> None:
    before = store.table()
    add(folder / "trade.csv", ROW)
    after = store.table()
    assert len(after.observations) == len(before.observations) + 1
    assert after.version != before.version
    assert (after.problems, store.broken) == ((), "")


def test_a_file_in_the_middle_of_being_written_is_not_read(store: Store, folder: Path) -> None:
    before, path = store.table(), folder / "trade.csv"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[: whole.index("\n", len(whole) // 2) + 1], encoding="utf-8")
    assert store.table() is before
    change(path, whole + ROW)
    assert len(store.table().observations) == len(before.observations) + 1


def test_a_file_that_changes_while_it_is_read_is_read_again(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, path = store.table(), folder / "trade.csv"
    read = module._ready

    def overtaken(folder: Path) -> Table:
        table = read(folder)
        monkeypatch.setattr(module, "_ready", read)
        add(path, ROW.replace("-9,", "-8,", 1))
        return table

    monkeypatch.setattr(module, "_ready", overtaken)
    add(path, ROW)
    assert store.table() is before
    assert len(store.table().observations) == len(before.observations) + 2


def test_files_are_not_looked_at_more_than_once_a_second(folder: Path) -> None:
    store = Store(folder)
    before = store.table()
    add(folder / "trade.csv", ROW)
    assert module.LOOK_SECONDS >= 1
    assert store.table() is before


def test_a_bad_row_is_a_problem_and_not_the_end(store: Store, folder: Path) -> None:
    before = len(store.table().observations)
    add(folder / "trade.csv", ROW.replace("120", "many"))
    assert len(store.table().observations) == before
    assert ["many" in str(problem) for problem in store.table().problems] == [True]
    assert store.broken == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("trade.csv", ""),
        ("trade.csv", "a,b\n1,2\n"),
        ("sources.csv", "\x00\x01"),
        ("exchange_rates.csv", "currency\nUSD\n"),
    ],
)
def test_broken_files_leave_the_last_good_table_and_say_so(
    store: Store, folder: Path, name: str, text: str
) -> None:
    good = store.table()
    whole = (folder / name).read_text(encoding="utf-8")
    change(folder / name, text)
    assert store.table() is good
    assert name in store.broken
    assert "\n" not in store.broken
    assert store.table() is good
    assert name in store.broken, "still broken at the next look"
    change(folder / name, whole + "\n")
    assert store.table() is not good
    assert store.broken == ""


def test_an_unknown_name_is_said_by_name(store: Store, folder: Path) -> None:
    good = store.table()
    add(folder / "trade.csv", ROW.replace("Kazakhstan", "Ruritania"))
    assert store.table() is good
    assert store.broken


def test_a_missing_file_is_named_and_its_return_is_noticed(store: Store, folder: Path) -> None:
    good = store.table()
    (folder / "trade.csv").rename(folder / "away.csv")
    assert store.table() is good
    assert "trade.csv" in store.broken
    assert str(folder) not in store.broken, "visitors need not know where the files are"
    (folder / "away.csv").rename(folder / "trade.csv")
    assert len(store.table().observations) == len(good.observations)
    assert store.broken == ""


@pytest.mark.parametrize("name", ["trade.csv", "sources.csv", "left_out.csv", "exchange_rates.csv"])
def test_a_folder_without_a_file_cannot_be_served(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(DataError, match=name):
        Store(folder)


def test_no_thread_waits_for_another_to_read(store: Store, folder: Path) -> None:
    before = store.table()
    add(folder / "trade.csv", ROW)
    with store._lock:
        assert store.table() is before
    assert store.table() is not before


def test_nobody_waits_for_a_slow_reading(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, read, go_on = store.table(), module._ready, threading.Event()
    monkeypatch.setattr(module, "PATIENT_SECONDS", 0.01)
    monkeypatch.setattr(module, "_ready", lambda folder: (go_on.wait(60), read(folder))[1])
    add(folder / "trade.csv", ROW)
    assert store.table() is before
    go_on.set()
    with store._lock:
        assert len(store.table().observations) == len(before.observations) + 1


def test_many_threads_see_one_whole_table(store: Store, folder: Path) -> None:
    sizes, count = set(), len(store.table().observations)

    def look() -> None:
        for _ in range(20):
            sizes.add(len(store.table().observations))

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    add(folder / "trade.csv", ROW)
    for thread in threads:
        thread.join()
    assert sizes <= {count, count + 1}
    assert len(store.table().observations) == count + 1
