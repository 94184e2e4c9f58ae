"""Verify the audit chain and print what it took: python -m tests.bench.chain_walk."""

from __future__ import annotations

import resource
import sys
import time

import django

django.setup()

from audit.verification import verify_chain


def main() -> None:
    start = time.perf_counter()
    verdict = verify_chain()
    seconds = time.perf_counter() - start
    # Linux counts in KiB.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    events = verdict.events if verdict.holds else -1
    sys.stdout.write(f"events={events} seconds={seconds:.3f} peak={peak:.1f}\n")


if __name__ == "__main__":
    main()
