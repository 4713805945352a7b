"""What the hub's client says went wrong, in the user's words, each with its remedy."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from types import ModuleType
from urllib.parse import urlsplit

from palimpsest.app.documents.translate import translate
from palimpsest.engine.request import InfillError


def is_of_network(error: Exception) -> bool:
    """Whether an error comes from the client, or from what lies below it."""
    return isinstance(error, OSError) or type(error).__module__.startswith("httpx")


def status_of(error: Exception) -> int:
    """Of the answer that an error is about; 0 if there was none."""
    return getattr(getattr(error, "response", None), "status_code", 0)


def explained(error: Exception, kinds: ModuleType, host: str, repo: str, file: str = "") -> InfillError:
    """`kinds` is the client's module of errors; `host` the hub's address, with "https://"."""
    sentences: tuple[tuple[type, Callable[[str, str, str], InfillError]], ...] = (
        (kinds.OfflineModeIsEnabled, _offline),
        (kinds.GatedRepoError, _gated),
        (kinds.RepositoryNotFoundError, _no_repository),
        (kinds.RevisionNotFoundError, _no_repository),
        (kinds.RemoteEntryNotFoundError, _no_file),
        (kinds.HFValidationError, _no_name),
    )
    for kind, sentence in sentences:
        if isinstance(error, kind):
            return sentence(host, repo, file)
    status = status_of(error)
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return _refused(host, repo, file)
    return odd_answer(host, status) if status else _unreachable(host, repo, file)


def odd_answer(host: str, status: int) -> InfillError:
    """Something answers, but not as a hub does: a page of a provider or a proxy, or a hub in trouble."""
    return InfillError(
        translate("Hub", "{host} does not answer as it should (status {status}).").format(
            host=_name(host), status=status
        ),
        translate("Hub", "Check the network, or go on later; what has been downloaded is kept."),
    )


def _name(host: str) -> str:
    """ "huggingface.co"."""
    return urlsplit(host).netloc or host


def _offline(host: str, repo: str, file: str) -> InfillError:
    return InfillError(
        translate("Hub", "Downloads are turned off by HF_HUB_OFFLINE."),
        translate("Hub", "Unset this variable and start again."),
    )


def _gated(host: str, repo: str, file: str) -> InfillError:
    return InfillError(
        translate("Hub", "{repo} is given only to those who have accepted its licence.").format(repo=repo),
        translate("Hub", "Accept it at {page}, then sign in with “hf auth login” or set HF_TOKEN, and go on.").format(
            page=f"{host}/{repo}"
        ),
    )


def _no_repository(host: str, repo: str, file: str) -> InfillError:
    return InfillError(
        translate("Hub", "There is no {repo} at {host}, or it is not public.").format(repo=repo, host=_name(host)),
        translate("Hub", "Check the name; if you have access to it, sign in with “hf auth login”."),
    )


def _no_file(host: str, repo: str, file: str) -> InfillError:
    return InfillError(
        translate("Hub", "{repo} has no file {name}.").format(repo=repo, name=file),
        translate("Hub", "Start the download again: what there is will be asked for anew."),
    )


def _no_name(host: str, repo: str, file: str) -> InfillError:
    return InfillError(
        translate("Hub", "“{repo}” is no name of a repository.").format(repo=repo),
        translate("Hub", "Write it as owner/name."),
    )


def _refused(host: str, repo: str, file: str) -> InfillError:
    return InfillError(
        translate("Hub", "{host} refuses access to {repo}.").format(host=_name(host), repo=repo),
        translate("Hub", "Sign in again with “hf auth login”, or correct HF_TOKEN."),
    )


def _unreachable(host: str, repo: str, file: str) -> InfillError:
    return InfillError(
        translate("Hub", "{host} cannot be reached.").format(host=_name(host)),
        translate(
            "Hub",
            "Check the network (and HTTPS_PROXY or HF_ENDPOINT, if set), then go on; what has been downloaded is kept.",
        ),
    )
