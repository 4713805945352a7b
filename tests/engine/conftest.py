"""What tests of the engine share."""

from __future__ import annotations

import pytest
from random_checkpoints import random_model, write
from small_tokenizer import make_library_tokenizer

from palimpsest.engine import open_engine
from palimpsest.engine.infill import InfillEngine
from palimpsest.engine.tokenizer import Tokenizer


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    return Tokenizer(make_library_tokenizer(), bos=2, eos=1, pad=0)


@pytest.fixture(scope="session")
def engine(tmp_path_factory) -> InfillEngine:
    """A random model of canvas 32 with the tests' tokenizer; sharp enough to settle now and then."""
    folder = tmp_path_factory.mktemp("model")
    library = make_library_tokenizer()
    write(random_model(32, sharpness=3.0, vocab_size=library.get_vocab_size()), folder)
    library.save(str(folder / "tokenizer.json"))
    return open_engine(folder, "cpu")
