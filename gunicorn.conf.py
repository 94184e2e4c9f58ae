"""How gunicorn serves the product. It reads this file from the directory that it is started in."""

import gc
from pathlib import Path

from gunicorn.workers.base import Worker

# Nothing controls a running server but signals.
control_socket_disable = True
# The workers' sign of life is a file: in memory it costs no disk. gunicorn opens it under a name of its own.
MEMORY = "/dev/shm"  # noqa: S108
worker_tmp_dir = MEMORY if Path(MEMORY).is_dir() else None
max_requests = 5000
max_requests_jitter = 500


def post_worker_init(worker: Worker) -> None:
    """Spare the collector what lives as long as the process: it would walk all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
