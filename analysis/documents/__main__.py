"""The child process of `read_guarded`: a document in, its text or a refusal out as JSON."""

from __future__ import annotations

import contextlib
import json
import resource
import sys

from analysis.documents.guard import CPU_SECONDS, MEMORY_BYTES, answer


def main() -> None:
    """Answer for the one document on standard input: its name as JSON, a line end, its bytes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.redirect_stdout(sys.stderr):
        name = json.loads(sys.stdin.buffer.readline())
        found = answer(sys.stdin.buffer.read(), name)
    sys.stdout.buffer.write(json.dumps(found).encode())


if __name__ == "__main__":
    main()
