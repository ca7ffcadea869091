"""Files found and loaded: whatever stands in the way is named with its reason, and the others go on."""

from __future__ import annotations

import io
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from reftel import read
from reftel.document import Document
from reftel.errors import SourceError
from reftel.sources import files, find, load
from reftel.span import Span

TELEGRAM = "R 281052Z NOV 07\nFM AMEMBASSY BAMAKO\nUNCLAS BAMAKO 001361\nSUBJECT: A VISIT\n\n1. Text.\n"
POSIX = pytest.mark.skipif(os.name != "posix", reason="links, pipes and rights as POSIX has them")


def put(path: Path, words: str | bytes = TELEGRAM) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(words.encode() if isinstance(words, str) else words)
    return path


def refused(path: Path | str) -> SourceError:
    """The error that reading one path ends with."""
    with pytest.raises(SourceError) as caught:
        list(read(path))
    return caught.value


def both(folder: Path) -> tuple[list[Document], list[SourceError]]:
    skipped: list[SourceError] = []
    return list(read(folder, skipped.append)), skipped


# ---------------------------------------------------------------- one file


def test_a_raw_telegram_is_the_whole_text(tmp_path: Path) -> None:
    (document,) = read(put(tmp_path / "cable.txt"))
    assert document.text == TELEGRAM
    assert document.message == Span(0, len(TELEGRAM))
    assert (document.wrapper, document.defects, dict(document.says)) == ("raw", (), {})
    assert document.source.name == str(tmp_path / "cable.txt")
    assert document.source.raw == TELEGRAM.encode()
    assert len(document.source.sha256) == 64


REFUSED = {
    "empty": (b"", "the file is empty"),
    "white-space": (b" \n\t\r\n\x0c", "the file holds no words"),
    "no-break-spaces": ("\u00a0\n\u2003".encode(), "the file holds no words"),
    "only-a-mark": (b"\xef\xbb\xbf\n", "the file holds no words"),
    "nuls": (b"\x00" * 500, "is a binary file, not text"),
    "noise": (bytes(range(256)) * 40, "is a binary file, not text"),
    "pdf": (b"%PDF-1.7\nUNCLAS BAMAKO 1", "is a damaged PDF file"),
    "zip": (b"PK\x03\x04\x14\x00", "is a zip archive that is damaged or cut off"),
    "gzip": (b"\x1f\x8b\x08\x00", "cannot be unpacked"),
    "png": (b"\x89PNG\r\n\x1a\n", "is an image, not text"),
    "sqlite": (b"SQLite format 3\x00", "is an SQLite database, not text"),
    "half-utf-16": (b"\xff\xfe\x00\xd8A\x00", "is no valid UTF-16"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_text_is_refused_with_name_and_reason(tmp_path: Path, name: str) -> None:
    raw, reason = REFUSED[name]
    error = refused(put(tmp_path / name, raw))
    assert error.name == str(tmp_path / name)
    assert error.reason.startswith(reason)
    assert str(error) == f"{error.name}: {error.reason}"
    assert "\n" not in error.reason


def test_a_missing_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "missing.txt").reason == "there is no such file or folder"
    assert refused("").reason == "the name is empty"
    assert "null" in refused("a\0b").reason


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    assert "long" in refused(tmp_path / ("x" * 300)).reason.lower()


def test_half_a_telegram_is_read(tmp_path: Path) -> None:
    (document,) = read(put(tmp_path / "half.txt", TELEGRAM[:40]))
    assert document.text == TELEGRAM[:40]


def test_fifty_megabytes_on_one_line(tmp_path: Path) -> None:
    (document,) = read(put(tmp_path / "line.txt", b"A telegram " * (50 * 1024 * 1024 // 11)))
    assert len(document.text) == 50 * 1024 * 1024 // 11 * 11


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 20)
    assert refused(put(tmp_path / "large.txt")).reason.endswith("split it first")


def test_the_error_travels_between_processes() -> None:
    error = SourceError("a.txt", "is no text")
    again = pickle.loads(pickle.dumps(error))
    assert (again.name, again.reason, str(again)) == ("a.txt", "is no text", "a.txt: is no text")


# ---------------------------------------------------------------- standard input


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TELEGRAM.encode())))
    (document,) = read("-")
    assert (document.source.name, document.text) == ("-", TELEGRAM)


@pytest.mark.parametrize("raw", [b"", b" \n"], ids=["nothing", "blank"])
def test_nothing_on_standard_input(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert str(refused("-")) == "-: nothing came on standard input"


def test_too_much_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 20)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TELEGRAM.encode())))
    assert refused("-").reason.endswith("split it first")


# ---------------------------------------------------------------- folders


def test_a_folder_is_read_in_order_of_path(tmp_path: Path) -> None:
    names = ["b/2.txt", "a.txt", "b/1.txt", "b/c/0.txt", "B.txt", "c", "b.txt"]
    for name in names:
        put(tmp_path / name)
    found = [Path(name).relative_to(tmp_path).as_posix() for name in find([tmp_path])]
    assert found == ["B.txt", "a.txt", "b/1.txt", "b/2.txt", "b/c/0.txt", "b.txt", "c"]
    assert [document.source.name for document in read(tmp_path)] == [str(tmp_path / name) for name in found]


def test_several_paths_come_in_the_order_given(tmp_path: Path) -> None:
    one, two = put(tmp_path / "2"), put(tmp_path / "1")
    assert list(find([one, "-", two, tmp_path / "no"])) == [str(one), "-", str(two), str(tmp_path / "no")]


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    for name in (".DS_Store", ".git/config", "a/.hidden.txt", "a/seen.txt"):
        put(tmp_path / name)
    assert list(find([tmp_path])) == [str(tmp_path / "a" / "seen.txt")]
    assert list(find([tmp_path / ".git"])) == [str(tmp_path / ".git" / "config")]


def test_an_empty_folder_has_no_documents(tmp_path: Path) -> None:
    assert both(tmp_path) == ([], [])


def test_what_cannot_be_read_is_skipped_and_the_others_go_on(tmp_path: Path) -> None:
    put(tmp_path / "1.txt")
    put(tmp_path / "2.pdf", b"%PDF-1.4")
    put(tmp_path / "3.txt", b"")
    put(tmp_path / "4.txt")
    documents, skipped = both(tmp_path)
    assert [Path(document.source.name).name for document in documents] == ["1.txt", "4.txt"]
    assert [(Path(error.name).name, error.reason) for error in skipped] == [
        ("2.pdf", "is a damaged PDF file"),
        ("3.txt", "the file is empty"),
    ]


def test_without_a_place_for_what_is_skipped_the_first_one_is_raised(tmp_path: Path) -> None:
    put(tmp_path / "1.txt")
    put(tmp_path / "2.txt", b"")
    seen = []
    with pytest.raises(SourceError, match=r"2\.txt: the file is empty"):
        seen.extend(document.source.name for document in read(tmp_path))
    assert len(list(find([tmp_path]))) == 2


@POSIX
def test_very_deep_folders(tmp_path: Path) -> None:
    """Deeper than the interpreter's stack; one-letter names, or the path itself would be too long."""
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1500):
            Path("d").mkdir()
            os.chdir("d")
        put(Path("deep.txt"))
        os.chdir(tmp_path)
        names = list(find(["d"]))
        assert len(names) == 1
        assert names[0].count("/") == 1500
        assert [document.text for document in read("d")] == [TELEGRAM]
    finally:
        os.chdir(tmp_path)
        subprocess.run(["rm", "-rf", "d"], check=True)
        os.chdir(here)


# ---------------------------------------------------------------- links, pipes, devices, names


@POSIX
def test_links(tmp_path: Path) -> None:
    """A link to a file is read, one to a folder is not followed, one to nothing is named."""
    put(tmp_path / "real" / "cable.txt")
    (tmp_path / "file").symlink_to(tmp_path / "real" / "cable.txt")
    (tmp_path / "folder").symlink_to(tmp_path / "real")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "nothing").symlink_to(tmp_path / "gone")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    documents, skipped = both(tmp_path)
    assert [Path(document.source.name).name for document in documents] == ["file", "cable.txt"]
    assert [(Path(error.name).name, error.reason) for error in skipped] == [
        ("nothing", "is a link to something that is not there"),
        ("self", os.strerror(40)),
    ]


@POSIX
def test_a_link_to_a_folder_that_is_asked_for_by_name_is_followed(tmp_path: Path) -> None:
    put(tmp_path / "real" / "cable.txt")
    (tmp_path / "folder").symlink_to(tmp_path / "real")
    assert [document.text for document in read(tmp_path / "folder")] == [TELEGRAM]


@POSIX
def test_pipes_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    put(tmp_path / "z.txt")
    documents, skipped = both(tmp_path)
    assert len(documents) == 1
    assert [error.reason for error in skipped] == ["is no regular file (a device, pipe or socket)"]
    assert refused("/dev/zero").reason == "is no regular file (a device, pipe or socket)"


@POSIX
def test_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(raw)).write_bytes(TELEGRAM.encode())
    Path(os.fsdecode(raw + b".pdf")).write_bytes(b"%PDF-1.4")
    (document,), (error,) = both(tmp_path)
    assert document.source.name == f"{tmp_path}/caf\\xe9.txt"
    assert error.name == f"{tmp_path}/caf\\xe9.txt.pdf"
    assert str(error).encode("utf-8")


@pytest.mark.parametrize("name", ["a b.txt", "-dash.txt", "caf\u00e9.txt", "new\nline.txt", "\u6587.txt"])
def test_odd_names(tmp_path: Path, name: str) -> None:
    if os.name != "posix" and "\n" in name:
        pytest.skip("no such names here")
    (document,) = read(put(tmp_path / name))
    assert document.source.name == str(tmp_path / name)


# ---------------------------------------------------------------- rights

UNPRIVILEGED = """
import os, sys
from reftel import read
list(read(sys.argv[1] + "/1-fine.txt"))  # all modules are loaded while they can be
os.setgid(65534); os.setuid(65534)
skipped = []
found = list(read(sys.argv[1], skipped.append))
print(len(found), [(os.path.basename(error.name), error.reason) for error in skipped])
"""


@pytest.mark.skipif(
    not hasattr(os, "setuid") or os.getuid() != 0, reason="only root can become somebody else"
)
def test_files_and_folders_without_rights_are_named() -> None:
    """Run as somebody who may not read everything, in a folder that everybody may enter."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    try:
        folder.chmod(0o755)
        put(folder / "1-fine.txt")
        put(folder / "2-closed.txt").chmod(0o000)
        put(folder / "3-folder" / "cable.txt")
        (folder / "3-folder").chmod(0o000)
        put(folder / "4-listed" / "cable.txt")
        (folder / "4-listed").chmod(0o744)
        put(folder / "5-fine.txt")
        ran = subprocess.run(
            [sys.executable, "-c", UNPRIVILEGED, str(folder)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        denied = "no permission to read it"
        expected = [("2-closed.txt", denied), ("3-folder", denied), ("cable.txt", denied)]
        assert ran.stdout.strip() == f"2 {expected}", ran.stderr
    finally:
        shutil.rmtree(folder)


def test_loading_twice_gives_the_same_source(tmp_path: Path) -> None:
    name = str(put(tmp_path / "cable.txt"))
    assert load(name) == load(name)
