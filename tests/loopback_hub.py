"""A small hub on this machine that speaks what huggingface_hub's client asks for, and can be made to fail."""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

REPO = "someone/diffusiongemma-small"
REVISION = "0123456789abcdef0123456789abcdef01234567"


class LoopbackHub:
    """Serves one repository. Whatever is set between requests counts from the next one on."""

    def __init__(self, files: Mapping[str, bytes], repo: str = REPO) -> None:
        self.files = dict(files)
        self.repo = repo
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        """Method, path and headers (lower case) of every request."""
        self.cuts: list[int] = []
        """After so many bytes of a body the connection breaks; each is used once."""
        self.stops: list[tuple[int, threading.Event]] = []
        """After so many bytes of a body nothing comes until the event is set; each is used once."""
        self.statuses: list[int] = []
        """Answered to the next requests for bodies, in place of them."""
        self.token = ""
        """What must be shown to get anything, if not empty."""
        self.accepted = True
        """False if the licence has not been accepted with this token."""
        self.damaged: set[str] = set()
        """Files whose content arrives changed."""
        self.ranges = True
        """False if parts cannot be asked for."""
        self.listing: object = None
        """In place of the true description of the repository."""
        hub = self

        class Handler(_Handler):
            served = hub

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The hub's address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def bodies(self) -> list[str]:
        """Paths of the bodies that were asked for, in order."""
        return [path for _, path, _ in self.asked if path.startswith("/cdn/")]

    def close(self) -> None:
        """Serve nothing any more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def description(self) -> object:
        """What the hub says of the repository: weights are stored apart, by their SHA-256."""
        siblings = []
        for name, content in self.files.items():
            git = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            sibling: dict[str, object] = {"rfilename": name, "size": len(content), "blobId": git}
            if name.endswith((".safetensors", ".gguf")):
                sum_ = hashlib.sha256(content).hexdigest()
                sibling["lfs"] = {"sha256": sum_, "size": len(content), "pointerSize": 135}
            siblings.append(sibling)
        return {"id": self.repo, "sha": REVISION, "siblings": siblings, "gated": bool(self.token), "tags": []}


@contextmanager
def loopback_hub(files: Mapping[str, bytes], repo: str = REPO) -> Iterator[LoopbackHub]:
    """A hub for as long as the block runs."""
    hub = LoopbackHub(files, repo)
    try:
        yield hub
    finally:
        hub.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes in the middle of a body is what is tested; it is not printed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # pyright: ignore[reportArgumentType]


class _Handler(BaseHTTPRequestHandler):
    served: LoopbackHub
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        hub, path = self.served, unquote(urlsplit(self.path).path)
        hub.asked.append((self.command, path, {name.lower(): value for name, value in self.headers.items()}))
        if path.startswith("/cdn/"):
            self._body(path.removeprefix("/cdn/"))
        elif path.startswith(f"/api/models/{hub.repo}"):
            if self._allowed(listing=True):
                self._answer(json.dumps(hub.description() if hub.listing is None else hub.listing).encode())
        elif path.startswith(f"/{hub.repo}/resolve/{REVISION}/"):
            if self._allowed():
                # Another host, as with the true hub: an access token must not go there.
                place = f"http://localhost:{self.server.server_port}/cdn/{path.split('/', 5)[5]}"  # pyright: ignore[reportAttributeAccessIssue]
                self._refuse(302, Location=place)
        else:
            self._refuse(404, **{"X-Error-Code": "RepoNotFound"})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def _allowed(self, listing: bool = False) -> bool:
        hub = self.served
        if not hub.token:
            return True
        shown = self.headers.get("Authorization", "")
        if shown and shown != f"Bearer {hub.token}":
            self._refuse(401, **{"X-Error-Message": "Invalid credentials in Authorization header"})
            return False
        # As the true hub does, which lets everybody look at what a gated repository holds.
        if listing or (shown and hub.accepted):
            return True
        self._refuse(403 if shown else 401, **{"X-Error-Code": "GatedRepo"})
        return False

    def _body(self, name: str) -> None:
        hub = self.served
        if hub.statuses:
            self._refuse(hub.statuses.pop(0))
            return
        if name not in hub.files:
            self._refuse(404, **{"X-Error-Code": "EntryNotFound"})
            return
        content = hub.files[name]
        if name in hub.damaged:
            content = bytes([content[0] ^ 1]) + content[1:]
        asked = self.headers.get("Range")
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked and hub.ranges else 0
        self.send_response(206 if asked and hub.ranges else 200)
        if asked and hub.ranges:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        self._send(content[start:])

    def _send(self, content: bytes) -> None:
        hub = self.served
        try:
            if hub.cuts:
                self.wfile.write(content[: hub.cuts.pop(0)])
                self.close_connection = True
                return
            if hub.stops:
                count, free = hub.stops.pop(0)
                self.wfile.write(content[:count])
                self.wfile.flush()
                free.wait(20)
                content = content[count:]
            self.wfile.write(content)
        except OSError:
            # The client has gone, which is its right.
            self.close_connection = True

    def _answer(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _refuse(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()
