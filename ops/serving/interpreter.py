"""How the interpreter is set for serving: nothing may hold up the loop for long, neither the collector nor a thread."""

import gc
import sys

SWITCH_SECONDS = 0.001


def set_interpreter() -> None:
    """To be called when everything is loaded.

    The collector is spared what is there to stay: looking through it stopped the process for 0.1 s at a time. And a
    thread that computes (a workbook, a list) hands over sooner than after the 5 ms of Python's default, which the loop
    and the store would wait through at each of their many short steps.
    """
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH_SECONDS)
