"""Where CI says that a program is required, its absence fails; a developer's machine skips."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import pdf_probe, postgres

BASE = Path(__file__).parents[2]


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgres, "INSTALLED", tmp_path)
    for name in ("CI", "REQUIRE_TOOLS", "REQUIRE_POSTGRES"):
        monkeypatch.delenv(name, raising=False)


def with_a_cluster() -> None:
    with postgres.cluster_for_tests():
        pass


@pytest.mark.usefixtures("bare_machine")
def test_a_developers_machine_goes_without() -> None:
    assert pdf_probe.poppler_text(b"") is None
    with pytest.raises(pytest.skip.Exception, match="PostgreSQL"):
        with_a_cluster()


@pytest.mark.usefixtures("bare_machine")
def test_what_is_required_and_missing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_TOOLS", "1")
    monkeypatch.setenv("REQUIRE_POSTGRES", "1")

    with pytest.raises(pytest.fail.Exception, match="poppler-utils"):
        pdf_probe.poppler_text(b"")
    with pytest.raises(postgres.PostgresMissing):
        with_a_cluster()


def test_ci_requires_everything_that_may_be_skipped() -> None:
    run = (BASE / ".ci" / "run").read_text()

    for name in ("REQUIRE_BROWSER", "REQUIRE_POSTGRES", "REQUIRE_TOOLS"):
        assert f"{name}=1" in run
