"""What a night that was broken off had done already, so that nothing of it is done twice.

Bound terms stand in the store. Agreements that are called one by one are kept here, beside
the outputs, some at a time, until the outputs are written. They hold for one book, day and
program: what they were made of stands with them.
"""

import io
import json
import pickle
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from isda.batch.alone import Called
from isda.batch.inputs import STAMPS, told, touched

FOLDER = ".unfinished"
HEAD = "night.json"
ENDING = ".called"


class OtherNight(Exception):
    """A run is to be taken up, and it was of another book, day or program."""


class Unfinished:
    """Agreements of a night that are called one by one already.

    Args:
        folder: Where they are kept; nothing is kept where it is None.
        touched: Files that were written to since, so that nothing was taken up.
    """

    def __init__(self, folder: Path | None = None, touched: Sequence[str] = ()) -> None:
        self.done: dict[str, Called] = {}
        self.touched = touched
        self._folder, self._parts = folder, 0
        for path in sorted(folder.glob(f"*{ENDING}")) if folder is not None else ():
            self._parts += 1
            self.done |= _read(path)

    def keep(self, part: Mapping[str, Called]) -> None:
        """Keep some agreements; a run that is killed meanwhile loses these alone.

        Where nothing can be written nothing is kept: that alone fails no night.
        """
        self.done |= part
        if self._folder is None:
            return
        self._parts += 1
        raw = pickle.dumps(dict(part), pickle.HIGHEST_PROTOCOL)
        with suppress(OSError):
            _put(self._folder / f"{self._parts:06}-{_digest(raw)}{ENDING}", raw)

    def over(self) -> None:
        """Keep nothing any longer: the run is over."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            with suppress(OSError):
                self._folder.parent.rmdir()  # only where it is empty: nothing was written


def begin(out: Path, of: Mapping[str, Any], *, resume: bool) -> Unfinished:
    """Begin a night, or take up one that was broken off.

    Where a file was written to since, and has the bytes that it had, nobody knows what the
    broken run read of it in between: the night begins anew.

    Args:
        out: Where the night will be written.
        of: What it is made of.
        resume: Whether to take up what is there; otherwise it is thrown away.

    Raises:
        OtherNight: What is there is of something else.
    """
    folder = out / FOLDER
    found = _head(folder)
    before = of if found is None else found
    if not isinstance(before.get(STAMPS), dict):
        before = {**before, STAMPS: {}}
    if resume and {**before, STAMPS: of[STAMPS]} != of:
        message = f"{out}: the run that was broken off cannot be taken up: {_why(before, of)}"
        raise OtherNight(message)
    if not resume or found != of:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _put(folder / HEAD, json.dumps(of).encode())
    return Unfinished(folder, touched(before[STAMPS], of[STAMPS]))


def was_broken_off(out: Path) -> bool:
    """Whether a night that was to be written into a folder was broken off."""
    return _head(out / FOLDER) is not None


def _head(folder: Path) -> dict[str, Any] | None:
    try:
        head = json.loads((folder / HEAD).read_bytes())
    except (OSError, ValueError):
        return None
    return head if isinstance(head, dict) else None


def _why(found: Mapping[str, Any], of: Mapping[str, Any]) -> str:
    if found.get("on") != of["on"]:
        return f"it was of {found.get('on')}, and this one is of {of['on']}"
    before, now = found.get("inputs"), of["inputs"]
    if isinstance(before, dict) and before != now:
        names = sorted(before.keys() | now.keys())
        changed = [name for name in names if before.get(name) != now.get(name)]
        return f"the book is another since, in {told(changed)}"
    return "the program is another since"


def _put(path: Path, raw: bytes) -> None:
    """Write a file whole or not at all."""
    aside = path.with_suffix(".part")
    aside.write_bytes(raw)
    aside.replace(path)


def _digest(raw: bytes) -> str:
    return blake2b(raw, digest_size=12).hexdigest()


def _read(path: Path) -> dict[str, Called]:
    """Return what was kept in a file; nothing where its bytes are not those written."""
    raw = path.read_bytes()
    if path.name.removesuffix(ENDING).partition("-")[2] != _digest(raw):
        return {}
    try:
        found = _Kept(io.BytesIO(raw)).load()
    except (pickle.UnpicklingError, ValueError, TypeError, AttributeError, ImportError):
        return {}
    return dict(found) if _is_kept(found) else {}


def _is_kept(found: Any) -> bool:
    return isinstance(found, dict) and all(isinstance(each, Called) for each in found.values())


class _Kept(pickle.Unpickler):
    """Reads what `keep` wrote, and makes nothing but data of this program."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a class of ours, a day or a number; nothing else is made, and none is run."""
        if module.startswith("isda.") or (module, name) in _PLAIN:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        message = f"{module}.{name} is nothing that is kept"
        raise pickle.UnpicklingError(message)


_PLAIN: Iterable[tuple[str, str]] = frozenset({("datetime", "date"), ("decimal", "Decimal")})
