"""Memory that is not used is given back: for the processes of a large intake.

Batches come and go by the megabyte. Arrow's own allocator and glibc's keep what was
let go for the next one, in every process (190 MB of 570 at 300,000 messages, decision
0150). Here both are told to give it back, at no CPU that could be measured.
"""

import ctypes
import sys
from contextlib import suppress

# mallopt(3): the options' numbers in malloc.h.
_TRIM_AT, _MAP_FROM, _ARENAS = -1, -3, -8
_GIVEN = ((_TRIM_AT, 1 << 20), (_MAP_FROM, 1 << 18), (_ARENAS, 1))


def spare_memory(*, ours: bool = True) -> None:
    """From here on this process keeps little of what it lets go; one that is ``ours`` alone
    leaves the other cores to the others, too.

    Its Arrow buffers come from the system's allocator; with glibc, large blocks are
    mapped each for itself and all threads share one arena. Call it before threads
    start; what other allocators do is left to them.
    """
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())
    if ours:
        pa.set_cpu_count(1)
    if sys.platform == "linux":
        with suppress(AttributeError):  # musl has no mallopt
            mallopt = ctypes.CDLL(None).mallopt
            for option, value in _GIVEN:
                mallopt(option, value)
