"""What is measured: one server process, the page in a browser, the server under replayed requests.

Knows how to drive Dash and Streamlit; which applications are compared is said in compare.py.
"""

import base64
import http.client
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page, Request, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

ROOT = Path(__file__).resolve().parents[1]
DRAWN = (Path(__file__).parent / "drawn.js").read_text(encoding="utf-8")
CALLBACK = "/_dash-update-component"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Choice = tuple[str, str]


@dataclass(frozen=True)
class App:
    """One application: how to start it, where its charts are, what a reader chooses.

    `command` may hold {port}; `charts` is a CSS selector that finds `count` Plotly charts;
    `choices` are (control, value) pairs, each of which changes every chart.
    """

    name: str
    command: tuple[str, ...]
    choices: tuple[Choice, ...]
    address: str = "/"
    charts: str = ".js-plotly-plot"
    count: int = 2
    streamlit: bool = False


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def answers(port: int, address: str) -> bool:
    """Say whether the server already gives its page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", address)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def served(app: App) -> Iterator[tuple[int, psutil.Process]]:
    """Start the application in a process group of its own and stop all of it at the end."""
    port = free_port()
    command = [part.format(port=port) for part in app.command]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, process_group=0
    )
    try:
        deadline = time.monotonic() + 90
        while not answers(port, app.address):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{app.name}: no page at {app.address}; try {' '.join(command)}")
            time.sleep(0.1)
        yield port, psutil.Process(process.pid)
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the process group politely, then for certain."""
    for end, patience in ((signal.SIGTERM, 10), (signal.SIGKILL, 10)):
        try:
            os.killpg(process.pid, end)
            process.wait(patience)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


def family(process: psutil.Process) -> list[psutil.Process]:
    """Return the server's processes, without a browser it may have started."""
    every = [process, *process.children(recursive=True)]
    return [member for member in every if "python" in Path(member.exe()).name]


def cpu_seconds(process: psutil.Process) -> float:
    """Return user and system seconds used so far by the server's processes."""
    return sum(sum(member.cpu_times()[:2]) for member in family(process))


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium, or Playwright's own where there is none."""
    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def cold_page(browser: Browser, app: App, port: int) -> tuple[Page, dict[str, float]]:
    """Open the page with an empty cache; return it with ms to the charts, bytes and requests."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.add_init_script(DRAWN + f"benchmark.watch({json.dumps(app.charts)}, {app.count});")
    page.set_default_timeout(60_000)
    received: list[float] = []
    requests: list[str] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda e: received.append(e["encodedDataLength"]))
    session.on("Network.webSocketFrameReceived", lambda e: received.append(frame_bytes(e)))
    session.on("Network.requestWillBeSent", lambda e: requests.append(e["request"]["url"]))
    page.goto(f"http://127.0.0.1:{port}{app.address}", wait_until="commit")
    milliseconds = page.evaluate("benchmark.loaded")
    page.wait_for_timeout(1000)
    sent = sum(url.startswith(("http", "ws")) for url in requests)
    return page, {"page_ms": milliseconds, "page_kb": sum(received) / 1000, "requests": sent}


def frame_bytes(event: dict) -> float:
    """Return the size of a WebSocket frame; the protocol gives binary ones as base64."""
    response = event["response"]
    return len(response["payloadData"]) * (0.75 if response["opcode"] == 2 else 1)


def click(page: Page, app: App, choice: Choice) -> float:
    """Choose a value; return the milliseconds until every chart is redrawn, plus one frame."""
    control, value = choice
    if app.streamlit:
        page.get_by_role("combobox", name=control).click()
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    else:
        page.evaluate("([control, value]) => benchmark.choose(control, value)", [control, value])
    return page.evaluate("benchmark.redrawn")


def clicks(page: Page, app: App, number: int) -> tuple[list[float], list[bytes]]:
    """Make `number` choices; return their ms and the distinct messages that asked for charts."""
    asked: list[bytes] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.webSocketFrameSent", lambda event: asked.extend(rerun(event)))
    page.on("request", lambda request: asked.extend(chart_callback(request)))
    if app.streamlit:
        page.evaluate("benchmark.beginAtEnter()")
    choices = itertools.islice(itertools.cycle(app.choices), number)
    times = [click(page, app, choice) for choice in choices]
    return times, list(dict.fromkeys(asked))


def chart_callback(request: Request) -> list[bytes]:
    """Return the body of a Dash callback that draws a figure, or nothing."""
    if CALLBACK not in request.url or not request.post_data_buffer:
        return []
    return [request.post_data_buffer] if ".figure" in request.post_data_json["output"] else []


def rerun(event: dict) -> list[bytes]:
    """Return the message that makes Streamlit run the script, or nothing."""
    message = base64.b64decode(event["response"]["payloadData"])
    return [message] if BackMsg.FromString(message).WhichOneof("type") == "rerun_script" else []


def dial_dash(port: int) -> Callable[[bytes], None]:
    """Open a kept-alive connection; the returned function replays one callback."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(body: bytes) -> None:
        connection.request("POST", CALLBACK, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise RuntimeError(f"callback answered {response.status}: {answer[:200]!r}")

    return ask


def dial_streamlit(port: int) -> Callable[[bytes], None]:
    """Open a session; the returned function reruns the script and waits until it has finished."""
    session = connect(f"ws://127.0.0.1:{port}/_stcore/stream", max_size=None)

    def ask(message: bytes) -> None:
        session.send(message)
        while True:
            answer = ForwardMsg.FromString(session.recv(timeout=60))
            if answer.WhichOneof("type") == "script_finished":
                return

    return ask


def timed(ask: Callable[[bytes], None], message: bytes) -> float:
    """Return the milliseconds one request takes."""
    start = time.perf_counter()
    ask(message)
    return (time.perf_counter() - start) * 1000


def latencies(app: App, port: int, messages: list[bytes]) -> dict[str, list[float]]:
    """Return ms with one client: each message for the first time, then again."""
    ask = (dial_streamlit if app.streamlit else dial_dash)(port)
    ask(messages[0])
    new = [timed(ask, message) for message in messages[1:]]
    return {"new_ms": new, "repeated_ms": [timed(ask, message) for message in (messages * 20)[:20]]}


def throughput(
    app: App, port: int, messages: list[bytes], process: psutil.Process, clients: int, seconds: float
) -> dict[str, float]:
    """Keep `clients` asking for `seconds`; return requests a second, CPU ms each and memory."""

    def client(number: int) -> int:
        ask = (dial_streamlit if app.streamlit else dial_dash)(port)
        done = 0
        while time.perf_counter() < end:
            ask(messages[(number + done) % len(messages)])
            done += 1
        return done

    cpu, start = cpu_seconds(process), time.perf_counter()
    end = start + seconds
    with ThreadPoolExecutor(clients) as pool:
        done = sum(pool.map(client, range(clients)))
    elapsed, used = time.perf_counter() - start, cpu_seconds(process) - cpu
    memory = max(member.memory_info().rss for member in family(process))
    return {"per_second": done / elapsed, "cpu_ms": used / done * 1000, "rss_mb": memory / 1e6}
