"""`palimpsest doctor`: what this machine has, what it lacks, and the remedy of each lack."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from palimpsest import __version__, resources
from palimpsest.app import qt_libraries, settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from pathlib import Path

MIB = 1 << 20
GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: str
    """`ok`, `note` (absent, and the program runs without it) or `lack` (the program cannot run)."""
    detail: str
    remedy: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the sub-command."""
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def run(args: argparse.Namespace) -> int:
    """Print what was found; 0 if the program can run here, 1 if something it needs is missing."""
    findings = list(examine())
    ready = is_ready(findings)
    if args.json:
        report = {
            "version": __version__,
            "system": _system(),
            "ready": ready,
            "checks": [asdict(finding) for finding in findings],
        }
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        print(render(findings, colour=colour))
    return 0 if ready else 1


def is_ready(findings: list[Finding]) -> bool:
    """Whether nothing that the program needs is missing."""
    return all(finding.state != "lack" for finding in findings)


def examine() -> Iterator[Finding]:
    """Look at everything, cheapest first; torch is imported on the way."""
    yield python()
    yield qt()
    yield from qt_systems()
    yield display()
    yield fonts()
    yield from torch_and_gpu()
    yield model()
    yield folder("Settings", settings.settings_path().parent)
    yield folder("Log", settings.log_file().parent)


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """The interpreter."""
    shown = ".".join(str(part) for part in version)
    if tuple(version) < (3, 11):
        return Finding("Python", "lack", shown, "install Python 3.11 or newer")
    return Finding("Python", "ok", shown)


def qt() -> Finding:
    """The Qt that pip installed; a version known to abort is refused."""
    version = _version("PySide6_Essentials") or _version("PySide6")
    if version is None:
        return Finding("Qt", "lack", "PySide6 is not installed", 'pip install "PySide6-Essentials>=6.10,<6.12"')
    if version.startswith("6.12.0") and sys.version_info < (3, 12):
        remedy = 'pip install "PySide6-Essentials>=6.10,<6.12"'
        return Finding("Qt", "lack", f"PySide6 {version} aborts on this Python after some seconds", remedy)
    return Finding("Qt", "ok", f"PySide6 {version}")


def qt_systems(
    missing: Callable[[str], list[qt_libraries.Missing]] = qt_libraries.missing,
    in_use: str | None = None,
) -> Iterator[Finding]:
    """The system libraries of each of Qt's platforms; only those of the platform in use are needed."""
    needed = in_use or qt_libraries.platform_in_use() or "offscreen"
    names = {"offscreen": "Qt without display", "xcb": "Qt on X11", "wayland": "Qt on Wayland"}
    for which in qt_libraries.PLATFORMS:
        lacks = missing(which)
        if not lacks:
            yield Finding(names[which], "ok", "all libraries are there")
            continue
        detail = "missing " + ", ".join(lack.library for lack in lacks)
        yield Finding(names[which], "lack" if which == needed else "note", detail, qt_libraries.remedy(lacks))


def display() -> Finding:
    """Whether there is something to show a window on."""
    found = qt_libraries.platform_in_use()
    if sys.platform.startswith("linux") and found is None:
        return Finding("Display", "note", "none", "without one, `palimpsest infill FILE …` does the job headless")
    if found == "offscreen":
        return Finding("Display", "note", "QT_QPA_PLATFORM=offscreen: windows are drawn, not shown")
    return Finding("Display", "ok", found or sys.platform)


def fonts() -> Finding:
    """The fonts that ship."""
    files = resources.font_files()
    if not files:
        return Finding("Fonts", "lack", "the shipped fonts are gone", "install Palimpsest again")
    families = dict.fromkeys(file.stem.split("-")[0] for file in files)
    return Finding("Fonts", "ok", f"{', '.join(families)} ({len(files)} files)")


def torch_and_gpu() -> Iterator[Finding]:
    """PyTorch, the GPU as its driver tells, and Triton."""
    card = gpu()
    try:
        import torch
    except (ImportError, OSError) as error:
        yield Finding("PyTorch", "lack", _one_line(error), 'pip install "torch>=2.13,<2.14"')
        yield card
        return
    usable = torch.cuda.is_available()
    threads = f"{torch.get_num_threads()} threads"
    detail = f"{torch.__version__}, {f'CUDA {torch.version.cuda}' if usable else f'CPU, {threads}'}"
    if card.state == "ok" and not usable:
        remedy = "pip install --force-reinstall torch (a build with CUDA), or bring the driver up to date"
        yield Finding("PyTorch", "note", f"{detail}: cannot use the GPU", remedy)
    else:
        yield Finding("PyTorch", "ok", detail)
    yield card
    yield triton(usable)


def gpu(nvml: Any = None) -> Finding:
    """The first NVIDIA GPU: name, memory, driver. `nvml` is the module `pynvml` or one that acts like it."""
    if nvml is None:
        try:
            import pynvml as nvml
        except ImportError:
            return Finding("GPU", "note", "cannot ask: nvidia-ml-py is not installed", "pip install nvidia-ml-py")
    try:
        nvml.nvmlInit()
    except nvml.NVMLError:
        remedy = "the embedded model needs none; for the 26B model use a machine with an NVIDIA GPU and its driver"
        return Finding("GPU", "note", "no NVIDIA driver", remedy)
    try:
        count = nvml.nvmlDeviceGetCount()
        if not count:
            return Finding("GPU", "note", "the driver knows no GPU")
        handle = nvml.nvmlDeviceGetHandleByIndex(0)
        memory = nvml.nvmlDeviceGetMemoryInfo(handle)
        name, driver = _text(nvml.nvmlDeviceGetName(handle)), _text(nvml.nvmlSystemGetDriverVersion())
        room = f"{memory.free / GIB:.1f} of {memory.total / GIB:.1f} GiB free"
        detail = f"{name}, {room}, driver {driver}"
        return Finding("GPU", "ok", detail if count == 1 else f"{detail}; {count - 1} more")
    except nvml.NVMLError as error:
        return Finding("GPU", "note", f"the driver does not answer: {_one_line(error)}", "restart the machine")
    finally:
        nvml.nvmlShutdown()


def triton(gpu_usable: bool) -> Finding:
    """The compiler of the GPU kernels."""
    version = _version("triton")
    if version is not None:
        return Finding("Triton", "ok", version)
    if gpu_usable:
        return Finding("Triton", "note", "missing: kernels run as plain PyTorch", "pip install triton==3.7.1")
    return Finding("Triton", "note", "missing; only a GPU needs it")


def model(where: Path | None = None) -> Finding:
    """The embedded model: its files are there and the engine opens it."""
    where = where or resources.path("model")
    lacking = [
        name
        for name in ("config.json", "generation_config.json", "model.safetensors", "tokenizer.json")
        if not (where / name).is_file()
    ]
    if lacking:
        return Finding("Model", "lack", f"{where} lacks {', '.join(lacking)}", "install Palimpsest again")
    from palimpsest.engine import open_engine

    # Whatever goes wrong is what the user wants to be told here, so nothing is let through.
    try:
        info = open_engine(where, "auto").info
    except Exception as error:
        return Finding("Model", "lack", f"it does not load: {_one_line(error)}", "install Palimpsest again")
    size = f"{(where / 'model.safetensors').stat().st_size / MIB:.0f} MiB"
    return Finding("Model", "ok", f"embedded, {info.parameters / 1e6:.1f} M parameters, {size}, on {info.device}")


def folder(name: str, where: Path) -> Finding:
    """A folder the program writes to, which it makes itself when first needed."""
    standing = where
    while not standing.exists() and standing != standing.parent:
        standing = standing.parent
    if standing.is_dir() and os.access(standing, os.W_OK | os.X_OK):
        return Finding(name, "ok", str(where))
    return Finding(name, "note", f"{where} cannot be written", f"make {standing} yours: sudo chown $USER {standing}")


def render(findings: list[Finding], *, colour: bool = False) -> str:
    """The findings as aligned plain text; `colour` only sets the words ok, note and lack apart."""
    codes = {"ok": "32", "note": "33", "lack": "31"}
    width = max(len(finding.name) for finding in findings)
    lines = [f"Palimpsest {__version__} on {_system()}", ""]
    for finding in findings:
        state = f"{finding.state:<4}"
        if colour:
            state = f"\x1b[{codes[finding.state]}m{state}\x1b[0m"
        lines.append(f"  {state}  {finding.name:<{width}}  {finding.detail}")
        if finding.remedy:
            lines.append(f"        {'':<{width}}  → {finding.remedy}")
    closing = (
        "Palimpsest can run here." if is_ready(findings) else "Palimpsest cannot run here yet: see what is marked lack."
    )
    return "\n".join([*lines, "", closing])


def _system() -> str:
    name = qt_libraries.read_release().get("PRETTY_NAME") or platform.system()
    return f"{name}, {platform.machine()}, {os.cpu_count()} cores"


def _version(distribution: str) -> str | None:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def _text(value: str | bytes) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
