"""An open-loop load: requests leave on the clock, whatever became of those before."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered request: its status (0: none came) and how long it took from its due time."""

    status: int
    seconds: float
    location: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One form to post, with its cookies."""

    path: str
    cookies: str
    body: bytes


async def _post(port: int, post: Post, due: float, timeout: float) -> Answer:
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    head = (
        f"POST {post.path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {post.cookies}\r\n"
        f"Origin: http://localhost:{port}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(post.body)}\r\nConnection: close\r\n\r\n"
    )
    try:
        async with asyncio.timeout(timeout):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head.encode() + post.body)
            await writer.drain()
            answer = await reader.read()
            writer.close()
    except (OSError, TimeoutError):
        return Answer(0, time.perf_counter() - due)
    lines = answer.split(b"\r\n\r\n", 1)[0].decode("latin-1").split("\r\n")
    status = int(lines[0].split(" ")[1]) if lines[0] else 0
    location = next((line[10:] for line in lines if line.lower().startswith("location: ")), "")
    return Answer(status, time.perf_counter() - due, location)


def open_loop(port: int, posts: Sequence[Post], *, per_second: float, timeout: float = 120) -> list[Answer]:
    """Send every post on time, `per_second` of them, and return the answers in order."""

    async def all_of_them() -> list[Answer]:
        start = time.perf_counter() + 0.2
        return await asyncio.gather(
            *(_post(port, post, start + number / per_second, timeout) for number, post in enumerate(posts))
        )

    return asyncio.run(all_of_them())


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
