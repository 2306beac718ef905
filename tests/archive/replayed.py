"""What a disk may hold after a power cut: a recorded run, replayed in part.

A run's system calls are recorded (strace) as operations on files and names. What
``fsync`` of a file or folder has not made last may be there, be there in part, or not:
:func:`states` builds the disk for a cut after every operation in the ways that POSIX
allows, among them a rename that lasts before the data of the renamed file does.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = (
    "openat,open,creat,write,pwrite64,lseek,fsync,fdatasync,rename,renameat,renameat2,link,linkat"
)
CALLS += ",mkdir,mkdirat,unlink,unlinkat,rmdir,ftruncate,close,dup,dup2,execve"
CALLS += ",sendfile"
_LINE = re.compile(r"(?:(\d+) +)?(\w+)\((.*)\) += (-?\d+|\?)(?:<.*>)?(?: .*)?$")
_BEGUN = re.compile(r"(\d+) +(.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"(\d+) +<\.\.\. \w+ resumed>(.*)$")
_HEX = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')


@dataclass(frozen=True, slots=True)
class Op:
    """One change: ``kind`` is write, copy (``size`` bytes of ``other`` from ``start``),
    truncate, sync, create, rename, link, mkdir, unlink or rmdir."""

    kind: str
    path: str
    other: str = ""
    at: int = 0
    data: bytes = b""
    start: int = 0
    size: int = 0


def operations(trace: str, inside: str) -> list[Op]:
    """The operations below ``inside`` of a trace made with ``strace -f -xx -s 10000000``.

    Threads share their files; a program that is started (``execve``) has its own.
    """
    readers: dict[str, _Reader] = {}
    ops: list[Op] = []
    ours = _Reader(inside, ops)
    for line in _joined(trace):
        found = _LINE.match(line)
        if not found:
            continue
        pid = found[1] or ""
        if found[2] == "execve" and readers:
            readers[pid] = _Reader(inside, ops)
        elif not found[4].startswith(("-", "?")):
            readers.setdefault(pid, ours).call(found[2], found[3], int(found[4]))
    return ops


def _joined(trace: str) -> Iterator[str]:
    """The lines, with calls that another thread cut into put together where they ended."""
    begun: dict[str, str] = {}
    for line in trace.split("\n"):
        if first := _BEGUN.match(line):
            begun[first[1]] = first[2]
        elif rest := _RESUMED.match(line):
            yield f"{rest[1]} {begun.pop(rest[1], '')}{rest[2]}"
        else:
            yield line


@dataclass(slots=True)
class _Reader:
    inside: str
    ops: list[Op] = field(default_factory=list)
    fds: dict[int, tuple[str, bool]] = field(default_factory=dict)
    at: dict[int, int] = field(default_factory=dict)

    def _add(self, kind: str, path: str, other: str = "", at: int = 0, data: bytes = b"") -> None:
        if path.startswith(self.inside):
            self.ops.append(Op(kind, path, other, at, data))

    def call(self, name: str, words: str, result: int) -> None:
        if name == "execve":
            return
        texts = [bytes.fromhex(t.replace("\\x", "")) for t, _ in _HEX.findall(words)]
        if name in ("openat", "open", "creat"):
            self._open(texts[0].decode(), words, result)
        elif name in ("rename", "renameat", "renameat2", "link", "linkat"):
            self._add(name.split("at")[0], texts[0].decode(), texts[1].decode())
        elif name in ("mkdir", "mkdirat", "unlink", "rmdir"):
            self._add(name.removesuffix("at"), texts[0].decode())
        elif name == "unlinkat":
            path = texts[0].decode()
            fd = words.split(",")[0]
            if fd.isdecimal() and int(fd) in self.fds and not path.startswith("/"):
                path = f"{self.fds[int(fd)][0]}/{path}"
            self._add("rmdir" if "AT_REMOVEDIR" in words else "unlink", path)
        else:
            self._on_fd(name, int(words.split(",")[0]), words, texts, result)

    def _open(self, path: str, words: str, fd: int) -> None:
        self.fds[fd], self.at[fd] = (path, "O_DIRECTORY" in words), 0
        if "O_CREAT" in words:
            self._add("create", path)
        if "O_TRUNC" in words:
            self._add("truncate", path)
        if "O_APPEND" in words:
            self.at[fd] = -1

    def _on_fd(self, name: str, fd: int, words: str, texts: list[bytes], result: int) -> None:
        if fd not in self.fds:
            return
        path, _ = self.fds[fd]
        if name == "write":
            self._add("write", path, at=self.at[fd], data=texts[0][:result])
            self.at[fd] += result if self.at[fd] >= 0 else 0
        elif name == "pwrite64":
            at = int(words.rsplit(",", 1)[1])
            self._add("write", path, at=at, data=texts[0][:result])
        elif name == "sendfile":
            self._copied(fd, words, result)
        elif name == "lseek" and self.at[fd] >= 0:
            self.at[fd] = result
        elif name == "ftruncate":
            self._add("truncate", path, at=int(words.split(",")[1]))
        elif name in ("fsync", "fdatasync"):
            self._add("sync", path)
        elif name == "close":
            del self.fds[fd], self.at[fd]

    def _copied(self, fd: int, words: str, size: int) -> None:
        """The kernel moves bytes from file to file: ``sendfile(out, in, [start], count)``."""
        _, source, start, _ = words.split(", ", 3)
        path, whence = self.fds[fd][0], self.fds[int(source)][0]
        if path.startswith(self.inside):
            first = int(start.split("]")[0].strip("["))
            self.ops.append(Op("copy", path, whence, self.at[fd], b"", first, size))
        self.at[fd] += size


@dataclass(slots=True)
class _File:
    now: bytes = b""
    lasting: bytes = b""
    first: bytes = b""
    """``now``: all writes; ``lasting``: as of the last sync; ``first``: one sector of the rest."""

    def write(self, at: int, data: bytes) -> None:
        self.first = _over(self.first, len(self.now) if at < 0 else at, data[:SECTOR])
        self.now = _over(self.now, len(self.now) if at < 0 else at, data)

    def truncate(self, size: int) -> None:
        self.now, self.first = self.now[:size], self.first[:size]

    def sync(self) -> None:
        self.lasting = self.first = self.now


def _over(old: bytes, at: int, data: bytes) -> bytes:
    return old[:at].ljust(at, b"\0") + data + old[at + len(data) :]


Names = dict[str, "_File | None"]
"""Path to file, or to None for a folder."""


@dataclass(slots=True)
class Disk:
    """The disk as the running system sees it, what lasts of it, and the changes of names
    that may or may not have lasted, oldest first."""

    names: Names
    lasting: Names
    waiting: list[tuple[Op, "_File | None"]] = field(default_factory=list)

    @classmethod
    def of(cls, folder: Path, called: Path) -> "Disk":
        """What lies in a folder, all of it lasting, under another name."""
        names: Names = {}
        for path in [folder, *sorted(folder.rglob("*"))]:
            data = b"" if path.is_dir() else path.read_bytes()
            name = str(called / path.relative_to(folder))
            names[name] = None if path.is_dir() else _File(data, data, data)
        return cls(names, dict(names))

    def do(self, op: Op) -> None:
        """One operation happens."""
        file = self.names.get(op.path)
        if op.kind == "copy":
            source = self.names.get(op.other)
            if file is not None and source is not None:
                file.write(op.at, source.now[op.start : op.start + op.size])
        elif op.kind in ("write", "truncate"):
            if file is not None:
                file.write(op.at, op.data) if op.kind == "write" else file.truncate(op.at)
        elif op.kind == "sync" and file is not None:
            file.sync()
        elif op.kind == "sync":
            for one in [w for w in self.waiting if _touches(w[0], op.path)]:
                _rename_in(self.lasting, *one)
                self.waiting.remove(one)
        elif op.kind != "create" or op.path not in self.names:
            node = _File() if op.kind == "create" else file
            _rename_in(self.names, op, node)
            self.waiting.append((op, node))

    def states(self) -> Iterator[dict[str, bytes | None]]:
        """What a cut now may leave: path to bytes, folders to None."""
        yield _held(self.lasting, lambda f: f.lasting)
        yield _held(self.names, lambda f: f.lasting)
        yield _held(self.names, lambda f: f.first)
        yield _held(self.names, lambda f: f.now)
        yield _held(self.lasting, lambda f: f.now)
        for left_out in self.waiting:
            names = dict(self.lasting)
            for one in self.waiting:
                if one is not left_out:
                    _rename_in(names, *one)
            yield _held(names, lambda f: f.now)
            yield _held(names, lambda f: f.lasting)


def _touches(op: Op, folder: str) -> bool:
    return folder in (str(Path(op.path).parent), str(Path(op.other).parent) if op.other else "")


def _rename_in(names: Names, op: Op, node: "_File | None") -> None:
    """A change of names: create, mkdir, link, rename (a folder with all in it), unlink, rmdir."""
    if op.kind in ("create", "mkdir"):
        names[op.path] = node
    elif op.kind == "link":
        names[op.other] = node
    elif op.kind == "rename":
        names.pop(op.path, None)
        names[op.other] = node
        for path in [p for p in names if p.startswith(op.path + "/")]:
            names[op.other + path[len(op.path) :]] = names.pop(path)
    else:
        names.pop(op.path, None)


def _held(names: Names, content: Callable[["_File"], bytes]) -> dict[str, bytes | None]:
    """The names that can be reached, with what their files then hold."""
    found: dict[str, bytes | None] = {}
    for path in sorted(names):
        if str(Path(path).parent) in found or not found:
            node = names[path]
            found[path] = None if node is None else content(node)
    return found


def cuts(
    before: Path, called: Path, ops: list[Op]
) -> Iterator[tuple[int, dict[str, bytes | None]]]:
    """Every different disk that a cut during a run may leave, with the operation it follows.

    ``before`` holds what lay in the folder ``called`` before the run.
    """
    disk, seen = Disk.of(before, called), set()
    for number, op in enumerate(ops):
        disk.do(op)
        for state in disk.states():
            name = hash(tuple(sorted((p, d) for p, d in state.items() if d is not None)))
            name ^= hash(tuple(sorted(p for p, d in state.items() if d is None)))
            if name not in seen:
                seen.add(name)
                yield number, state


def lay(state: dict[str, bytes | None], was: Path, to: Path) -> None:
    """Writes a state that speaks of the folder ``was`` into a new folder ``to``."""
    for path, data in state.items():
        target = to / Path(path).relative_to(was)
        if data is None:
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.write_bytes(data)
