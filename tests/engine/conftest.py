"""What tests of the engine share."""

from __future__ import annotations

import pytest
from random_checkpoints import random_model, write
from small_tokenizer import TEXT, make_chat_tokenizer, make_library_tokenizer

from palimpsest.engine import open_engine, wording
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


@pytest.fixture(scope="session")
def chat_tokenizer() -> Tokenizer:
    """Gemma 4's control tokens; roles and the sentences of prompts are short, and the rest is as small as can be."""
    words = {"user": 108, "model": 109, "system": 110, "thought": 111}
    told = [wording.SYSTEM, wording.before_document("a.py", "x"), wording.after_document("", shown=True)]
    return Tokenizer(make_chat_tokenizer(words, texts=TEXT + told * 3), bos=2, eos=1, pad=0)


@pytest.fixture(scope="session")
def chat_engine(tmp_path_factory, chat_tokenizer) -> InfillEngine:
    """A random model of canvas 48 that is asked in turns."""
    folder = tmp_path_factory.mktemp("chat")
    write(random_model(48, sharpness=3.0, vocab_size=chat_tokenizer.vocab_size, sliding_window=128), folder)
    chat_tokenizer._tokenizer.save(str(folder / "tokenizer.json"))
    return open_engine(folder, "cpu")
