"""The `palimpsest` command: arguments, sub-commands, and the window without its event loop (`build`)."""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from palimpsest import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QApplication

    from palimpsest.app.window import Window
    from palimpsest.engine.request import Engine
    from palimpsest.engine.service import Progress

# Imported only when asked for, so that none pays for what another needs.
SUB_COMMANDS = {
    "infill": ("palimpsest.app.infill_command", "regenerate a span of a file without a window"),
    "film": ("palimpsest.app.film_command", "write a film that was kept as JSON as something else"),
    "doctor": ("palimpsest.app.doctor", "tell what this machine has and lacks, each lack with its remedy"),
    "evaluate": ("palimpsest.engine.evaluate", "measure the quality of infill"),
    "model": ("palimpsest.app.model_command", "models: what fits here, what there is, download, check, quantize"),
}
DONE, FAILED = 0, 1
LAST_WAIT_S = 2.0
"""How long a closed program waits for its engine thread before it leaves without it."""


def window_parser() -> argparse.ArgumentParser:
    """Arguments of the editor itself."""
    width = max(map(len, SUB_COMMANDS))
    parser = argparse.ArgumentParser(
        prog="palimpsest",
        description="An editor in which any selected span can be regenerated in place.",
        epilog="other commands:\n"
        + "\n".join(f"  palimpsest {name:<{width}}  {what}" for name, (_, what) in SUB_COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="files to open, each in its tab")
    parser.add_argument("--sample", action="store_true", help="open the sample document, which teaches by doing")
    parser.add_argument("--theme", choices=("light", "dark", "system"), help="light, dark, or as the system")
    parser.add_argument("--model", metavar="DIR", help="a checkpoint folder or GGUF file instead of the embedded model")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda[:n]")
    parser.add_argument("--version", action="version", version=f"palimpsest {__version__}")
    return parser


def build(argv: Sequence[str] | None = None, engine: Engine | None = None) -> tuple[QApplication, Window]:
    """Everything but the event loop: the application and its first window, not shown yet.

    `argv` are the arguments after the program's name, None for none. `engine` takes the place of the model.
    """
    args = window_parser().parse_args(list(argv or ()))

    from PySide6.QtWidgets import QApplication

    from palimpsest.app import fonts, translations
    from palimpsest.app.desk import Desk
    from palimpsest.app.documents.session_keeper import SessionKeeper
    from palimpsest.app.settings import log_file
    from palimpsest.app.settings_store import SettingsStore

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        # Not by `setStyle`, which hands the style to Python with hundreds of names that nobody wants.
        app = QApplication(["palimpsest", "-style", "Fusion"])
    app.setApplicationName("palimpsest")
    app.setApplicationDisplayName("Palimpsest")
    app.setDesktopFileName("palimpsest")
    fonts.load(app)

    def open_model(model: str, progress: Progress) -> Engine:
        if engine is not None:
            return engine
        from palimpsest.engine import open_engine

        return open_engine(model, args.device, progress)

    # The settings say which language is spoken; what is wrong with them is told in the system's.
    translations.install(app, "")
    settings = SettingsStore.open()
    translations.install(app, settings.values.language)
    if args.theme:
        settings.set("theme", args.theme)
    desk = Desk(app, open_model, settings, args.model, str(log_file()), SessionKeeper())
    welcome = args.sample or (not settings.values.welcomed and not args.files)
    settings.set("welcomed", True)
    window = desk.windows[0] if desk.session.restore() else desk.open_window()
    if welcome:
        window.commands["help.sample"].trigger()
    for path in args.files:
        window.files.open_or_begin(path)
    if faults := [fault for fault in (settings.fault, desk.presets.fault) if fault]:
        desk.tell(" ".join(faults))
    return app, window


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code: 0 done, 1 failed, 2 wrong usage."""
    argv = list(sys.argv[1:] if argv is None else argv)
    if argv and argv[0] in SUB_COMMANDS:
        return _sub_command(argv[0], argv[1:])
    window_parser().parse_args(argv)
    if (obstacle := _obstacle()) is not None:
        print(f"palimpsest: {obstacle}", file=sys.stderr)
        return FAILED
    return _run_window(argv)


def _sub_command(name: str, argv: Sequence[str]) -> int:
    module_name, what = SUB_COMMANDS[name]
    module = importlib.import_module(module_name)
    parser = argparse.ArgumentParser(prog=f"palimpsest {name}", description=what)
    module.add_arguments(parser)
    return module.run(parser.parse_args(argv))


def _obstacle() -> str | None:
    """Why no window can be opened, with the remedy; asked before Qt is loaded, which would abort the process."""
    if sys.platform != "linux":
        return None
    from palimpsest.app import qt_libraries

    platform = qt_libraries.platform_in_use()
    if platform is None:
        return "there is no display here. `palimpsest infill --help` tells how to work without a window."
    if qt_libraries.loadable(platform):
        return None
    if lacks := qt_libraries.missing(platform):
        names = ", ".join(lack.library for lack in lacks)
        return f"Qt lacks {names}. Type: {qt_libraries.remedy(lacks)}"
    return None


def _run_window(argv: Sequence[str]) -> int:
    from palimpsest.app import logs
    from palimpsest.app.crash_dialog import CrashReporter
    from palimpsest.app.documents.last_call import LastCall

    # What is loaded now is there to stay; what becomes garbage is for the desk's collector.
    gc.disable()
    # The engine's steps are Python too; a shorter turn keeps the keyboard quick while they run.
    sys.setswitchinterval(0.001)
    log = logs.start()
    app, window = build(argv)
    desk = window.desk
    log.watch_qt()
    reporter = CrashReporter(desk.session.saved_state, desk.quit, desk.tell, app)
    logs.catch_exceptions(desk.tell, reporter.report, desk.quit)
    last_call = LastCall(app, desk.session.flush, app)
    for each in desk.windows:
        each.show()
    desk.session.show_recovered(log.crash_report())
    code = app.exec()
    # The system may end the program without a window closing.
    desk.session.close()
    last_call.close()
    log.end()
    if not window.desk.bridge.close(LAST_WAIT_S):
        # A pass or a load that hangs in a driver: nothing of the user's depends on it, so leave without it.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


if __name__ == "__main__":
    sys.exit(main())
