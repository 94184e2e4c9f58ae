"""Connect to public addresses only: the name is looked up once, and the connection goes to what was looked up.

Whoever may edit a page could otherwise have this server ask inside its own network.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote

Resolve = Callable[[str, int], Sequence[str]]
PORTS = {"http": 80, "https": 443}
# What an address may hold as it is (RFC 3986), with the escapes that are there already.
_KEPT = "/%:@!$&'()*+,;=~?[]"


class Unreachable(Exception):
    """Nothing answered; the message says why in a few words."""


class RefusedAddress(Exception):
    """The link leads where this server does not ask."""


def look_up(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host; raise Unreachable."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("The host is not known") from error
    return [str(one[4][0]) for one in found]


@dataclass(frozen=True, slots=True)
class Network:
    """How hosts are found and which are asked; `allowed` holds addresses that are asked though not public."""

    resolve: Resolve = look_up
    allowed: frozenset[str] = field(default_factory=frozenset)
    timeout: float = 10.0

    def address_of(self, host: str, port: int) -> str:
        """Return the IP address to ask; raise RefusedAddress where any of a host's is not public."""
        found = self.resolve(host, port)
        if not found:
            raise Unreachable("The host is not known")
        for one in found:
            if one not in self.allowed and not is_public(one):
                raise RefusedAddress("Leads into a private network")
        return found[0]


def is_public(address: str) -> bool:
    """Say whether an IP address belongs to the public internet; one within another (IPv4 in IPv6) counts."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    if inner is not None:
        return is_public(str(inner))
    return parsed.is_global and not parsed.is_multicast


def ask(method: str, parts: SplitResult, network: Network) -> tuple[int, str]:
    """Send one request without a body; return the status and where it redirects, "" for nowhere.

    Raise Unreachable or RefusedAddress.
    """
    host, port = _host_and_port(parts, network)
    address = network.address_of(host, port)
    connection = _connection(parts.scheme, host, port, address, network.timeout)
    path = quote(parts.path or "/", safe=_KEPT) + (
        f"?{quote(parts.query, safe=_KEPT)}" if parts.query else ""
    )
    try:
        connection.request(method, path, headers={"User-Agent": "link-check", "Accept": "*/*"})
        response = connection.getresponse()
        return response.status, response.headers.get("Location", "")
    except TimeoutError as error:
        raise Unreachable("No answer in time") from error
    except ssl.SSLError as error:
        raise Unreachable("No secure connection") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable("The connection failed") from error
    finally:
        connection.close()


def _host_and_port(parts: SplitResult, network: Network) -> tuple[str, int]:
    try:
        port = parts.port or PORTS[parts.scheme]
        host = (parts.hostname or "").encode("idna").decode()
    except (KeyError, ValueError, UnicodeError) as error:
        raise RefusedAddress("Not a web address") from error
    if not host or parts.username or parts.password:
        raise RefusedAddress("Not a web address")
    if port not in PORTS.values() and not network.allowed:
        raise RefusedAddress("An unusual port")
    return host, port


def _connection(
    scheme: str, host: str, port: int, address: str, timeout: float
) -> http.client.HTTPConnection:
    if scheme == "https":
        return _Secure(host, port, address, timeout)
    return _Plain(host, port, address, timeout)


class _Plain(http.client.HTTPConnection):
    """A connection to the address that was looked up, under the host's name."""

    def __init__(self, host: str, port: int, address: str, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)


class _Secure(_Plain):
    default_port = 443

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
