"""`palimpsest model …`: what a model is and whether it fits, what there is, and how to get, check and shrink one."""

from __future__ import annotations

import argparse
import importlib
from typing import Any

# Imported only when asked for, so that none pays for what another needs.
ACTIONS = {
    "info": ("palimpsest.app.model_info", "what a checkpoint is, where its parts would lie here, and whether it fits"),
    "list": ("palimpsest.app.model_list", "the checkpoints on this machine"),
    "download": ("palimpsest.app.model_download", "get a published checkpoint"),
    "check": ("palimpsest.app.model_check", "read a checkpoint to its last number"),
    "quantize": ("palimpsest.app.model_quantize", "write a checkpoint in fewer bits"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", parser_class=_ActionParser)
    for name, (module, what) in ACTIONS.items():
        actions.add_parser(name, help=what, description=what, module=module)


def run(args: argparse.Namespace) -> int:
    """Do what was asked for. Returns the exit code."""
    return importlib.import_module(ACTIONS[args.action][0]).run(args)


class _ActionParser(argparse.ArgumentParser):
    """Asks the module of an action for its arguments once it is that action that is wanted."""

    def __init__(self, *args: Any, module: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._module = module

    # Typeshed has overloads of it that say no more than this.
    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]
        importlib.import_module(self._module).add_arguments(self)
        return super().parse_known_args(args, namespace)
