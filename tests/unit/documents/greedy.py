"""Stands in for the child that reads strangers' files, and does what a hostile file might make it do."""

from __future__ import annotations

import json
import os
import resource
import sys
import time

from forms.documents.sealing.child import give_up

give_up()
sys.stdin.buffer.readline()
asked = sys.stdin.buffer.read()
if asked == b"memory":
    bytearray(2_000_000_000)
elif asked == b"time":
    time.sleep(60)
elif asked == b"crash":
    os.abort()
elif asked == b"chatter":
    sys.stdout.write("not a verdict")
elif asked == b"what is left":
    left = {"environment": sorted(os.environ), "cpu": resource.getrlimit(resource.RLIMIT_CPU)[0]}
    verdict = {"valid": False, "signed_at": None, "problem": json.dumps(left)}
    json.dump(verdict, sys.stdout)
