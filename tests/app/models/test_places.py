"""Where other programs keep models, as their own settings say."""

from __future__ import annotations

from pathlib import Path

import pytest

from palimpsest.app.models.places import HUGGING_FACE, LLAMA_CPP, LM_STUDIO, YOURS, downloads, places

HOME = Path("/home/somebody")


def folders(label: str, environment: dict[str, str], system: str = "linux") -> list[Path]:
    return [place.folder for place in places((), environment, HOME, system) if place.label == label]


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({}, HOME / ".cache/huggingface/hub"),
        ({"XDG_CACHE_HOME": "/cache"}, Path("/cache/huggingface/hub")),
        ({"HF_HOME": "~/hf"}, HOME / "hf/hub"),
        ({"HF_HOME": "/hf", "HUGGINGFACE_HUB_CACHE": "/old"}, Path("/old")),
        ({"HF_HOME": "/hf", "HUGGINGFACE_HUB_CACHE": "/old", "HF_HUB_CACHE": "/new"}, Path("/new")),
    ],
)
def test_the_cache_of_hugging_face(environment: dict[str, str], folder: Path) -> None:
    assert folders(HUGGING_FACE, environment) == [folder]


@pytest.mark.parametrize(
    ("environment", "system", "folder"),
    [
        ({}, "linux", HOME / ".cache/llama.cpp"),
        ({"XDG_CACHE_HOME": "/cache"}, "linux", Path("/cache/llama.cpp")),
        ({}, "darwin", HOME / "Library/Caches/llama.cpp"),
        ({"LOCALAPPDATA": "/local"}, "win32", Path("/local/llama.cpp")),
        ({"LLAMA_CACHE": "/llama"}, "darwin", Path("/llama")),
    ],
)
def test_the_cache_of_llama_cpp(environment: dict[str, str], system: str, folder: Path) -> None:
    assert folders(LLAMA_CPP, environment, system) == [folder]


def test_lm_studio_has_moved_once() -> None:
    assert folders(LM_STUDIO, {}) == [HOME / ".lmstudio/models", HOME / ".cache/lm-studio/models"]


def test_what_the_user_named_comes_first_and_nothing_twice() -> None:
    found = places((HOME / "models", downloads()), {"LLAMA_CACHE": str(HOME / "models")}, HOME)
    assert [(place.label, place.folder) for place in found[:2]] == [(YOURS, HOME / "models"), (YOURS, downloads())]
    assert len({place.folder for place in found}) == len(found)
