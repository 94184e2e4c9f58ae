"""Somebody who pulls the plug: kills web and worker at random moments and starts them again."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from tests.faults.product.running import WEB, WORKER, Product

WEB_CHILD = "one child of the web server"
VICTIMS = (WEB, WEB_CHILD, WORKER)
# How many forms are sent off between two kills.
FORMS_BETWEEN = (1, 5)
# How long after a form was sent off the plug is pulled, at most: while the web server stores the
# registration, or while the worker draws, encrypts and delivers what it stored.
REACH_SECONDS = {WEB: 0.15, WEB_CHILD: 0.15, WORKER: 1.0}
# At most, for kills that strike whenever: while pages are answered, saved, or nothing happens.
WHENEVER_SECONDS = 3.0


class Killer(threading.Thread):
    """Kill until told to stop. `seed` fixes whom, after which form, and how long after it.

    Two of three kills are aimed at a form being sent off, the others strike whenever.
    """

    def __init__(self, product: Product, *, seed: int, victims: Sequence[str] = VICTIMS) -> None:
        super().__init__(name="killer")
        self.killed: Counter[str] = Counter()
        self._product = product
        self._candidates = victims
        self._chance = random.Random(seed)
        self._over = threading.Event()
        self._forms = threading.Semaphore(0)

    def form_leaves(self) -> None:
        """Take note that somebody sends a form off right now."""
        self._forms.release()

    def stop(self) -> None:
        """Return once nothing is killed any more and everything runs again."""
        self._over.set()
        self._forms.release(FORMS_BETWEEN[1])
        self.join()

    def run(self) -> None:
        for victim in self._victims():
            aimed = self._chance.random() < 2 / 3
            delay = self._chance.uniform(0, REACH_SECONDS[victim] if aimed else WHENEVER_SECONDS)
            for _ in range(self._chance.randint(*FORMS_BETWEEN)):
                self._forms.acquire()
            time.sleep(delay)
            if self._over.is_set():
                return
            self._strike(victim)

    def _victims(self) -> Iterator[str]:
        """Yield each victim equally often, in an order that nobody foresees."""
        while True:
            yield from self._chance.sample(self._candidates, k=len(self._candidates))

    def _strike(self, victim: str) -> None:
        self.killed[victim] += 1
        if victim == WEB_CHILD:
            self._product.kill_one_child(WEB)
            return
        self._product.kill(victim)
        self._product.start(victim)
