"""Start, watch and stop the processes of the demo."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from content.demo.browser import Browser, BrowsingFailed

SECONDS_TO_START = 60
SECONDS_TO_STOP = 15
LAST_LINES = 20
PULSE_SECONDS = 2


class DemoStopped(Exception):
    """The demo cannot start or go on; the message says what happened and where to read more."""


@dataclass(slots=True)
class Child:
    """A process with the file that its output goes to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def failure(self) -> str:
        """Return why the process ended, with the last lines it wrote; empty while it runs."""
        code = self.process.poll()
        if code is None:
            return ""
        lines = self.log.read_text(errors="replace").splitlines()[-LAST_LINES:]
        return "\n".join([f"The {self.name} ended with code {code}. The end of {self.log}:", *lines])


@dataclass(slots=True)
class Processes:
    """The demo's surroundings (folder, environment, port) and what runs in them."""

    base: Path
    environment: dict[str, str]
    port: int
    var: Path
    children: list[Child] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def manage(self, *arguments: str, pulse: Callable[[], object] = lambda: None) -> int:
        """Run one of Django's commands to its end, its output shown; return its exit code.

        `pulse` is called every few seconds, so that a silent command can be seen to work.
        """
        command = [sys.executable, "-u", "manage.py", *arguments]
        # What each part logs is for the log files; here only what a command says and what goes wrong.
        environment = {"LOG_LEVEL": "WARNING", **self.environment}
        with subprocess.Popen(command, cwd=self.base, env=environment) as process:  # noqa: S603
            while True:
                try:
                    return process.wait(timeout=PULSE_SECONDS)
                except subprocess.TimeoutExpired:
                    pulse()

    def start(self, name: str, *command: str) -> Child:
        """Start a process in a session of its own, so that Ctrl-C reaches only who stops it in order."""
        log = self.var / "logs" / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, *command],
                cwd=self.base,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        child = Child(name, process, log)
        self.children.append(child)
        return child

    def check_running(self) -> None:
        """Raise DemoStopped when a process has ended."""
        for child in self.children:
            if failure := child.failure():
                raise DemoStopped(failure)

    def wait_for_web(self) -> None:
        """Return once the sign-in page comes; raise DemoStopped when it does not."""
        for _ in range(SECONDS_TO_START * 2):
            self.check_running()
            try:
                if Browser(self.address).open("/account/login/").status < 500:
                    return
            except BrowsingFailed:
                pass
            time.sleep(0.5)
        raise DemoStopped(f"{self.address} did not answer within {SECONDS_TO_START} seconds.")

    def stop(self) -> None:
        """Ask every process to finish, the last started first; end those that do not."""
        for child in reversed(self.children):
            child.process.terminate()
        for child in reversed(self.children):
            try:
                child.process.wait(timeout=SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()


@contextmanager
def processes(*, base: Path, settings: str, port: int, var: Path) -> Iterator[Processes]:
    """Yield where processes can be started; all are stopped in the end. Raise DemoStopped if the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise DemoStopped(f"Port {port} is in use. Choose another: make demo PORT=8001.") from error
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "PYTHONUNBUFFERED": "1"}
    # Links in mails lead here too, unless a proxy in front has another address.
    environment.setdefault("BASE_URL", f"http://localhost:{port}")
    running = Processes(base=base, environment=environment, port=port, var=var)
    try:
        yield running
    finally:
        running.stop()
