"""A closed loop of requests by wrk, and what each cost the server."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass

from tests.bench.registrants import cpu_ms
from tests.processes import Server

CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Load:
    """One round: requests a second, how long they took, and CPU of the server for one; times in ms."""

    per_second: float
    p50: float
    p99: float
    cpu: float


class LoadFailed(Exception):
    """Requests were refused or broken off, so the round says nothing."""


def load(server: Server, path: str, *, cookies: str = "", seconds: float) -> Load:
    """Ask for one page as fast as it comes, on CONNECTIONS connections at once; raise LoadFailed."""
    if shutil.which("wrk") is None:
        raise LoadFailed("wrk is missing: apt-get install wrk")
    before = cpu_ms(server)
    said = subprocess.run(
        [
            "wrk", "--latency", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s",
            *(["-H", f"Cookie: {cookies}"] if cookies else []), f"{server.url}{path}",
        ],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    spent = cpu_ms(server) - before
    if "Non-2xx" in said or "Socket errors" in said:
        raise LoadFailed(said)
    count = int(_found(r"(\d+) requests in", said))
    return Load(
        float(_found(r"Requests/sec:\s+([\d.]+)", said)), _ms(said, 50), _ms(said, 99), spent / max(count, 1)
    )


def _found(pattern: str, said: str) -> str:
    match = re.search(pattern, said)
    if match is None:
        raise LoadFailed(said)
    return match.group(1)


def _ms(said: str, share: int) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", _found(rf"{share}%\s+(\S+)", said)).groups()  # type: ignore[union-attr]
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
