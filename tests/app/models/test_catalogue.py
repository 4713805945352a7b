"""What is known of the published checkpoints."""

from __future__ import annotations

from palimpsest.app.models import catalogue
from palimpsest.app.models.catalogue import CATALOGUE


def test_names_are_one_of_a_kind() -> None:
    assert len({each.name for each in CATALOGUE}) == len(CATALOGUE)
    assert len({(each.repo, each.files) for each in CATALOGUE}) == len(CATALOGUE)


def test_they_are_found_by_name_and_by_repository() -> None:
    for each in CATALOGUE:
        assert catalogue.find(each.name.upper()) is each
    assert catalogue.find("google/diffusiongemma-26b-a4b-it") is catalogue.find("bf16")
    assert catalogue.find("unsloth/diffusiongemma-26B-A4B-it-GGUF") is None
    assert catalogue.find("nothing") is None
