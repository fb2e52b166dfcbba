from __future__ import annotations

import importlib
import pkgutil

import hongtou
from hongtou.commands import hongtou as line


def test_no_command_takes_the_name_of_another() -> None:
    names = [each.name for each in pkgutil.iter_modules(hongtou.__path__) if each.name != "__main__"]
    modules = [importlib.import_module(f"hongtou.{name}") for name in names]
    offered = [command for module in modules for command in getattr(module, "COMMANDS", ())]

    lost = [command.name for command in offered if line.commands.get(command.name) is not command]

    assert offered
    assert lost == []
