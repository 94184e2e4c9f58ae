"""Start servers for a test or a measurement, and read what they cost from /proc."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Server:
    """A process with its children, and where it listens."""

    pid: int
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def cpu_seconds(self) -> float:
        """Return user and system time of the process and its living children."""
        return sum(_cpu(pid) for pid in family(self.pid))

    def memory_mib(self) -> float:
        """Return the proportional set size of the process and its children."""
        return sum(_pss(pid) for pid in family(self.pid)) / 1024


def family(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{one}/task/{one}/children").read_text()
            found.extend(int(child) for child in children.split())
    return found


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _pss(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def environment(**extra: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}", **extra}


@contextlib.contextmanager
def running(command: list[str], *, env: dict[str, str], port: int = 0, log: Path) -> Iterator[Server]:
    """Run a server until the block ends; with a port, wait until it answers."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=output)
    try:
        if port:
            wait_for(port, process, log)
        yield Server(process.pid, port)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The server stopped with {process.returncode}:\n{log.read_text()[-2000:]}")
        with socket.socket() as sock:
            if sock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"Nothing listens on port {port} after {seconds} s.")


def gunicorn(application: str, *, port: int, workers: int = 1) -> list[str]:
    """Return the command of a gunicorn as the product is deployed, but without new workers that hide a leak."""
    return [
        sys.executable, "-m", "gunicorn", "--log-level", "warning", "--max-requests", "0",
        "--bind", f"127.0.0.1:{port}", "--workers", str(workers), application,
    ]  # fmt: skip
