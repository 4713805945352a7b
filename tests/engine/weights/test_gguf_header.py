"""Headers of GGUF files: what is kept, what is passed over, and every kind of damage in one sentence."""

from __future__ import annotations

import struct
import tracemalloc
from pathlib import Path
from typing import Any

import gguf
import gguf_models as files
import numpy as np
import pytest
from gguf_models import SIZES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.gguf_config import model_config
from palimpsest.engine.weights.gguf_header import Array, GgufHeader, architecture
from palimpsest.engine.weights.gguf_tokenizer import tokenizer_of

TENSORS: files.Tensors = {
    "one": ("F32", np.arange(6, dtype=np.float32).reshape(2, 3)),
    "two": ("Q8_0", np.zeros((5, 2 * 34), np.uint8)),
}


def written(path: Path, values: dict[str, Any] | None = None, **options: Any) -> Path:
    return files.write_gguf(path, TENSORS, values or {}, **options)


def refused(path: Path, named: str) -> None:
    with pytest.raises(InfillError, match=named) as error:
        GgufHeader.read(path)
    assert error.value.remedy


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path / "small.gguf", {"a.number": 3, "a.text": "word", "a.truth": True, "a.list": [1, 2, 3]})


def test_values_and_places(path: Path) -> None:
    header = GgufHeader.read(path)
    assert header.values == {
        "general.architecture": "diffusion-gemma",
        "a.number": 3,
        "a.text": "word",
        "a.truth": True,
        "a.list": (1, 2, 3),
    }
    content = path.read_bytes()
    one, two = header.tensors["one"], header.tensors["two"]
    assert (one.kind, one.shape, one.nbytes) == ("F32", (2, 3), 24)
    assert content[one.start : one.end] == TENSORS["one"][1].tobytes()
    assert (two.kind, two.shape, two.nbytes) == ("Q8_0", (5, 64), 340)
    assert two.end <= len(content)


def test_long_lists_are_passed_over_and_read_when_asked_for(tmp_path: Path) -> None:
    words = [f"word {number} ▁é\n" for number in range(5000)]
    numbers = list(range(3000))
    header = GgufHeader.read(written(tmp_path / "long.gguf", {"words": words, "numbers": numbers, "few": ["a", "b"]}))
    assert set(header.values) == {"general.architecture"}
    assert isinstance(header.arrays["words"], Array)
    assert header.strings("words") == words
    assert header.strings("words", 3) == words[:3]
    assert header.strings("few", 9) == ["a", "b"]
    assert header.strings("nothing") == []
    assert header.strings("numbers") == []
    found = header.numbers("numbers")
    assert found is not None
    assert found.tolist() == numbers
    assert header.numbers("words") is None


def test_a_vocabulary_is_not_kept(tmp_path: Path) -> None:
    """It is walked over in pieces of a megabyte."""
    many = written(tmp_path / "many.gguf", {"words": ["a word of some length"] * 200_000})
    assert many.stat().st_size > 5_000_000
    GgufHeader.read(written(tmp_path / "few.gguf"))
    tracemalloc.start()
    header = GgufHeader.read(many)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert header.arrays["words"].count == 200_000
    assert most < 4_000_000


def test_other_architectures_are_named_before_their_vocabulary(tmp_path: Path) -> None:
    """The file ends where the vocabulary would begin: nothing behind the name was looked at."""
    whole = written(tmp_path / "gemma.gguf", {"words": ["word"] * 9}, architecture="gemma4").read_bytes()
    path = tmp_path / "plain.gguf"
    path.write_bytes(whole[: whole.index(b"gemma4") + 6])
    refused(path, r"plain\.gguf holds a model of the kind gemma4, not DiffusionGemma")
    assert architecture(path) == "gemma4"


def test_nothing_and_no_file(tmp_path: Path) -> None:
    refused(tmp_path / "away.gguf", "There is no file")
    refused(tmp_path, "There is no file")
    (tmp_path / "empty.gguf").touch()
    refused(tmp_path / "empty.gguf", r"empty\.gguf is damaged or incomplete \(it has 0 bytes\)")
    (tmp_path / "text.gguf").write_text("This is a text, and by no means a model.")
    refused(tmp_path / "text.gguf", r"text\.gguf is not a GGUF file")


def test_no_architecture(tmp_path: Path) -> None:
    path = tmp_path / "none.gguf"
    path.write_bytes(struct.pack("<4sIQQ", b"GGUF", 3, 0, 0) + bytes(32))
    refused(path, "does not name the architecture")
    assert architecture(path) == "unknown"
    assert GgufHeader.read(path, part=True).values == {}


@pytest.mark.parametrize(
    ("version", "named"), [(1, "GGUF version 1"), (4, "GGUF version 4"), (0, "version 0"), (3 << 24, "big-endian")]
)
def test_versions(version: int, named: str, path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4:8] = version.to_bytes(4, "little")
    path.write_bytes(content)
    refused(path, named)


def test_the_version_before_reads_alike(path: Path) -> None:
    before = GgufHeader.read(path)
    content = bytearray(path.read_bytes())
    content[4] = 2
    path.write_bytes(content)
    assert GgufHeader.read(path) == before


def test_a_big_endian_file(tmp_path: Path) -> None:
    refused(written(tmp_path / "big.gguf", endianess=gguf.GGUFEndian.BIG), "is in big-endian order")


def test_truncated_anywhere(path: Path) -> None:
    """At every byte of the header and in the weights."""
    content = path.read_bytes()
    what = ""
    for length in range(1, len(content) - 16):
        path.write_bytes(content[:length])
        with pytest.raises(InfillError) as error:
            GgufHeader.read(path)
        what = error.value.what
        assert path.name in what
    assert "is incomplete: it has" in what


HOSTILE: dict[str, bytes] = {
    "tensors": struct.pack("<QQ", 1 << 60, 0),
    "entries": struct.pack("<QQ", 0, 1 << 60),
    "a name of 10 GB": struct.pack("<QQQ", 0, 1, 10 << 30),
    "a text of 10 GB": struct.pack("<QQQ1sIQ", 0, 1, 1, b"a", 8, 10 << 30),
    "a list of texts": struct.pack("<QQQ1sIIQ", 0, 1, 1, b"a", 9, 8, 1 << 60),
    "a list of numbers": struct.pack("<QQQ1sIIQ", 0, 1, 1, b"a", 9, 10, 1 << 62),
    "a text in a list": struct.pack("<QQQ1sIIQQ", 0, 1, 1, b"a", 9, 8, 2, (1 << 64) - 1),
    "a list of lists": struct.pack("<QQQ1sIIQ", 0, 1, 1, b"a", 9, 9, 1),
    "an unknown kind": struct.pack("<QQQ1sI", 0, 1, 1, b"a", 77),
    "no text": struct.pack("<QQQ2sIQ1s", 0, 1, 2, b"\xff\xff", 8, 1, b"a"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_lengths(what: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.gguf"
    with path.open("wb") as file:
        file.write(struct.pack("<4sI", b"GGUF", 3) + HOSTILE[what])
        # A hole: a length may well be within the file.
        file.truncate(20 << 30)
    tracemalloc.start()
    refused(path, r"hostile\.gguf is damaged or incomplete")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 << 20


def test_a_list_too_long_to_be_read(tmp_path: Path) -> None:
    """Within a file of 20 GB, and passed over; who asks for it is told."""
    path = tmp_path / "hostile.gguf"
    name = struct.pack("<Q20sIQ15s", 20, b"general.architecture", 8, 15, b"diffusion-gemma")
    words = struct.pack("<Q5sIIQQ", 5, b"words", 9, 8, 1, 10 << 30)
    with path.open("wb") as file:
        file.write(struct.pack("<4sIQQ", b"GGUF", 3, 0, 2) + name + words)
        file.truncate(20 << 30)
    header = GgufHeader.read(path)
    tracemalloc.start()
    with pytest.raises(InfillError, match=r"a list of 10,737,418,248 bytes") as error:
        header.strings("words", 1)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1 << 20
    assert error.value.remedy


def entry(name: bytes, shape: tuple[int, ...], kind: int, offset: int) -> bytes:
    return struct.pack(f"<Q{len(name)}sI{len(shape)}QIQ", len(name), name, len(shape), *shape, kind, offset)


ENTRIES: dict[str, tuple[list[bytes], str]] = {
    "too large": ([entry(b"x", (1 << 40, 1 << 40), 0, 0)], "is incomplete: it has"),
    "behind the end": ([entry(b"x", (4,), 0, 1 << 63)], "is incomplete: it has"),
    "of many dimensions": ([entry(b"x", (1,) * 9, 0, 0)], "x has 9 dimensions"),
    "of an unknown type": ([entry(b"x", (4,), 99, 0)], r"holds x in a type that is not known here \(99\)"),
    "between blocks": ([entry(b"x", (31, 2), 8, 0)], "x has 31 columns in blocks of 32"),
    "between places": ([entry(b"x", (4,), 0, 8)], "x is not aligned"),
    "twice": ([entry(b"x", (4,), 0, 0), entry(b"x", (4,), 0, 32)], "x comes twice"),
}


@pytest.mark.parametrize("what", ENTRIES)
def test_hostile_tensors(what: str, tmp_path: Path) -> None:
    entries, named = ENTRIES[what]
    path = tmp_path / "hostile.gguf"
    name = struct.pack("<Q20sIQ15s", 20, b"general.architecture", 8, 15, b"diffusion-gemma")
    path.write_bytes(struct.pack("<4sIQQ", b"GGUF", 3, len(entries), 1) + name + b"".join(entries) + bytes(999))
    refused(path, named)


@pytest.mark.parametrize("alignment", [0, 7, 1 << 30])
def test_alignment(alignment: int, tmp_path: Path) -> None:
    path = tmp_path / "odd.gguf"
    name = struct.pack("<Q20sIQ15s", 20, b"general.architecture", 8, 15, b"diffusion-gemma")
    odd = struct.pack("<Q17sII", 17, b"general.alignment", 4, alignment)
    path.write_bytes(struct.pack("<4sIQQ", b"GGUF", 3, 0, 2) + name + odd + bytes(99))
    refused(path, f"an alignment of {alignment}")


def test_a_key_twice(tmp_path: Path) -> None:
    path = tmp_path / "twice.gguf"
    name = struct.pack("<Q20sIQ15s", 20, b"general.architecture", 8, 15, b"diffusion-gemma")
    path.write_bytes(struct.pack("<4sIQQ", b"GGUF", 3, 0, 2) + name + name + bytes(99))
    refused(path, "it gives general.architecture twice")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A usable file, but for its weights: small ones."""
    path = tmp_path_factory.mktemp("fuzz") / "fuzzed.gguf"
    values = {
        **files.metadata(SIZES),
        "tokenizer.ggml.model": "gemma4",
        "tokenizer.ggml.tokens": ["<pad>", "<eos>", "<bos>", "<unk>", "a", "b", "ab"],
        "tokenizer.ggml.token_type": [3, 3, 3, 3, 1, 1, 1],
        "tokenizer.ggml.merges": ["a b"],
    }
    tensors = dict(TENSORS)
    tensors["token_embd.weight"] = "F32", np.zeros((7, 4), np.float32)
    tensors["rope_freqs.weight"] = "F32", files.rope_factors(SIZES["global_head_dim"])
    files.write_gguf(path, tensors, values)
    header = GgufHeader.read(path)
    assert model_config(header).vocab_size == 7
    assert tokenizer_of(header).encode("ab").ids == [6]
    return path, path.read_bytes()


def opened(path: Path, content: bytes) -> None:
    """All that a header is read for: a sentence or a result, nothing else."""
    path.write_bytes(content)
    header: Any = path
    for step in (GgufHeader.read, model_config, tokenizer_of):
        try:
            found = step(header)
        except InfillError:
            # Without a header there is nothing to read from it; without sizes there may still be a tokenizer.
            if step is GgufHeader.read:
                return
        else:
            header = found if step is GgufHeader.read else header


def test_no_changed_byte_does_harm(whole: tuple[Path, bytes]) -> None:
    path, content = whole

    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), min_size=1, max_size=4))
    def check(changes: list[tuple[int, int]]) -> None:
        changed = bytearray(content)
        for place, value in changes:
            changed[place] = value
        opened(path, bytes(changed))

    check()


def test_no_header_made_up_does_harm(whole: tuple[Path, bytes]) -> None:
    path, content = whole

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(0, len(content)), st.binary(max_size=64), st.integers(0, 64))
    def check(place: int, put: bytes, cut: int) -> None:
        opened(path, content[:place] + put + content[place + cut :])

    check()
