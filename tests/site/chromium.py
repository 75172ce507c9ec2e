"""A headless Chromium that is driven over a pipe: addresses, typing, clicks, and what scripts see."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)

_RUN = """
import fcntl, os, sys
pipes = [fcntl.fcntl(int(pipe), fcntl.F_DUPFD, 10) for pipe in sys.argv[1:3]]
for number, pipe in enumerate(pipes, 3):
    os.dup2(pipe, number)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Browser:
    """One page. Messages of the DevTools protocol end with a zero byte; the browser reads from 3 and writes to 4."""

    def __init__(self, profile: Path) -> None:
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()
        command = [
            sys.executable,
            "-c",
            _RUN,
            str(to_browser),
            str(from_browser),
            str(CHROMIUM),
            *FLAGS,
            "--remote-debugging-pipe",
            f"--user-data-dir={profile}",
        ]
        self._process = subprocess.Popen([*command, "about:blank"], pass_fds=(to_browser, from_browser), stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self._rest = b""
        self._number = 0
        target = next(t for t in self._send("Target.getTargets", None)["targetInfos"] if t["type"] == "page")
        self._session = self._send("Target.attachToTarget", None, targetId=target["targetId"], flatten=True)["sessionId"]

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        os.close(self._out)
        os.close(self._in)

    def _send(self, method: str, session: str | None, **params: Any) -> Any:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params} | ({"sessionId": session} if session else {})
        os.write(self._out, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + 60
        while True:
            while b"\0" not in self._rest:
                ready, _, _ = select.select([self._in], [], [], max(0.0, end - time.monotonic()))
                data = os.read(self._in, 1 << 20) if ready else b""
                assert data, f"the browser does not answer {method}"
                self._rest += data
            line, _, self._rest = self._rest.partition(b"\0")
            answer = json.loads(line)
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def see(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page."""
        result = self._send("Runtime.evaluate", self._session, expression=expression, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait(self, expression: str) -> None:
        """Until the expression is true; a page that is being left is no error."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            result = self._send("Runtime.evaluate", self._session, expression=expression, returnByValue=True)
            if result["result"].get("value") is True:
                return
            time.sleep(0.1)
        raise AssertionError(f"never true: {expression}")

    def open(self, address: str) -> None:
        self._send("Page.navigate", self._session, url=address)
        self.wait(f"location.href.startsWith({json.dumps(address)}) && document.readyState == 'complete'")

    def click(self, selector: str) -> None:
        """A press of the mouse in the middle of the element."""
        box = self.see(
            f"(e => {{ e.scrollIntoView({{block: 'center'}}); const b = e.getClientRects()[0];"
            f" return [b.x + b.width / 2, b.y + b.height / 2] }})(document.querySelector({json.dumps(selector)}))"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self._send("Input.dispatchMouseEvent", self._session, type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def type(self, text: str) -> None:
        self._send("Input.insertText", self._session, text=text)

    def enter(self) -> None:
        for kind in ("keyDown", "keyUp"):
            self._send("Input.dispatchKeyEvent", self._session, type=kind, key="Enter", code="Enter", text="\r", windowsVirtualKeyCode=13)

    def window(self, width: int, height: int) -> None:
        self._send("Emulation.setDeviceMetricsOverride", self._session, width=width, height=height, deviceScaleFactor=1, mobile=width < 500)

    def without_scripts(self) -> None:
        """The pages' own scripts do not run from here on; ``see`` works all the same."""
        self._send("Emulation.setScriptExecutionDisabled", self._session, value=True)
