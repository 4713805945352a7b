"""Asks the hub what a repository holds and for its files, through huggingface_hub; what fails says so in one sentence.

huggingface_hub resolves addresses, tokens, mirrors (HF_ENDPOINT) and proxies. Its own downloads delete what they have
when they are stopped, so bodies are read here, with its client.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from http import HTTPStatus
from pathlib import PurePosixPath, PureWindowsPath
from types import ModuleType
from typing import Any

from palimpsest import __version__
from palimpsest.app.documents.translate import translate
from palimpsest.app.models import hub_errors
from palimpsest.engine.request import InfillError

PATIENCE_S = 30.0
"""Silence on the line after which a connection counts as lost."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file of a repository."""

    name: str
    """Its path in the repository, with slashes."""
    size: int
    """Bytes."""
    sha256: str
    """Of the content, hex; empty where the hub tells only `blob`."""
    blob: str
    """Git's name of the content: SHA-1 of a header and the content."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Files of one revision of a repository."""

    repo: str
    revision: str
    """A commit: what is asked for later is the same, whatever happens to the repository meanwhile."""
    files: tuple[RemoteFile, ...]

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(file.size for file in self.files)


class ConnectionLostError(Exception):
    """The line broke or the hub is busy, which may be better in a moment."""

    def __init__(self, told: InfillError, wait: float = 0.0) -> None:
        """`told` is what to say if it does not get better; the hub asks to wait so many seconds."""
        super().__init__(str(told))
        self.told = told
        self.wait = wait


class Hub:
    """One hub. Nothing is imported or connected before the first question; every method blocks."""

    def __init__(self, endpoint: str | None = None) -> None:
        """`endpoint` is the hub's address; None for what huggingface_hub is set to."""
        self._endpoint = endpoint
        self._library: ModuleType | None = None

    @property
    def address(self) -> str:
        """Where people and programs find the hub."""
        return (self._endpoint or str(self._client().constants.ENDPOINT)).rstrip("/")

    def listing(self, repo: str, patterns: Sequence[str]) -> Listing:
        """What a repository holds now of files that match. Raises `InfillError` with a remedy."""
        library = self._client()
        api = library.HfApi(endpoint=self.address, library_name="palimpsest", library_version=__version__)
        try:
            info = api.model_info(repo, files_metadata=True, timeout=PATIENCE_S)
            every = [_file(sibling) for sibling in info.siblings or ()]
        except library.errors.HFValidationError as error:
            raise self._explained(error, repo) from error
        # A page of a provider or a proxy in place of the hub's answer.
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise hub_errors.odd_answer(self.address, HTTPStatus.OK) from error
        except Exception as error:
            if not hub_errors.is_of_network(error):
                raise
            raise self._explained(error, repo) from error
        wanted = [file for file in every if _matches(file.name, patterns)]
        if not wanted:
            kinds = ", ".join(sorted(file.name for file in every if file.name.endswith(".gguf"))[:8])
            raise InfillError(
                translate("Hub", "{repo} holds nothing that is wanted here.").format(repo=repo),
                translate("Hub", "Choose one of its files: {names}.").format(names=kinds)
                if kinds
                else translate("Hub", "Choose a DiffusionGemma checkpoint."),
            )
        for file in wanted:
            _check(file)
        if not _is_hex(str(info.sha), 40):
            raise hub_errors.odd_answer(self.address, HTTPStatus.OK)
        # What is small and tells what is wrong comes first.
        wanted.sort(key=lambda file: (file.name.endswith((".safetensors", ".gguf")), file.name))
        return Listing(repo, str(info.sha), tuple(wanted))

    def body(self, listing: Listing, file: RemoteFile, start: int = 0) -> Generator[tuple[int, bytes]]:
        """Read a file from byte `start`: (where they belong, bytes), as they come; from 0 where the hub begins anew.

        Raises `ConnectionLostError` for what may be better in a moment, and `InfillError`. Close it when it is left.
        """
        library = self._client()
        url = library.hf_hub_url(listing.repo, file.name, revision=listing.revision, endpoint=self.address)
        headers = library.utils.build_hf_headers(library_name="palimpsest", library_version=__version__)
        headers["Accept-Encoding"] = "identity"
        if start:
            headers["Range"] = f"bytes={start}-"
        try:
            with library.utils.get_session().stream("GET", url, headers=headers, timeout=PATIENCE_S) as response:
                library.utils.hf_raise_for_status(response)
                place = start if response.status_code == HTTPStatus.PARTIAL_CONTENT else 0
                for chunk in response.iter_bytes():
                    yield place, chunk
                    place += len(chunk)
        except Exception as error:
            if not hub_errors.is_of_network(error):
                raise
            if (wait := self._worth_waiting(error)) is not None:
                raise ConnectionLostError(self._explained(error, listing.repo), wait) from error
            raise self._explained(error, listing.repo, file.name) from error

    def _explained(self, error: Exception, repo: str, file: str = "") -> InfillError:
        return hub_errors.explained(error, self._client().errors, self.address, repo, file)

    def _worth_waiting(self, error: Exception) -> float | None:
        """Seconds after which to try again; None for what a second try would not mend."""
        status = hub_errors.status_of(error)
        if status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS) or status >= 500:
            asked = error.response.headers.get("Retry-After", "")  # pyright: ignore[reportAttributeAccessIssue]
            return float(asked) if asked.isdigit() else 0.0
        offline = isinstance(error, self._client().errors.OfflineModeIsEnabled)
        return None if status or offline else 0.0

    def _client(self) -> Any:
        if self._library is None:
            # Read as it is imported: no word about this machine or its user goes to anybody.
            os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
            import huggingface_hub.constants
            import huggingface_hub.errors
            import huggingface_hub.utils

            huggingface_hub.constants.HF_HUB_DISABLE_TELEMETRY = True
            self._library = huggingface_hub
        return self._library


def _file(sibling: Any) -> RemoteFile:
    sha256 = sibling.lfs.sha256 if sibling.lfs is not None else ""
    return RemoteFile(sibling.rfilename, int(sibling.size or 0), sha256, sibling.blob_id or "")


def _matches(name: str, patterns: Sequence[str]) -> bool:
    # A pattern without a slash is about names at the top: folders below hold other forms of the same weights. GGUF
    # files are often sorted into folders by their quantisation.
    path = PurePosixPath(name)
    return any(
        fnmatchcase(path.name, pattern) and (len(path.parts) == 1 or name.endswith(".gguf")) for pattern in patterns
    )


def _check(file: RemoteFile) -> None:
    """A name in a listing is data from elsewhere: it must not reach files outside the folder of the download."""
    windows = PureWindowsPath(file.name)
    parts = PurePosixPath(file.name).parts
    unsafe = windows.is_absolute() or windows.drive or windows.root or ".." in windows.parts or "\\" in file.name
    if unsafe or not parts or file.name.startswith("/") or any(part.startswith(".") for part in parts):
        raise InfillError(
            translate("Hub", "The hub names a file outside the download ({name}).").format(name=file.name),
            translate("Hub", "Do not use this checkpoint."),
        )
    if file.size < 0 or not (_is_hex(file.sha256, 64) or _is_hex(file.blob, 40)):
        raise InfillError(
            translate("Hub", "The hub gives no checksum for {name}.").format(name=file.name),
            translate("Hub", "Choose another checkpoint."),
        )


def _is_hex(text: str, length: int) -> bool:
    return len(text) == length and set(text) <= set("0123456789abcdef")
