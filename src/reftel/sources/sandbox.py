"""Sandbox: what a process gives up before it looks at bytes that may be hostile.

It is loaded by its path, in a process of its own, and imports nothing of reftel.

Limits are the process's own (setrlimit(2)); on Linux for x86-64 and ARM64 a filter
of system calls (seccomp(2)) stands behind them, which holds for root too. macOS:
there is no limit on memory (``RLIMIT_AS`` is not kept there) and no filter; all
other limits hold.
"""

from __future__ import annotations

import ctypes
import os
import resource
import struct
import sys
from contextlib import suppress


def give_up(seconds: int, memory: int, output: int) -> None:
    """Give up what is not needed. What a system does not know, or does not allow, is left."""
    for name, most in (
        ("RLIMIT_CORE", 0),
        ("RLIMIT_CPU", seconds),
        ("RLIMIT_AS", memory),
        ("RLIMIT_FSIZE", output),
        ("RLIMIT_NPROC", 0),
        ("RLIMIT_NOFILE", 0),  # what is open stays open; nothing new is opened, no socket made
    ):
        with suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (most, most))
    with suppress(OSError):
        os.nice(5)
    _filter_calls()


# By machine: its audit number (linux/audit.h), and the calls (unistd.h) that make sockets and processes,
# reach into other processes, and open, remove or rename files.
_FORBIDDEN = {
    "x86_64": (
        0xC000003E,
        # socket, connect, socketpair, clone, fork, vfork, execve, kill, ptrace, tkill, process_vm_readv and
        # _writev, execveat, pidfd_send_signal, io_uring_setup, clone3; open, rename, creat, unlink, openat,
        # unlinkat, renameat, renameat2, openat2
        "41 42 53 56 57 58 59 62 101 200 310 311 322 424 425 435 2 82 85 87 257 263 264 316 437",
    ),
    "aarch64": (
        0xC00000B7,
        # kill, tkill, ptrace, socket, socketpair, connect, clone, execve, process_vm_readv/writev, execveat,
        # pidfd_send_signal, io_uring_setup, clone3; unlinkat, renameat, openat, renameat2, openat2
        "129 130 117 198 199 203 220 221 270 271 281 424 425 435 35 38 56 276 437",
    ),
}
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _SECCOMP_MODE_FILTER = 22, 38, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # linux/bpf_common.h
_ALLOW, _NOT_PERMITTED = 0x7FFF0000, 0x00050001  # linux/seccomp.h; EPERM
_OTHER_CALLS = 0x40000000  # the numbers of x32


def _filter_calls() -> None:
    """Have the kernel refuse the calls that no reader of a text needs; nothing where it knows no filter."""
    rule = _FORBIDDEN.get(os.uname().machine) if sys.platform == "linux" else None
    if rule is None:
        return
    machine, calls = rule[0], [int(number) for number in rule[1].split()]
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 0, len(calls) + 3, machine), (_LOAD, 0, 0, 0)]
    steps.append((_AT_LEAST, len(calls) + 1, 0, _OTHER_CALLS))
    steps += [(_EQUAL, len(calls) - i, 0, call) for i, call in enumerate(calls)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _NOT_PERMITTED)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(program)))
    with suppress(OSError, AttributeError):
        prctl = ctypes.CDLL(None).prctl
        prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
        if prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
            prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(header), 0, 0)
