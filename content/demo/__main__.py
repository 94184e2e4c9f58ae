"""`make demo`: prepare the database, start web and worker, register one patient, keep serving.

Environment: PORT (8000), VAR_DIR (var/ beside manage.py).
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from content.demo.processes import DemoStopped, Processes, processes

BASE = Path(__file__).resolve().parents[2]
SETTINGS = "config.settings.demo"
WEB_WORKERS = 2


def main() -> int:
    """Run the demo; return its exit code."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="Stop after the registration.")
    once = parser.parse_args().once
    signal.signal(signal.SIGTERM, _stop_as_by_keyboard)
    var = Path(os.environ.get("VAR_DIR") or BASE / "var")
    try:
        with processes(
            base=BASE, settings=SETTINGS, port=int(os.environ.get("PORT") or 8000), var=var
        ) as demo:
            run(demo, once=once)
    except DemoStopped as stopped:
        say(f"The demo stopped. {stopped}")
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
    return 0


def run(demo: Processes, *, once: bool) -> None:
    """Carry the demo out; raise DemoStopped at the first step that fails."""
    write("==> 1 of 5: preparing the database (under a minute the first time) ")
    try:
        required(demo, "migrate", "--verbosity", "0", pulse=lambda: write("."))
    finally:
        say("")
    step("2 of 5: loading the programme")
    required(demo, "load_programme", "--demo")
    step("3 of 5: starting web and worker")
    demo.start(
        "web", "-m", "gunicorn", "--pythonpath", "site,.",
        "--workers", str(WEB_WORKERS), "--bind", f"127.0.0.1:{demo.port}", "config.wsgi",
    )  # fmt: skip
    demo.start("worker", "manage.py", "run_worker")
    demo.wait_for_web()
    step("4 of 5: registering a synthetic patient over HTTP")
    required(demo, "demo", "--address", demo.address)
    step("5 of 5: how to look around")
    required(demo, "code")
    say(f"\nThe site is at {demo.address}, its admin at {demo.address}/admin/")
    say("Fresh second-factor codes: make code")
    say(f"Every e-mail that is sent lies in {demo.var / 'mail'} as an .eml file.")
    if once:
        return
    say("Ctrl-C stops the demo.")
    while True:
        demo.check_running()
        time.sleep(1)


def required(demo: Processes, *arguments: str, pulse: Callable[[], object] = lambda: None) -> None:
    """Run one of Django's commands; raise DemoStopped, with what else has ended, when it fails."""
    if code := demo.manage(*arguments, pulse=pulse):
        demo.check_running()
        raise DemoStopped(f"manage.py {arguments[0]} ended with code {code}; the reason stands above.")


def step(title: str) -> None:
    say(f"==> {title}")


def say(line: str) -> None:
    write(f"{line}\n")


def write(text: str) -> None:
    """Show text at once: a line may grow while something takes long."""
    sys.stdout.write(text)
    sys.stdout.flush()


def _stop_as_by_keyboard(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
