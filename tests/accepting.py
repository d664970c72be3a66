"""Rows to accept, and what processes of their own do with them while a test watches."""

import multiprocessing
import os
import random
import signal
import sys
import time
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from analysis import pipeline
from analysis.schema import FIGURE_COLUMNS, SOURCE_COLUMNS

FILES = ("sources.csv", "trade.csv")
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["pytest", "tests.warmed"])

DOES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "os.chmod"}
"""What changes files, as Python reports it before it is done; to open one to write is another."""
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def source(key: str = "new", **cells: str) -> dict[str, str]:
    given = dict.fromkeys(SOURCE_COLUMNS, "") | {"kind": "press", "publisher": "Daily, Baku"}
    return given | {"source_id": key, "published": "2022-06-01", "language": "en"} | cells


def figure(number: int | str = 1, key: str = "new", **cells: str) -> dict[str, str]:
    given = dict.fromkeys(FIGURE_COLUMNS, "") | {"figure_id": f"{key}-{number}", "source_id": key}
    given |= {"reporter": "Kazakhstan", "partner": "Azerbaijan", "flow": "turnover"}
    given |= {"product": "total", "period": "January-May 2021", "measure": "level"}
    given |= {"value": "120", "unit": "million USD", "qualifier": "exact", "status": "actual"}
    return given | cells


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def accept(folder: Path, figures: list[dict[str, str]], sources: list[dict[str, str]]) -> str:
    """Accept on whatever version there is, looking again when another was quicker."""
    while True:
        try:
            return pipeline.accept(folder, figures, sources, pipeline.version(folder)).version
        except pipeline.Changed:
            time.sleep(random.random() / 100)


def start(work: Any, *arguments: Any) -> BaseProcess:
    process = PROCESSES.Process(target=work, args=arguments)
    process.start()
    return process


def accept_many(folder: Path, key: str, count: int) -> None:
    for number in range(count):
        accept(folder, [figure(number, key)], [source(key)])


def accept_and_say(folder: Path, key: str, said: Path) -> None:
    """Accept one figure after another until killed, naming each that was accepted."""
    with said.open("a") as file:
        for number in range(10**6):
            accept(folder, [figure(number, key)], [source(key)])
            file.write(f"{key}-{number}\n")
            file.flush()


def changes(event: str, arguments: tuple[Any, ...], folder: Path) -> bool:
    """Whether a folder is another afterwards; what is only read leaves it as it was."""
    if event == "open":
        return bool(arguments[2] & WRITES) and str(folder) in str(arguments[0])
    return event in DOES and str(folder) in str(arguments[0])


def die_before(step: int, folder: Path, seen: str, back: bool) -> None:
    """Accept one figure, or undo, killed before the step-th change of a file."""
    done = 0

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal done
        if changes(event, arguments, folder):
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    if back:
        pipeline.undo(folder, seen)
    else:
        pipeline.accept(folder, [figure()], [source()], seen)


def hold(folder: Path, begun: Path) -> None:
    from analysis import backups

    with backups.locked(folder):
        begun.touch()
        time.sleep(60)


def refused_without_rights(folder: Path, said: Path) -> None:
    """Accept as a user who may read the folder but not write there."""
    if os.geteuid() == 0:
        os.setuid(65534)
    try:
        pipeline.accept(folder, [figure()], [source()], pipeline.version(folder))
    except ValueError as error:
        os.write(os.open(said, os.O_WRONLY), str(error).encode())
