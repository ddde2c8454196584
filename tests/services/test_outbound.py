"""Addresses that users name never lead to a private one, unless the owner listed it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest
import requests

from services.outbound import AllowList, ForbiddenAddressError, guarded_session
from tests.web_server import WebServer


@pytest.fixture
def resolves_to(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make every name, but not an address, resolve to the given addresses."""
    really_resolve = socket.getaddrinfo

    def resolve_to(*addresses: str) -> None:
        def resolve(host: str, *arguments: Any, **kwargs: Any) -> list[Any]:
            hosts = [host] if host in addresses else addresses
            return [found for each in hosts for found in really_resolve(each, *arguments, **kwargs)]

        monkeypatch.setattr("services.outbound.socket.getaddrinfo", resolve)

    return resolve_to


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1.2.3",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "0.0.0.0",
        "localhost",
        "localhost.",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fd00::1]",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "[::ffff:169.254.169.254]",
        "224.0.0.1",
        "255.255.255.255",
        "[ff02::1]",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_spelling_of_a_private_address_is_reached(scheme: str, host: str) -> None:
    session = guarded_session(AllowList([]))
    with pytest.raises(ForbiddenAddressError, match="is not a public address"):
        session.get(f"{scheme}://{host}:9/", timeout=5)


def test_a_name_that_resolves_to_a_private_address_is_not_reached(
    resolves_to: Callable[..., None],
) -> None:
    resolves_to("127.0.0.1")
    with pytest.raises(ForbiddenAddressError, match=r"innocent\.example is not a public address"):
        guarded_session(AllowList([])).get("http://innocent.example/", timeout=5)


def test_one_private_address_among_public_ones_is_enough_to_refuse(
    resolves_to: Callable[..., None],
) -> None:
    resolves_to("93.184.215.14", "10.0.0.1")
    with pytest.raises(ForbiddenAddressError):
        guarded_session(AllowList([])).get("http://innocent.example/", timeout=5)


def test_a_redirect_to_a_private_address_is_not_followed(web: WebServer) -> None:
    web.redirect("/away", "http://10.0.0.1:9/")
    with pytest.raises(ForbiddenAddressError, match=r"10\.0\.0\.1"):
        guarded_session(AllowList(["127.0.0.1"])).get(f"{web.url}/away", timeout=5)


def test_a_proxy_from_the_environment_is_not_used(
    web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", web.url)
    monkeypatch.setenv("HTTP_PROXY", web.url)
    with pytest.raises(ForbiddenAddressError):
        guarded_session(AllowList([])).get("http://10.0.0.1/", timeout=5)
    assert web.requests == []


@pytest.mark.parametrize("entry", ["127.0.0.1", "127.0.0.0/8", "127.0.0.9/8"])
def test_a_listed_address_or_network_is_reached(web: WebServer, entry: str) -> None:
    web.serve("/picture", b"pixels")
    response = guarded_session(AllowList([entry])).get(f"{web.url}/picture", timeout=5)
    assert response.content == b"pixels"


@pytest.mark.parametrize("entry", ["localhost", "LocalHost"])
def test_a_listed_host_is_reached_whatever_it_resolves_to(web: WebServer, entry: str) -> None:
    web.serve("/picture", b"pixels")
    response = guarded_session(AllowList([entry])).get(
        f"http://localhost:{web.port}/picture", timeout=5
    )
    assert response.content == b"pixels"


def test_a_host_is_reached_at_the_first_of_its_addresses_that_answers(
    web: WebServer, resolves_to: Callable[..., None]
) -> None:
    web.serve("/picture", b"pixels")
    resolves_to("::1", "127.0.0.1")
    session = guarded_session(AllowList(["intranet"]))
    response = session.get(f"http://intranet:{web.port}/picture", timeout=5)
    assert response.content == b"pixels"


def test_listing_a_host_does_not_open_its_address_to_other_names(web: WebServer) -> None:
    with pytest.raises(ForbiddenAddressError):
        guarded_session(AllowList(["localhost"])).get(web.url, timeout=5)


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"],
)
def test_public_addresses_need_not_be_listed(address: str) -> None:
    assert AllowList([]).permits("example.com", address)


def test_a_mapped_address_is_judged_by_the_network_that_lists_it() -> None:
    assert AllowList(["10.0.0.0/8"]).permits("x", "::ffff:10.0.0.1")
    assert not AllowList(["10.0.0.0/8"]).permits("x", "::ffff:192.168.0.1")


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 64 + ".example", "a..b"])
def test_a_name_that_cannot_be_resolved_is_an_error_of_the_request(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any, **_kwargs: Any) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr("services.outbound.socket.getaddrinfo", fail)
    with pytest.raises(requests.RequestException):
        guarded_session(AllowList([])).get(f"http://{host}/", timeout=5)


def test_cookies_of_one_fetch_are_not_sent_with_the_next(web: WebServer) -> None:
    web.serve("/first", b"", headers={"Set-Cookie": "seen=1; Path=/"})
    web.serve("/second", b"")
    session = guarded_session(AllowList(["127.0.0.1"]))
    session.get(f"{web.url}/first", timeout=5)
    session.get(f"{web.url}/second", timeout=5)
    assert "Cookie" not in web.requests[-1].headers
