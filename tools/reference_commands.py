"""The page of commands: what ``hongtou`` offers, read from click."""

from __future__ import annotations

from collections.abc import Iterator

import click

from hongtou.commands import hongtou

_HEAD = """\
# 命令一览 Commands

由 `make docs` 从程序生成，不要手改。每条命令都可以加 `--help` 查看用法；出错时的代码和退出码见 [errors.md](errors.md)。

机关文件夹的找法：先看 `--office`，再看环境变量 `HONGTOU_OFFICE`，最后用当前文件夹。示例机关的账号不需要口令；其他机关在命令行办理时
先要本人口令，签发、审定时再要一次同样的口令。不在终端上运行的（脚本），口令从标准输入逐行读，一次一行。

命令行看不到版面：核稿、会签、签发请用网页柜台，看着版面办。命令行供脚本、应急和系统管理员用。
"""


def page() -> str:
    """Write the page."""
    parts = [_HEAD]
    for path, command in commands():
        parts.append(f"## `{_usage(path, command)}`\n\n{command.help or ''}\n")
        options = [row for parameter in command.params if (row := _row(parameter))]
        if options:
            parts.append("| 选项 | 说明 |\n|---|---|\n" + "\n".join(options) + "\n")
    return "\n".join(parts)


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command with the words that call it, groups before their members."""
    for name, command in sorted(hongtou.commands.items()):
        yield from _with_members(f"hongtou {name}", command)


def _with_members(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, member in sorted(command.commands.items()):
            yield from _with_members(f"{path} {name}", member)


def _usage(path: str, command: click.Command) -> str:
    words = [path]
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            name = (parameter.name or "").upper() + ("…" if parameter.nargs != 1 else "")
            words.append(name if parameter.required else f"[{name}]")
    return " ".join(words)


def _row(parameter: click.Parameter) -> str:
    if not isinstance(parameter, click.Option):
        return ""
    value = "" if parameter.is_flag else " " + _value(parameter)
    needed = "必填。" if parameter.required else ""
    return f"| `{', '.join(parameter.opts)}{value}` | {needed}{parameter.help or ''} |"


def _value(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return "\\|".join(str(choice) for choice in option.type.choices)
    return {"directory": "文件夹", "file": "文件", "path": "路径", "integer": "数", "integer range": "数"}.get(
        option.type.name, "文字"
    )
