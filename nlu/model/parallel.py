"""Work spread over the cores, in processes of their own.

Not in threads: the linear models' solver draws its random numbers from one generator a process,
so that two at a time would give another model with every training.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

_Part = TypeVar("_Part")
_Result = TypeVar("_Result")


def spread(
    work: Callable[[_Part], _Result], parts: Sequence[_Part], *, worth_it: bool
) -> list[_Result]:
    """What `work` gives for each part, in order; here and now where it is not worth processes.

    `work` is a function of a module: it is found by its name in a process made anew, since one
    that is forked from Rasa's would share what TensorFlow's threads hold.
    """
    workers = min(len(parts), len(os.sched_getaffinity(0)))
    if not worth_it or workers < 2:
        return [work(part) for part in parts]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(work, parts))
