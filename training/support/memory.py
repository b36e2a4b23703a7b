"""Keep freed memory: on a CPU, giving it back costs more than the arithmetic it is needed for."""

from __future__ import annotations

import ctypes
import ctypes.util

M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4


def keep_freed_memory() -> None:
    """Tell glibc to take large blocks from its heap and to keep them when freed.

    By default every tensor over 128 KB is mapped afresh from the kernel and unmapped again, page by page: on a virtual
    machine that doubled the time of a forward and backward pass (13 s to 6.5 s for 8x256 tokens of a 135M model on 2
    cores). Other C libraries have no mallopt and are left as they are.
    """
    name = ctypes.util.find_library("c")
    mallopt = getattr(ctypes.CDLL(name), "mallopt", None) if name else None
    if mallopt is not None:
        mallopt(M_MMAP_MAX, 0)
        mallopt(M_TRIM_THRESHOLD, 2**31 - 1)
