"""Having a server look again at assets that it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import requests

from services.importing.sending import ServerAddress, ServerGone, check_allowance

_PAGE: Final = 500
_TIMEOUT: Final = (10, 600)


@dataclass(frozen=True)
class StoredAsset:
    """An asset by its name."""

    resource_type: str
    delivery_type: str
    public_id: str


@dataclass(frozen=True)
class Reprocessing:
    """Asks a server, from many threads at once. `options` are `categorization` and the like."""

    server: ServerAddress
    options: Mapping[str, str]

    def assets(self, resource_type: str, tag: str, folder: str) -> Iterator[StoredAsset]:
        """The assets of the type, oldest first, with the tag and in the folder where one is given.

        Raises ServerGone.
        """
        path = f"resources/{resource_type}" + (f"/tags/{quote(tag, safe='')}" if tag else "")
        fields = {"max_results": str(_PAGE), "direction": "asc"}
        while True:
            answer = self._asked("GET", path, params=fields)
            page = answer.json() if answer.ok else {}
            if "resources" not in page:
                raise ServerGone(f"{self.server.url} lists no assets: {_reason(answer)}")
            for found in page["resources"]:
                if not folder or _is_below(found.get("asset_folder", ""), folder):
                    yield StoredAsset(resource_type, found["type"], found["public_id"])
            if "next_cursor" not in page:
                return
            fields["next_cursor"] = page["next_cursor"]

    def look_again(self, asset: StoredAsset) -> str:
        """Have the engines look at the asset; why they do not, or nothing. Raises ServerGone.

        A picture's tags are there when this returns, a video is tagged by a job of the server.
        """
        name = quote(asset.public_id, safe="")
        path = f"resources/{asset.resource_type}/{asset.delivery_type}/{name}"
        answer = self._asked("POST", path, data=self.options)
        return "" if answer.ok else _reason(answer)

    def _asked(self, method: str, path: str, **arguments: Any) -> requests.Response:
        server = self.server
        try:
            answer = requests.request(
                method,
                f"{server.api}/{path}",
                auth=(server.api_key, server.api_secret),
                timeout=_TIMEOUT,
                **arguments,
            )
        except requests.RequestException as error:
            raise ServerGone(f"{server.url} does not answer ({type(error).__name__})") from None
        check_allowance(answer)
        return answer


def _is_below(asset_folder: str, folder: str) -> bool:
    wanted = folder.strip("/")
    return asset_folder == wanted or asset_folder.startswith(f"{wanted}/")


def _reason(answer: requests.Response) -> str:
    try:
        return str(answer.json()["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return f"the server answered {answer.status_code}"
