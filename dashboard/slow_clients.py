"""A gunicorn worker whose threads are never held by a client that sends slowly.

gunicorn's threaded worker gives a connection to a thread as soon as its first byte is here, so as
many half-sent requests as there are threads stop everybody else. Here the kernel gathers a request
and a thread gets it when all of it has arrived. Written against gunicorn 27.0.
"""

import errno
import re
import socket
import time
from functools import partial
from selectors import EVENT_READ

from gunicorn import util
from gunicorn.workers.gthread import TConn, ThreadWorker

MOST_HEAD = 32 * 1024
MOST_BODY = 1024 * 1024
ARRIVAL_SECONDS = 10
CLOSING_SECONDS = 0.5
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,9})[ \t]*\r\n", re.IGNORECASE)


class Connection(TConn):
    """A connection that remembers how long it has waited and how much has come."""

    deadline = 0.0
    arrived = 0
    closed = False

    def close(self, graceful: bool = False) -> None:
        """Close once, gracefully by letting the client read the answer first."""
        if self.closed:
            return
        self.closed = True
        if graceful:
            util.close_graceful(self.sock, timeout=CLOSING_SECONDS)
        else:
            util.close(self.sock)

    def awaited(self) -> int:
        """Count the bytes to wait for: 0 when the request is whole or will never be."""
        if self.parser is not None and self.parser.unreader.buf.getvalue():
            return 0
        try:
            came, expected = self._progress()
        except BlockingIOError:
            came, expected = 0, 1
        except OSError:
            return 0
        # Woken without a new byte: the client has closed its side.
        stuck = self.deadline and came == self.arrived
        self.arrived = came
        return 0 if stuck or came >= expected else expected

    def _progress(self) -> tuple[int, int]:
        head = self._peek(MOST_HEAD)
        end = head.find(b"\r\n\r\n") + 4
        if not head or end < 4:
            return len(head), 0 if len(head) in {0, MOST_HEAD} else len(head) + 1
        length = LENGTH.search(head[:end])
        expected = end + int(length[1]) if length else end
        if expected > end + MOST_BODY:
            return end, end
        return (len(head) if expected <= MOST_HEAD else len(self._peek(expected))), expected

    def _peek(self, size: int) -> bytes:
        return self.sock.recv(size, socket.MSG_PEEK | socket.MSG_DONTWAIT)


class PatientWorker(ThreadWorker):
    """A threaded worker that waits for whole requests outside its threads."""

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED):
                raise
            return
        self.nr_conns += 1
        self.enqueue_req(Connection(self.cfg, client, address, listener.getsockname()))

    def enqueue_req(self, conn: Connection) -> None:
        """Hand a whole request to a thread; wait for the rest of any other."""
        awaited = conn.awaited()
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, awaited or 1)
        if awaited:
            self._await(conn)
            return
        conn.deadline, conn.data_ready = 0.0, True
        super().enqueue_req(conn)

    def handle(self, conn: Connection) -> object:
        """Answer in a thread and close there too: closing waits for the client."""
        kept = super().handle(conn)
        if not kept:
            conn.close(graceful=True)
        return kept

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:
        drained_by = time.monotonic() + CLOSING_SECONDS
        return bool(keepalive and conn.parser.finish_body(deadline=drained_by))

    def _cap_keepalive(self, deadline: float) -> None:
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)

    def _await(self, conn: Connection) -> None:
        conn.deadline = conn.deadline or time.monotonic() + ARRIVAL_SECONDS
        conn.timeout = conn.deadline
        conn.sock.setblocking(False)
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))
