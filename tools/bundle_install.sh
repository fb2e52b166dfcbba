#!/bin/sh
# Hongtou @VERSION@: installs itself without a network. 红头 @VERSION@ 离线安装包：sh 本文件 [安装到的文件夹]
set -eu

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

if [ "$(id -u)" = 0 ]; then target=/opt/hongtou; else target="$HOME/.local/opt/hongtou"; fi
case "${1:-}" in
  -h|--help) say "用法：sh $0 [安装到的文件夹]（默认 $target） Usage: sh $0 [FOLDER] (default $target)"; exit 0 ;;
  ?*) target=$1 ;;
esac
case "$target" in /*) ;; *) target="$PWD/$target" ;; esac

[ "$(uname -m)" = "@MACHINE@" ] || fail "安装包是给 @MACHINE@ 的，本机是 $(uname -m)。This bundle is for @MACHINE@."
python=${PYTHON:-}
if [ -z "$python" ]; then
  for name in python@PYTHON@ python3; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "@PYTHON@")'
    then python=$name; break; fi
  done
fi
[ -n "$python" ] || fail "本机没有 Python @PYTHON@，请先安装。This bundle needs Python @PYTHON@; install it first."
"$python" -c 'import ensurepip, venv' 2>/dev/null || \
  fail "Python 缺少 venv，请先安装 python3-venv。Python can't make environments; install python3-venv first."
[ ! -e "$target" ] || [ -f "$target/hongtou-bundle" ] || [ -z "$(ls -A "$target")" ] || \
  fail "$target 里已有别的东西，请另选文件夹。$target holds something else; choose another folder."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT INT TERM
say "正在核对安装包… checking"
tail -n "+$((@LINES@ + 1))" "$0" > "$scratch/payload"
sum=$(sha256sum < "$scratch/payload" | cut -c1-64)
[ "$sum" = "@SHA256@" ] || fail "安装包不完整，请重新拷贝。This file is damaged or incomplete; copy it again."

say "正在安装到 $target … installing"
mkdir -p "$scratch/load" "$target"
tar -xzf "$scratch/payload" -C "$scratch/load"
rm "$scratch/payload"
load=$scratch/load
"$python" -m venv --clear "$target"
printf '%s\n' "@VERSION@" > "$target/hongtou-bundle"
pip() { PIP_CONFIG_FILE=/dev/null "$target/bin/python" -m pip --isolated install --quiet --no-index --disable-pip-version-check "$@"; }
pip --find-links "$load/wheels" --require-hashes -r "$load/locked.txt"
pip --no-deps "$load"/wheels/hongtou-*.whl
share=$target/share/hongtou
mkdir -p "$share"
for part in "$load"/*; do
  case "${part##*/}" in wheels|locked.txt) ;; *) rm -rf "$share/${part##*/}"; cp -R "$part" "$share/" ;; esac
done
"$target/bin/hongtou" --version
say "已装好：$target/bin/hongtou（说明在 $share） installed; the documentation is in $share"
exit 0
