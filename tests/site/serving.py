"""The site as people start it: a process of its own on a free port."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served(database: Path) -> Iterator[str]:
    """The address of the site on a database, while it runs."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    code = f"from pathlib import Path; from mingzhang.datasette_config.serving import serve; serve(Path({str(database)!r}), port={port})"
    server = subprocess.Popen([sys.executable, "-c", code], cwd=database.parent)
    try:
        for _ in range(100):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/mz/static/site.css")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)
