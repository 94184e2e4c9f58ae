"""`make demo` for real: its processes, its own database, one registration over HTTP, PDFs in the inboxes."""

from __future__ import annotations

import email
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from email import policy
from pathlib import Path

import pikepdf
import pytest

ROOT = Path(__file__).resolve().parents[3]
RECEIVED = re.compile(
    r"^ {2}(?P<partner>.+) received (?P<path>/.+\.pdf)\n {4}passphrase: (?P<passphrase>.+)$", re.M
)
SECONDS = 240
# One after the other on one worker: the second demo goes on where the first one stopped.
pytestmark = [pytest.mark.faults, pytest.mark.own_database]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in {"BASE_URL", "DATABASE_URL", "PORT"}
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    var = tmp_path_factory.mktemp("demo")
    return {**kept, "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}", "VAR_DIR": str(var), "PORT": port}


def a_demo(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "content.demo", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(scope="module")
def first_run(environment: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Run the demo until it serves, then ask it to stop; return its exit code and all it printed."""
    with a_demo(environment) as demo:
        assert demo.stdout is not None
        printed = []
        for line in demo.stdout:
            printed.append(line)
            if "Ctrl-C stops" in line:
                demo.send_signal(signal.SIGTERM)
        yield demo.wait(timeout=SECONDS), "".join(printed)


def test_one_registration_reaches_both_partners(first_run: tuple[int, str]) -> None:
    _, printed = first_run

    received = {match["partner"]: match for match in RECEIVED.finditer(printed)}

    assert set(received) == {"IQVIA IES UK Ltd", "Sciensus Limited"}, printed
    for match in received.values():
        with pikepdf.open(match["path"], password=match["passphrase"]) as pdf:
            assert pdf.encryption.R == 6
            assert len(pdf.pages) > 0


def test_the_demo_says_where_to_go_and_how_to_sign_in(first_run: tuple[int, str]) -> None:
    _, printed = first_run

    assert re.search(r"The site is at http://localhost:\d+", printed), printed
    assert "robin.referrer@harbourvale.invalid" in printed
    assert "make code" in printed


def test_mails_are_files_that_a_mail_program_opens_and_lead_to_the_demo(
    first_run: tuple[int, str], environment: dict[str, str]
) -> None:
    _, printed = first_run
    folder = Path(environment["VAR_DIR"]) / "mail"

    assert str(folder) in printed
    mails = [
        email.message_from_bytes(one.read_bytes(), policy=policy.default) for one in folder.glob("*.eml")
    ]
    assert mails
    for mail in mails:
        body = mail.get_body(("plain",))
        assert body is not None
        assert f"http://localhost:{environment['PORT']}/" in body.get_content()


def test_asked_to_stop_the_demo_stops_everything_it_started(
    first_run: tuple[int, str], environment: dict[str, str]
) -> None:
    code, printed = first_run

    assert code == 0, printed
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(environment["PORT"]))) != 0


def test_the_demo_runs_again_on_the_same_data_and_stops_by_itself(
    first_run: tuple[int, str], environment: dict[str, str]
) -> None:
    with a_demo(environment, "--once") as demo:
        printed, _ = demo.communicate(timeout=SECONDS)

    assert demo.returncode == 0, printed
    assert len(RECEIVED.findall(printed)) == 2
    assert "0 created" in printed


def test_a_port_in_use_is_said_plainly(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with a_demo({**environment, "PORT": port}, "--once") as demo:
            printed, _ = demo.communicate(timeout=SECONDS)

    assert demo.returncode == 1
    assert f"Port {port} is in use" in printed


@pytest.mark.django_db
def test_a_registration_that_does_not_arrive_gives_the_reason() -> None:
    from django.core.management import CommandError, call_command

    with pytest.raises(CommandError, match="does not answer"):
        call_command("demo", address="http://127.0.0.1:9")
