"""S3 and SES on loopback, by their wire protocols."""

from __future__ import annotations

import urllib.request
from typing import Any

import boto3
from moto.backends import get_backend
from moto.server import ThreadedMotoServer

REGION = "eu-west-2"
ACCOUNT = "123456789012"


class AwsServer:
    """A server for both services, with a client of its own to look behind the scenes."""

    def __init__(self) -> None:
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.url = ""

    def start(self) -> None:
        self._server.start()
        host, port = self._server.get_host_and_port()
        self.url = f"http://{host}:{port}"

    def stop(self) -> None:
        self._server.stop()

    def reset(self) -> None:
        request = urllib.request.Request(f"{self.url}/moto-api/reset", method="POST")  # noqa: S310
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=self.url,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )

    @property
    def sent_mail(self) -> list[Any]:
        return list(get_backend("ses")[ACCOUNT][REGION].sent_messages)
