"""What tests of the engine share."""

from __future__ import annotations

import pytest
from small_tokenizer import make_library_tokenizer

from palimpsest.engine.tokenizer import Tokenizer


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    return Tokenizer(make_library_tokenizer(), bos=2, eos=1, pad=0)
