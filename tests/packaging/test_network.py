"""The training form: chunked head loss, experts, masks."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from network import FULL, SLIDING, Layer, Network, NetworkConfig, head_loss
from noise import attention_bias

SMALL = NetworkConfig(
    vocab_size=64,
    hidden_size=16,
    layer_types=(SLIDING, FULL),
    num_attention_heads=2,
    num_key_value_heads=1,
    head_dim=8,
    global_head_dim=8,
    num_global_key_value_heads=1,
    intermediate_size=12,
    moe_intermediate_size=8,
    sliding_window=6,
)


def test_config_survives_json():
    assert NetworkConfig.from_dict(SMALL.to_dict()) == SMALL


def test_head_loss_is_cross_entropy_with_its_gradients():
    torch.manual_seed(0)
    network = Network(SMALL)
    hidden = torch.randn(1500, 16, requires_grad=True)  # more than one chunk
    targets, weights = torch.randint(64, (1500,)), torch.rand(1500)
    loss, each = head_loss(network, hidden, targets, weights)
    (2 * loss).backward()
    table = network.embed_tokens.weight
    found = hidden.grad, table.grad
    hidden.grad = table.grad = None
    plain = functional.cross_entropy(network.logits(hidden), targets, reduction="none")
    torch.testing.assert_close(each, plain)
    (2 * (plain * weights).sum()).backward()
    torch.testing.assert_close(found[0], hidden.grad)
    torch.testing.assert_close(found[1], table.grad, atol=1e-4, rtol=1e-4)


def test_dense_experts_equal_the_routed_sum():
    torch.manual_seed(1)
    layer = Layer(SMALL, FULL)
    normed = torch.randn(3, 5, 16)
    weights, balance = layer.router(normed.flatten(0, 1))
    assert torch.equal((weights > 0).sum(1), torch.full((15,), 2))
    torch.testing.assert_close(weights.sum(1), torch.ones(15))
    assert balance >= 0.99  # 1 where the experts share evenly
    _, found = layer._feed_forward(normed, weights)
    experts = layer.experts
    for place, row in enumerate(normed.flatten(0, 1)):
        expected = torch.zeros(16)
        for expert in weights[place].nonzero()[:, 0]:
            gate, up = (experts.gate_up_proj[expert] @ row).chunk(2)
            inner = functional.gelu(gate, approximate="tanh") * up
            expected += weights[place, expert] * (experts.down_proj[expert] @ inner)
        torch.testing.assert_close(found.flatten(0, 1)[place], expected, atol=1e-5, rtol=1e-4)


def test_hidden_columns_change_nothing():
    """Left pads and cells after the end may hold anything."""
    torch.manual_seed(2)
    network = Network(SMALL)
    ids = torch.randint(4, 64, (1, 20))
    other = ids.clone()
    other[0, :3], other[0, 17:] = 5, 6
    bias = attention_bias(torch.tensor([3]), torch.tensor([17]), 10, 20, SMALL.sliding_window)
    first, _ = network(ids, 10, bias)
    second, _ = network(other, 10, bias)
    torch.testing.assert_close(first[:, 3:17], second[:, 3:17])
    assert not torch.allclose(first[:, :3], second[:, :3])


@pytest.mark.parametrize("moved", [0, 7])
def test_positions_are_relative(moved):
    """A row shifted to the right by left pads gives the same hidden states."""
    torch.manual_seed(4)
    network = Network(SMALL)
    ids = torch.randint(4, 64, (1, 16))
    padded = torch.cat((torch.zeros(1, moved, dtype=torch.long), ids), dim=1)
    plain, _ = network(ids, 8, attention_bias(torch.tensor([0]), torch.tensor([16]), 8, 16, 6))
    shifted, _ = network(
        padded, 8 + moved, attention_bias(torch.tensor([moved]), torch.tensor([16 + moved]), 8 + moved, 16 + moved, 6)
    )
    torch.testing.assert_close(shifted[:, moved:], plain, atol=1e-4, rtol=1e-4)
