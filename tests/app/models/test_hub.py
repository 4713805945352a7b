"""What the hub is asked for, and what its refusals mean to the user."""

from __future__ import annotations

import re

import pytest
from loopback_hub import REPO, REVISION, LoopbackHub

from palimpsest.app.models.catalogue import SAFETENSORS
from palimpsest.app.models.hub import Hub
from palimpsest.engine.request import InfillError


def test_a_listing_has_what_is_wanted_and_its_sums(served: LoopbackHub, hub_files: dict[str, bytes]) -> None:
    listing = Hub(served.url).listing(REPO, SAFETENSORS)
    assert (listing.repo, listing.revision) == (REPO, REVISION)
    assert [file.name for file in listing.files] == [
        "config.json",
        "model-00001-of-00002.safetensors",
        "model-00002-of-00002.safetensors",
    ]
    assert [file.size for file in listing.files] == [len(hub_files[file.name]) for file in listing.files]
    assert [bool(file.sha256) for file in listing.files] == [False, True, True]
    assert listing.size == sum(file.size for file in listing.files)


def test_nothing_is_told_to_the_hub_of_this_machine(served: LoopbackHub) -> None:
    Hub(served.url).listing(REPO, SAFETENSORS)
    assert [path for _, path, _ in served.asked] == [f"/api/models/{REPO}"]
    agent = served.asked[0][2]["user-agent"]
    assert re.fullmatch(r"palimpsest/[\d.]+; hf_hub/[\d.]+; python/[\d.]+", agent)


def test_gguf_files_in_folders_are_found_by_their_names(served: LoopbackHub) -> None:
    served.files = {"Q4_K_M/model-Q4_K_M.gguf": b"4", "Q8_0/model-Q8_0.gguf": b"8", "Q4_K_M/config.json": b"{}"}
    listing = Hub(served.url).listing(REPO, ("*Q4_K_M*",))
    assert [file.name for file in listing.files] == ["Q4_K_M/model-Q4_K_M.gguf"]


def test_a_repository_without_what_is_wanted_says_what_it_has(served: LoopbackHub) -> None:
    served.files = {"a-Q4_K_M.gguf": b"4", "a-Q8_0.gguf": b"8"}
    with pytest.raises(InfillError, match=f"{REPO} holds nothing that is wanted") as told:
        Hub(served.url).listing(REPO, SAFETENSORS)
    assert told.value.remedy == "Choose one of its files: a-Q4_K_M.gguf, a-Q8_0.gguf."


@pytest.mark.parametrize(
    ("repo", "what", "remedy"),
    [
        ("someone/else", "There is no someone/else at", "Check the name"),
        ("not a name", "“not a name” is no name of a repository.", "Write it as owner/name."),
        ("a/b/c", "“a/b/c” is no name of a repository.", "Write it as owner/name."),
    ],
)
def test_what_is_not_there(served: LoopbackHub, repo: str, what: str, remedy: str) -> None:
    with pytest.raises(InfillError) as told:
        Hub(served.url).listing(repo, SAFETENSORS)
    assert told.value.what.startswith(what)
    assert told.value.remedy.startswith(remedy)


@pytest.mark.parametrize(
    "listing",
    [
        [],
        {},
        {"id": REPO, "siblings": [{"size": 3}]},
        {"id": REPO, "sha": REVISION, "siblings": [{"rfilename": "a.json", "size": 3, "lfs": {"sha256": "00"}}]},
        {"id": REPO, "sha": "../..", "siblings": [{"rfilename": "a.json", "size": 3, "blobId": "0" * 40}]},
    ],
)
def test_an_odd_answer_is_told(served: LoopbackHub, listing: object) -> None:
    served.listing = listing
    with pytest.raises(InfillError, match=r"does not answer as it should|holds nothing that is wanted"):
        Hub(served.url).listing(REPO, SAFETENSORS)


@pytest.mark.parametrize("name", ["/etc/passwd.json", "C:\\a.json", "..\\a.json", "C:a.json", ".hidden.json"])
def test_a_name_that_leads_outside_is_refused(served: LoopbackHub, name: str) -> None:
    served.listing = {"id": REPO, "sha": REVISION, "siblings": [{"rfilename": name, "size": 1, "blobId": "0" * 40}]}
    with pytest.raises(InfillError, match=r"outside the download|holds nothing that is wanted"):
        Hub(served.url).listing(REPO, SAFETENSORS)


@pytest.mark.parametrize("name", ["../a-Q8_0.gguf", "a/../../b-Q8_0.gguf", "/root/b-Q8_0.gguf"])
def test_a_gguf_name_that_leads_outside_is_refused(served: LoopbackHub, name: str) -> None:
    served.listing = {"id": REPO, "sha": REVISION, "siblings": [{"rfilename": name, "size": 1, "blobId": "0" * 40}]}
    with pytest.raises(InfillError, match="outside the download"):
        Hub(served.url).listing(REPO, ("*.gguf",))


def test_a_file_without_a_sum_is_refused(served: LoopbackHub) -> None:
    served.listing = {"id": REPO, "sha": REVISION, "siblings": [{"rfilename": "a.json", "size": 1}]}
    with pytest.raises(InfillError, match=r"no checksum for a\.json"):
        Hub(served.url).listing(REPO, SAFETENSORS)


def test_a_wrong_token_is_told(served: LoopbackHub, monkeypatch: pytest.MonkeyPatch) -> None:
    served.token = "hf_right"
    monkeypatch.setenv("HF_TOKEN", "hf_wrong")
    with pytest.raises(InfillError, match="refuses access") as told:
        Hub(served.url).listing(REPO, SAFETENSORS)
    assert "hf auth login" in told.value.remedy


def test_no_network_is_told(served: LoopbackHub) -> None:
    url = served.url
    served.close()
    served.close = lambda: None  # closed once already
    with pytest.raises(InfillError, match="cannot be reached") as told:
        Hub(url).listing(REPO, SAFETENSORS)
    assert told.value.remedy.startswith("Check the network")


def test_downloads_turned_off_are_told(served: LoopbackHub, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(InfillError, match="turned off by HF_HUB_OFFLINE"):
        Hub(served.url).listing(REPO, SAFETENSORS)
    assert not served.asked
