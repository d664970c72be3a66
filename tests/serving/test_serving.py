"""The server as a program: it listens, answers, stops, and waits for the slow."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from tests.tiny import UPDATE

ROOT = Path(__file__).parents[2]


SERVER = """
    import sys
    from dash import Dash, html
    from dashboard import slow_clients
    from dashboard.serving import harden, serve
    slow_clients.ARRIVAL_SECONDS = 2
    app = Dash(title="Tiny")
    app.layout = html.Div("hello")
    harden(app, health=lambda: {"figures": 583})
    serve(app, "127.0.0.1", int(sys.argv[1]), workers=2)
"""


def start(port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SERVER), str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"DASH_DEBUG": "true"},
    )


@contextmanager
def running() -> Iterator[tuple[subprocess.Popen[str], int]]:
    process = start(0)
    line = process.stdout.readline()
    address = re.fullmatch(r"Tiny is ready at http://127\.0\.0\.1:(\d+)/ .*\n", line)
    try:
        assert address, line + process.stderr.read()
        yield process, int(address[1])
    finally:
        process.terminate()
        process.communicate(timeout=10)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with running() as (_, port):
        yield port


def get(port: int, path: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()


def is_closed(client: socket.socket) -> bool:
    try:
        return client.recv(100) == b""
    except ConnectionResetError:
        return True


def wait_for_children(pid: int, number: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    for _ in range(100):
        children = listed.read_text().split()
        if len(children) == number:
            return [int(child) for child in children]
        time.sleep(0.1)
    raise AssertionError(f"{children} of {number} workers")


class TestServer:
    @pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
    def test_answers_and_stops_without_orphans(self, sign: signal.Signals) -> None:
        with running() as (process, port):
            self.assert_stops(process, port, sign)

    def assert_stops(self, process: subprocess.Popen[str], port: int, sign: signal.Signals) -> None:
        assert get(port, "/health") == (200, b'{"figures":583,"status":"ok"}\n')
        assert get(port, "/")[0] == 200
        workers = wait_for_children(process.pid, 2)
        with socket.create_connection(("127.0.0.1", port)):
            process.send_signal(sign)
            output, errors = process.communicate(timeout=5)
        assert (process.returncode, output) == (0, "")
        assert "Traceback" not in errors
        assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]

    def test_a_port_in_use_is_one_sentence(self, port: int) -> None:
        second = start(port)
        output, errors = second.communicate(timeout=20)
        assert (second.returncode, output) == (1, "")
        assert errors.startswith(f"Port {port} on 127.0.0.1 is already in use: ")
        assert errors.count("\n") == 1

    def test_half_sent_requests_stop_nobody(self, port: int) -> None:
        head = f"POST {UPDATE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        starts = [head, head + "Content-Length: 500\r\n\r\n{", "", "GET"]
        with ExitStack() as open_sockets:
            clients = [
                open_sockets.enter_context(socket.create_connection(("127.0.0.1", port), 20))
                for _ in range(60)
            ]
            for place, client in enumerate(clients):
                client.sendall(starts[place % len(starts)].encode())
            assert get(port, "/health")[0] == 200
            client = clients[1]
            client.sendall(b" " * 498 + b"}")
            assert client.recv(100).startswith(b"HTTP/1.1 400")
            assert is_closed(clients[0]), "a client that stays silent is let go"

    def test_a_request_in_pieces_is_answered(self, port: int) -> None:
        body = json.dumps({"output": "x" * 900_000}).encode()
        head = (
            f"POST {UPDATE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        request = head.encode() + body
        with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
            for cut in (3, 40, len(head), len(head) + 7, len(request)):
                client.sendall(request[:cut])
                request = request[cut:]
                time.sleep(0.05)
            assert client.recv(100).startswith(b"HTTP/1.1 400")
            client.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /health HTTP/1.1\r\n")
            client.sendall(b"Host: x\r\nConnection: close\r\n\r\n")
            answers = b"".join(iter(lambda: client.recv(65536), b""))
            assert answers.count(b"HTTP/1.1 200 OK") == 2

    def test_a_body_without_length_is_411(self, port: int) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as client:
            client.request("POST", UPDATE, iter([b"{", b"}"]), encode_chunked=True)
            assert client.getresponse().status == 411
