"""7-Zip: the members of an archive, read by another process.

The archive is read by another process (``seven_zip_child``) that has no network and
opens no file, with limits on time and memory; what comes back is counted as it comes,
as of any container. Several members are packed as one, so all bytes before a member
are unpacked for it, those of members that are refused too, and where a block is
damaged the members behind in it may be lost.
"""

from __future__ import annotations

import importlib.util
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from reftel.sources import seven_zip_child as child
from reftel.sources.limits import CHUNK, Flow, Refused, Tally, in_words
from reftel.sources.zip_members import Member

CPU_SECONDS = 600
SILENT_SECONDS = 120
"""How long the other process may take until more comes."""
MEMORY = 1024 * 1024 * 1024

_INSTALL = "is a 7-Zip archive; to read it, install reftel[7z]"
_INSTALL_LIBRARY = (
    "is a 7-Zip archive; to read it, install the library libarchive"
    " (Debian: apt install libarchive13t64 or libarchive13; Fedora: dnf install libarchive;"
    " macOS: brew install libarchive)"
)
_TOO_LONG = "is a 7-Zip archive that takes too long to unpack; the rest was not read"
_TOO_HUNGRY = "is a 7-Zip archive that takes too much memory to unpack; the rest was not read"
_CRASHED = "is a 7-Zip archive whose reader broke down; the rest was not read"
_ENDED = {
    -signal.SIGXCPU: _TOO_LONG,
    child.REFUSED_MEMORY: _TOO_HUNGRY,
    child.REFUSED_LIBRARY: _INSTALL_LIBRARY,
}
_REFUSED_KINDS = {
    child.FILE: None,
    child.FOLDER: None,
    child.LINK: "is a link, which is not followed",
    child.SPECIAL: "is a device or pipe, no file",
}
_ENDS = (child.END, child.DAMAGED, child.LOCKED)


def read(flow: Flow, tally: Tally) -> Iterator[Member]:
    """The members, in order. Raises ``Refused``, also where the archive breaks off.

    One that is no file of its own is held in a file without a name.
    """
    if importlib.util.find_spec("libarchive") is None:
        raise Refused(_INSTALL)
    with ExitStack() as held:
        file = _file(flow, tally, held)
        size = os.fstat(file.fileno()).st_size
        process = held.enter_context(_started(file))
        # The ratio is that of the whole archive: of a member that is packed with others there is none.
        pipe = _Pipe(cast("BinaryIO", process.stdout).fileno())
        told = _Told(Flow(pipe.read, tally, lambda: size), process)
        while (letter := told.next()) != child.DONE:
            if letter == child.BROKEN:
                raise Refused(_broken(told.what))
            if letter != child.MEMBER or told.what[:1] not in _REFUSED_KINDS:
                raise Refused(_CRASHED)
            yield _member(told, tally)
            told.skip()


def _member(told: _Told, tally: Tally) -> Member:
    kind, name = told.what[:1], told.what[1:].decode("utf-8", "surrogateescape")
    told.is_open = True
    return Member(
        name,
        lambda: Flow(told.content, tally, is_counted=True),
        _REFUSED_KINDS[kind],
        kind == child.FOLDER,
    )


def _broken(why: bytes) -> str:
    if b"crypt" in why.lower():
        return "is encrypted"
    return f"is a 7z archive that is damaged or cut off ({_in_words(why)}); the rest was not read"


def _in_words(why: bytes) -> str:
    return "".join(c if c.isprintable() else " " for c in why.decode("utf-8", "replace")[:200]).strip()


class _Told:
    """What the other process says; it is not trusted to be well formed."""

    def __init__(self, flow: Flow, process: subprocess.Popen[bytes]) -> None:
        self._flow, self._process = flow, process
        self._ready = b""
        self.what = b""
        """What the last frame holds."""
        self.is_open = False
        """Whether more of a member may come."""

    def next(self) -> bytes:
        """The letter of the next frame."""
        letter, size = child.HEAD.unpack(self._exactly(child.HEAD.size))
        if size > CHUNK:
            raise Refused(_CRASHED)
        self.what = self._exactly(size)
        return bytes(letter)

    def content(self, size: int) -> bytes:
        """Some bytes of the member, ``size`` at most; none at its end."""
        while not self._ready and self.is_open:
            letter = self.next()
            if letter == child.CONTENT:
                self._ready = self.what
                continue
            if letter not in _ENDS:
                raise Refused(_CRASHED)
            self.is_open = False
            if letter == child.LOCKED:
                raise Refused("is encrypted")
            if letter == child.DAMAGED:
                raise ValueError(_in_words(self.what))
        taken, self._ready = self._ready[:size], self._ready[size:]
        return taken

    def skip(self) -> None:
        """Go to the end of the member."""
        self._ready = b""
        while self.is_open:
            letter = self.next()
            if letter != child.CONTENT and letter not in _ENDS:
                raise Refused(_CRASHED)
            self.is_open = letter == child.CONTENT

    def _why(self) -> str:
        """Why the other process says no more."""
        try:
            return _ENDED.get(self._process.wait(SILENT_SECONDS), _CRASHED)
        except subprocess.TimeoutExpired:
            return _TOO_LONG

    def _exactly(self, size: int) -> bytes:
        pieces = []
        while size > 0:
            if not (piece := self._flow.read(min(size, CHUNK))):
                raise Refused(self._why())
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)


class _Pipe:
    """A pipe that nobody waits for for ever."""

    def __init__(self, pipe: int) -> None:
        self._wait = select.poll()
        self._wait.register(pipe, select.POLLIN)
        self._pipe = pipe

    def read(self, size: int) -> bytes:
        """Some bytes, ``size`` at most; none at the end. Raises ``Refused`` where nothing comes."""
        if not self._wait.poll(SILENT_SECONDS * 1000):
            raise Refused(_TOO_LONG)
        return os.read(self._pipe, size)


def _file(flow: Flow, tally: Tally, held: ExitStack) -> BinaryIO:
    """The archive as a file that another process can read."""
    if flow.file is not None:
        try:
            flow.file.fileno()
        except OSError:
            flow.file.seek(0)
            return _copy(flow.file.read, None, held)
        flow.file.seek(0)
        return flow.file
    return _copy(flow.read, tally.allowed.member, held)


def _copy(more: Callable[[int], bytes], most: int | None, held: ExitStack) -> BinaryIO:
    copy = held.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    size = 0
    while piece := more(CHUNK):
        size += len(piece)
        if most is not None and size > most:
            raise Refused(f"is larger than {in_words(most)}, unpacked")
        copy.write(piece)
    copy.flush()
    copy.seek(0)
    return cast("BinaryIO", copy)


@contextmanager
def _started(file: BinaryIO) -> Iterator[subprocess.Popen[bytes]]:
    """The other process; it is ended by force, however far it came."""
    # Where the modules are that this Python has installed, and nowhere else.
    command = [sys.executable, "-E", "-P", str(Path(child.__file__)), str(CPU_SECONDS), str(MEMORY)]
    # No word of the environment but where the system looks for programs and libraries.
    known = ("PATH", "LD_LIBRARY_PATH", "LIBARCHIVE", "TMPDIR")
    environment = {key: os.environ[key] for key in known if key in os.environ}
    with subprocess.Popen(  # noqa: S603 - this Python, a file of reftel, and two numbers
        command,
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=environment,
    ) as process:
        try:
            yield process
        finally:
            process.kill()
