"""Strict reading of data files, with a compiled copy kept for the next start.

A data file is YAML in UTF-8 and NFC. Reading it twice from YAML would cost a second at every start, so what was read
is kept as MessagePack in the user's cache folder, under the digest of the file's bytes; where that folder cannot be
written nothing is lost but time.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path
from typing import TypeVar

import msgspec
import platformdirs

from tarazu.errors import DataFileError

T = TypeVar("T")

_CACHE = Path(os.environ.get("TARAZU_CACHE") or platformdirs.user_cache_dir("tarazu"))
_FORMAT = b"1"


def read(path: Path, kind: type[T]) -> T:
    """Reads one data file as a value of `kind`.

    Args:
        path: A `.yml` file, UTF-8, NFC.
        kind: A msgspec struct (with `forbid_unknown_fields`) or any type that msgspec converts to.

    Returns:
        The validated value.

    Raises:
        DataFileError: The file is missing, is no UTF-8 or YAML, is not NFC, or has an unknown, missing or mistyped key;
            the message names file and line.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataFileError(
            str(path), "a readable data file", error.strerror or "nothing", "check the installation"
        ) from error
    tree = _cached(path, raw)
    try:
        return msgspec.convert(tree, type=kind, strict=True)
    except msgspec.ValidationError as error:
        message, _, at = str(error).partition(" - at ")
        where = f"{path}:{_line_of(raw, at.strip('`'))}"
        raise DataFileError(
            where, f"a value of the schema ({message})", at or "the top of the file", "see docs/data-files.md"
        ) from error


def digest(paths: list[Path]) -> str:
    """Returns a short hexadecimal digest of the files' bytes, in the order of their names."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def _cached(path: Path, raw: bytes) -> object:
    key = hashlib.sha256(_FORMAT + raw).hexdigest()[:32]
    stored = _CACHE / "data" / f"{key}.msgpack"
    try:
        return msgspec.msgpack.decode(stored.read_bytes())
    except (OSError, msgspec.DecodeError):
        pass  # absent or torn by a killed process: read the YAML again
    tree = _parse(path, raw)
    keep(stored, msgspec.msgpack.encode(tree))
    return tree


def keep(path: Path, content: bytes) -> None:
    """Writes a cache file whole or not at all; a folder that cannot be written is no error, only slower."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True) if path.parent.is_dir() else None


def cache_path(name: str) -> Path:
    """Returns where a compiled piece of data of that name is kept."""
    return _CACHE / "compiled" / name


def _parse(path: Path, raw: bytes) -> object:
    import yaml  # slow to import, and needed only when the compiled copy is missing

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataFileError(f"{path}: byte {error.start}", "UTF-8", repr(raw[error.start : error.end]), "save the file as UTF-8") from error
    if not unicodedata.is_normalized("NFC", text):
        line = next(n for n, part in enumerate(text.split("\n"), 1) if not unicodedata.is_normalized("NFC", part))
        raise DataFileError(f"{path}:{line}", "text in NFC", "decomposed letters", "normalise the file to NFC")
    try:
        tree: object = yaml.load(text, Loader=loader)  # noqa: S506 - CSafeLoader and SafeLoader are the safe ones
    except ValueError as error:  # a day such as 2022-02-31
        raise DataFileError(str(path), "valid YAML", str(error), "check its days; put in quotes what is none") from error
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise DataFileError(f"{path}:{line}", "valid YAML", str(error).split("\n", 1)[0], "check indentation and quotes") from error
    return _plain(tree)


def _plain(tree: object) -> object:
    """YAML keys such as 2022 or `on` arrive as numbers and booleans; msgpack and JSON schemas want words."""
    if isinstance(tree, dict):
        return {str(key): _plain(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_plain(value) for value in tree]
    return tree


def _line_of(raw: bytes, at: str) -> int:
    """Finds the line of a msgspec path such as `$.triggers[12].type` by walking the YAML tree again."""
    import yaml

    node = yaml.compose(raw.decode("utf-8"), Loader=yaml.SafeLoader)
    line = 1
    for step in re.findall(r"\[(\d+|\.\.\.)\]|\.([^.\[]+)", at):
        line = node.start_mark.line + 1 if node is not None else line
        if isinstance(node, yaml.SequenceNode) and step[0].isdigit():
            node = node.value[int(step[0])]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step[1]), None)
        else:
            return line
    return node.start_mark.line + 1 if node is not None else line
