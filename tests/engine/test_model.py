"""What the engine relies on beyond parity: candidates in one batch, masks, positions, scoring, reuse and its errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import random_checkpoints
import torch

from palimpsest.engine import model as module
from palimpsest.engine.model import Model, load_model
from palimpsest.engine.request import InfillError
from palimpsest.kernels import readout

CLOSE: dict[str, Any] = {"atol": 1e-5, "rtol": 1e-5}


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_checkpoints.write(random_checkpoints.random_model(), tmp_path_factory.mktemp("model"))


@pytest.fixture
def model(checkpoint: Path) -> Model:
    return load_model(checkpoint)


def tokens(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randint(0, 96, shape, generator=torch.Generator().manual_seed(seed))


def test_candidates_share_a_prefix_of_one_row(model: Model) -> None:
    ids, canvas = tokens(1, 30), tokens(4, 10, seed=1)
    prefix = model.encode(ids)
    signal = model.embed_signal(tokens(4, 10, seed=2))
    together = model.denoise(canvas, prefix, signal)
    for row in range(4):
        alone = model.denoise(canvas[row : row + 1], prefix, signal[row : row + 1])
        torch.testing.assert_close(together[row : row + 1], alone, **CLOSE)
    torch.testing.assert_close(together, model.denoise(canvas, model.encode(ids.expand(4, -1)), signal), **CLOSE)


def test_masked_cells_do_not_matter(model: Model) -> None:
    """Candidates of different lengths in one batch equal each on its own."""
    prefix = model.encode(tokens(1, 30))
    lengths = (3, 12, 7)
    canvas = tokens(3, 12, seed=1)
    mask = torch.arange(12) < torch.tensor(lengths)[:, None]
    together = model.denoise_hidden(canvas, prefix, canvas_mask=mask)
    for row, length in enumerate(lengths):
        alone = model.denoise_hidden(canvas[row : row + 1, :length], prefix)
        torch.testing.assert_close(together[row : row + 1, :length], alone, **CLOSE)


def test_positions_place_cells(model: Model) -> None:
    """Cells may stand in any order: attention knows them by their positions alone."""
    prefix = model.encode(tokens(1, 20))
    canvas = tokens(2, 9, seed=1)
    order = torch.stack([torch.randperm(9, generator=torch.Generator().manual_seed(n)) for n in range(2)])
    shuffled = model.denoise_hidden(canvas.gather(1, order), prefix, positions=order + 20)
    straight = model.denoise_hidden(canvas, prefix)
    torch.testing.assert_close(shuffled, straight.gather(1, order[..., None].expand(-1, -1, 48)), **CLOSE)


def test_the_prefix_is_only_read(model: Model) -> None:
    prefix = model.encode(tokens(1, 20))
    before = [part.clone() for index in range(3) for part in prefix.layer(index)]
    model.denoise(tokens(2, 9), prefix)
    model.causal_hidden(tokens(2, 9), prefix)
    after = [part for index in range(3) for part in prefix.layer(index)]
    assert all(torch.equal(a, b) for a, b in zip(before, after, strict=True))


def test_scoring_a_draft_reads_it_as_encoding_would(model: Model) -> None:
    """Row t of the causal pass, read out, is what the encoder foretells for token t + 1."""
    ids = tokens(1, 40)
    whole = model.causal_hidden(ids, model.empty_prefix())
    prefix = model.encode(ids[:, :25])
    drafts = torch.cat((ids[:, 24:], tokens(1, 16, seed=3)))
    scored = model.causal_hidden(drafts, prefix.truncate(24))
    torch.testing.assert_close(scored[:1], whole[:, 24:], **CLOSE)
    assert not torch.allclose(scored[1], scored[0], atol=1e-2)


def test_padding_in_a_causal_batch(model: Model) -> None:
    prefix = model.encode(tokens(1, 20))
    drafts = tokens(2, 8)
    whole = model.causal_hidden(drafts, prefix)
    short = model.causal_hidden(drafts[:, :5], prefix)
    torch.testing.assert_close(whole[:, :5], short, **CLOSE)
    # Padding before or within a row is left out where a mask says so.
    mask = torch.ones(2, 8, dtype=torch.bool)
    mask[1, 2] = False
    masked = model.causal_hidden(drafts, prefix, mask)
    other = drafts.clone()
    other[1, 2] = (other[1, 2] + 1) % 96
    again = model.causal_hidden(other, prefix, mask)
    torch.testing.assert_close(masked[0], whole[0], **CLOSE)
    torch.testing.assert_close(masked[1, 3:], again[1, 3:], **CLOSE)
    assert not torch.allclose(masked[1, 3:], whole[1, 3:], atol=1e-2)


def test_long_prompts_go_in_parts(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    ids, canvas = tokens(1, 61), tokens(1, 10)
    whole = model.denoise(canvas, model.encode(ids))
    monkeypatch.setattr(module, "ENCODE_CHUNK", 13)
    torch.testing.assert_close(model.denoise(canvas, model.encode(ids)), whole, **CLOSE)


def test_prepare_reads_only_what_changed(model: Model) -> None:
    ids = tokens(1, 50)
    known = model.encode(ids)
    edited = ids.clone()
    edited[0, 31:] = tokens(19, seed=9)
    again = model.prepare(edited, known)
    canvas = tokens(1, 8)
    torch.testing.assert_close(model.denoise(canvas, again), model.denoise(canvas, model.encode(edited)), **CLOSE)
    assert torch.equal(again.layer(0)[0][:, :, :31], known.layer(0)[0][:, :, :31])
    assert torch.equal(known.ids, ids)
    same = model.prepare(ids[:, :20], known)
    assert same.length == 20
    assert same.layer(0)[0].data_ptr() == known.layer(0)[0].data_ptr()


def test_an_empty_prefix(model: Model) -> None:
    canvas = tokens(2, 8)
    empty = model.empty_prefix()
    assert model.encode(tokens(1, 0)).length == empty.length == 0
    assert model.denoise(canvas, empty).shape == (2, 8, 96)


def test_signal_of_a_pin_is_that_of_certainty(model: Model) -> None:
    ids = tokens(2, 5)
    logits = torch.full((2, 5, 96), -1e4).scatter(-1, ids[..., None], 0.0)
    torch.testing.assert_close(model.self_condition(logits), model.embed_signal(ids), **CLOSE)


def test_zero_rows_are_no_signal(model: Model) -> None:
    prefix, canvas = model.encode(tokens(1, 10)), tokens(1, 6)
    zero = torch.zeros(1, 6, 48)
    assert torch.equal(model.denoise(canvas, prefix, zero), model.denoise(canvas, prefix))


def test_self_condition_in_parts(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    logits = torch.randn(2, 7, 96)
    whole = model.self_condition(logits)
    monkeypatch.setattr(readout, "CHUNK_ELEMENTS", 96 * 3)
    torch.testing.assert_close(model.self_condition(logits), whole, **CLOSE)


def test_read_out_of_chosen_rows(model: Model) -> None:
    prefix, canvas = model.encode(tokens(1, 10)), tokens(2, 6)
    hidden = model.denoise_hidden(canvas, prefix)
    logits = model.denoise(canvas, prefix)
    rows = torch.tensor([[True, False, True, False, False, True], [False] * 5 + [True]])
    torch.testing.assert_close(model.read_out(hidden[rows]), logits[rows], **CLOSE)


def test_numbers_that_are_not_finite_are_reported(checkpoint: Path) -> None:
    broken = load_model(checkpoint)
    with torch.inference_mode():
        broken._weights.layers[1].input_norm.fill_(float("inf"))
    with pytest.raises(InfillError, match="overflowed") as error:
        broken.denoise(tokens(1, 4), broken.encode(tokens(1, 5)))
    assert error.value.remedy


def test_rows_must_match(model: Model) -> None:
    prefix = model.encode(tokens(2, 5))
    for wrong in (lambda: model.denoise(tokens(3, 4), prefix), lambda: model.encode(tokens(3, 4), prefix)):
        with pytest.raises(ValueError, match="prefix"):
            wrong()


def test_loading_tells_its_progress_and_size(checkpoint: Path) -> None:
    told: list[tuple[float, str]] = []
    model = load_model(checkpoint, progress=lambda share, doing: told.append((share, doing)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert 0.9 < shares[-1] < 1.0
    stored = sum(
        tensor.numel() for name, tensor in random_checkpoints.stored_tensors(checkpoint).items() if "vision" not in name
    )
    assert model.parameters == stored
