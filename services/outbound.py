"""HTTP to addresses that users name: never to a private one, unless a setting lists it.

The address is checked where the connection is made, after the name is resolved, so neither a
redirect nor a name that resolves differently the second time leads to a private address.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NameResolutionError
from urllib3.util.connection import create_connection

from services.settings import Network

_CONNECT_TIMEOUT = 10
_READ_TIMEOUT = 60
TIMEOUT = (_CONNECT_TIMEOUT, _READ_TIMEOUT)

_IPV4_INSIDE_IPV6 = ipaddress.ip_network("64:ff9b::/96")


class ForbiddenAddressError(Exception):
    """The host resolves to an address that is not public; the message may be shown."""


class AllowList:
    """The private hosts and networks that `TAGDROP_FETCH_ALLOW` lists."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._hosts: set[str] = set()
        self._networks: list[Network] = []
        for entry in entries:
            try:
                self._networks.append(ipaddress.ip_network(entry, strict=False))
            except ValueError:
                self._hosts.add(entry.lower())

    def permits(self, host: str, address: str) -> bool:
        """Whether a connection to `host`, which resolved to `address`, may be made."""
        ip = ipaddress.ip_address(address.partition("%")[0])
        if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        listed = host.lower() in self._hosts or any(ip in network for network in self._networks)
        return listed or _is_public(ip)


def _is_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(ip, ipaddress.IPv6Address) and (ip.sixtofour or ip in _IPV4_INSIDE_IPV6):
        return False
    return ip.is_global and not ip.is_multicast


def guarded_session(allow: AllowList) -> requests.Session:
    """A session that raises ForbiddenAddressError instead of connecting to a private address."""
    session = requests.Session()
    # A proxy from the environment would make the connection in our place, unchecked.
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.max_redirects = 5
    session.headers["User-Agent"] = "Tagdrop"
    adapter = _GuardedAdapter(allow)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


class _GuardedAdapter(HTTPAdapter):
    def __init__(self, allow: AllowList) -> None:
        self._allow = allow
        super().__init__(pool_connections=4, pool_maxsize=16)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = _guarded_pools(self._allow)


def _guarded_pools(allow: AllowList) -> dict[str, type[HTTPConnectionPool]]:
    class GuardedHTTPConnection(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, allow)

    class GuardedHTTPSConnection(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, allow)

    class GuardedHTTPPool(HTTPConnectionPool):
        ConnectionCls = GuardedHTTPConnection

    class GuardedHTTPSPool(HTTPSConnectionPool):
        ConnectionCls = GuardedHTTPSConnection

    return {"http": GuardedHTTPPool, "https": GuardedHTTPSPool}


def _connect(connection: HTTPConnection, allow: AllowList) -> socket.socket:
    """Resolve once, check every address, and connect to the first that answers."""
    host = connection.host.strip("[]")
    try:
        found = socket.getaddrinfo(host, connection.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NameResolutionError(host, connection, error) from error  # type: ignore[arg-type]
    addresses = [str(address[0]) for *_, address in found]
    if not all(allow.permits(host, address) for address in addresses):
        raise ForbiddenAddressError(f"{host} is not a public address")
    return _first_that_answers(connection, addresses)


def _first_that_answers(connection: HTTPConnection, addresses: Iterable[str]) -> socket.socket:
    failure = OSError("no address")
    for address in addresses:
        try:
            return create_connection(
                (address, connection.port),
                connection.timeout,
                source_address=connection.source_address,
                socket_options=connection.socket_options,
            )
        except OSError as error:
            failure = error
    raise failure
