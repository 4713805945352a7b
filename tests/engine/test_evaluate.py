"""The table of infill quality, on a random model and the shipped held-out documents."""

from __future__ import annotations

import argparse
import ast
import json

import pytest
from random_checkpoints import random_model, write
from small_tokenizer import make_library_tokenizer

from palimpsest.engine import evaluate, open_engine
from palimpsest.engine.fill_window import WindowFiller


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    tokenizer = make_library_tokenizer()
    write(random_model(64, vocab_size=tokenizer.get_vocab_size()), folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def arguments(*words):
    parser = argparse.ArgumentParser()
    evaluate.add_arguments(parser)
    return parser.parse_args(list(words))


def test_the_table_has_a_row_for_every_kind_and_span(folder, capsys):
    options = ["--model", str(folder), "--count", "2", "--lines", "2", "--passes", "2", "--spans", "4", "8"]
    assert evaluate.run(arguments(*options, "--samples", "3", "--json")) == 0
    report = json.loads(capsys.readouterr().out)
    assert [(row["kind"], row["span"]) for row in report["rows"]] == [
        (kind, span) for kind in evaluate.KINDS for span in (4, 8)
    ]
    for row in report["rows"]:
        assert row["windows"] == 2
        assert 0.0 <= row["exact"] <= 1.0
        assert row["passes"] <= 2
    assert [row["kind"] for row in report["lines"]] == ["snippets", "library"]
    assert len(report["samples"]) == 3


def test_the_table_is_readable(folder, capsys):
    options = ["--model", str(folder), "--count", "1", "--lines", "1", "--passes", "1", "--spans", "4"]
    assert evaluate.run(arguments(*options, "--kinds", "stories", "snippets", "--samples", "1")) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("kind")
    assert "replaced lines" in printed
    assert "--- sample 1" in printed


def test_a_missing_model_is_one_line(tmp_path, capsys):
    assert evaluate.run(arguments("--model", str(tmp_path))) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_window_is_filled_with_as_many_tokens(folder):
    filler = WindowFiller(open_engine(folder, "cpu"))
    ids = filler.tokenize(next(evaluate.documents("stories")))
    filled = filler.fill(ids, 20, 6, candidates=2, passes=3, seed=1)
    assert len(filled.ids) == 6
    assert filled.passes <= 3
    assert filled.true_score < 0.0
    assert filler.decode(ids).startswith(filled.left)


def test_a_model_that_is_asked_in_turns_is_measured_in_its_own_layout(chat_engine):
    filler = WindowFiller(chat_engine)
    text = next(evaluate.documents("stories"))
    ids = filler.tokenize(text)
    for start in (5, 120):
        filled = filler.fill(ids, start, 6, candidates=2, passes=2, seed=1)
        assert len(filled.ids) == 6
        assert filled.left.endswith(filler.decode(ids[start - 5 : start]))
        assert "Your reply is the document text itself" in filled.left
        assert filler.decode(ids[start + 6 :]).startswith(filled.right)
        assert filled.true_score < 0.0


def test_copied_names_are_counted():
    names = frozenset({"Anna", "Tom"})
    assert evaluate.copies("Anna's lamp and Tom", "Then Anna came.", names) == [True, False]
    assert evaluate.copies("nobody", "Anna", names) == []


@pytest.mark.parametrize("kind", ["stories", "snippets"])
def test_held_out_documents_are_there(kind):
    texts = list(evaluate.documents(kind))
    assert len(texts) >= 200
    if kind == "snippets":
        assert all(ast.parse(text) for text in texts)
