"""The house as a whole: imports run one way, the wheel holds everything, and nothing we call `kernels` harms others."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import palimpsest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = Path(palimpsest.__file__).resolve().parent

FORBIDDEN = {
    "kernels": ("palimpsest.app", "palimpsest.engine", "PySide6", "transformers"),
    "engine": ("palimpsest.app", "PySide6", "transformers"),
    "app": ("transformers",),
    "resources": ("palimpsest.app", "palimpsest.engine", "palimpsest.kernels", "PySide6", "torch", "transformers"),
}
"""Folder → what no file in it imports, at any place. Only tests and benchmarks need transformers."""

AT_START = ("torch", "safetensors", "tokenizers")
"""What app/ imports, if at all, only inside a function: the window shows before these load."""

BENCHMARKS = {Path("engine/bench.py")}
"""Measure beside transformers, which is what they are for."""


def modules(folder: str) -> list[Path]:
    return [file for file in sorted((ROOT / folder).rglob("*.py")) if file.relative_to(ROOT) not in BENCHMARKS]


def imported(tree: ast.AST) -> set[str]:
    """Full names of all modules that the nodes of `tree` import."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def imported_at_start(tree: ast.Module) -> set[str]:
    """Names imported when the module is: not inside functions, not for type checkers alone."""
    names: set[str] = set()
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting.extend(node.orelse)
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= imported(node)
        waiting.extend(ast.iter_child_nodes(node))
    return names


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


@pytest.mark.parametrize("folder", sorted(FORBIDDEN))
def test_imports_run_one_way(folder):
    files = modules(folder)
    assert files
    for file in files:
        names = imported(ast.parse(file.read_text(encoding="utf-8")))
        wrong = {name for name in names for package in FORBIDDEN[folder] if within(name, package)}
        assert not wrong, f"{file.relative_to(ROOT)} imports {sorted(wrong)}"


def test_app_loads_no_tensors_at_start():
    for file in modules("app"):
        names = imported_at_start(ast.parse(file.read_text(encoding="utf-8")))
        wrong = {name for name in names for package in AT_START if within(name, package)}
        assert not wrong, f"{file.relative_to(ROOT)} imports {sorted(wrong)} at its start"


def test_the_walk_sees_what_it_must():
    """The two tests above are worth what this walk finds."""
    tree = ast.parse(
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    import torch.nn\n"
        "try:\n    import numpy\nexcept ImportError:\n    import array\n"
        "class A:\n    import json\n"
        "def f():\n    from PySide6 import QtGui\n"
    )
    assert imported_at_start(tree) == {"typing.TYPE_CHECKING", "numpy", "array", "json"}
    assert imported(tree) >= {"torch.nn", "PySide6.QtGui", "numpy"}


def test_request_types_load_neither_torch_nor_qt():
    code = (
        "import sys, palimpsest.engine, palimpsest.engine.request; "
        "print([name for name in ('torch', 'PySide6', 'transformers', 'tokenizers') if name in sys.modules])"
    )
    assert run_python(code).strip() == "[]"


def test_transformers_imports_beside_our_kernels():
    """transformers looks for a top-level package `kernels`; run from the repository it finds our folder."""
    code = (
        "import kernels, transformers; from transformers import LlamaConfig, LlamaForCausalLM; "
        "print(kernels.__file__, LlamaForCausalLM.__name__)"
    )
    printed = run_python(code, ROOT)
    assert str(ROOT / "kernels") in printed
    assert "LlamaForCausalLM" in printed


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as a regular install builds it, from a copy, so that nothing is left in the working tree."""
    copy = tmp_path_factory.mktemp("source") / "palimpsest"
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    for name in filter(None, listed.split("\0")):
        source, target = ROOT / name, copy / name
        if not source.exists() and not source.is_symlink():
            continue  # deleted, and git has not been told yet
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_symlink():
            target.symlink_to(source.readlink())
        else:
            target.write_bytes(source.read_bytes())
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(copy)], check=True, timeout=120)
    return next(iter(folder.glob("palimpsest-*.whl")))


def test_the_wheel_holds_the_whole_program(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
        metadata = next(name for name in held if name.endswith("entry_points.txt"))
        entry_points = archive.read(metadata).decode()
    assert "palimpsest = palimpsest.app.main:main" in entry_points
    expected = {"palimpsest/py.typed", "palimpsest/__init__.py"}
    for folder in ("app", "engine", "kernels", "resources"):
        expected |= {
            f"palimpsest/{file.relative_to(ROOT).as_posix()}"
            for file in (ROOT / folder).rglob("*")
            if file.is_file() and "__pycache__" not in file.parts
        }
    assert any(name.startswith("palimpsest/resources/fonts/") for name in expected)
    assert expected - held == set()
    tops = {name.split("/")[0] for name in held}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"palimpsest"}


def test_the_wheel_works_away_from_the_repository(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "import palimpsest.app, palimpsest.engine, palimpsest.kernels; from palimpsest import resources; "
        "from palimpsest.resources import samples; "
        "print(resources.path(), len(resources.font_files()), samples.welcome().span)"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.startswith(f"{tmp_path / 'palimpsest' / 'resources'} 6 Zoe the musician")


def run_python(code: str, *first: Path) -> str:
    """What a fresh interpreter prints for `code`, with the package and the folders `first` on its path."""
    path = os.pathsep.join(str(folder) for folder in (*first, SOURCES.parent))
    environment = {**os.environ, "PYTHONPATH": path}
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=ROOT.parent, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
