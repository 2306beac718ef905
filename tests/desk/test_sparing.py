"""Processes of ours hold little: no pandas, and allocators that give back."""

import subprocess
import sys

_ASKS = """
import sys
from onrecord.unneeded import without
from onrecord.desk.sparing import spare_memory
without("pandas")
spare_memory()
import pyarrow as pa
import pyarrow.compute as pc
assert pc.is_in(pa.array(["a", "b"]), pa.array(["b"])).to_pylist() == [False, True]
print("pandas" in sys.modules, pa.default_memory_pool().backend_name)
"""


def test_a_process_of_ours_loads_no_pandas_and_asks_the_system_for_memory() -> None:
    done = subprocess.run([sys.executable, "-c", _ASKS], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "system"]


def test_pandas_would_have_been_loaded() -> None:
    asks = _ASKS.replace('without("pandas")', "")
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "system"]
