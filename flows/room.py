"""The house a flow works in (工作间). The composition root says in the environment how it is opened; it is opened once per process.

Prefect starts scheduled flows in processes of their own, which know nothing but their environment. What fails in the house is written to
our own log; a run of Prefect's, which keeps the words of its failure, is told the code alone.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from prefect.context import FlowRunContext

from domain.errors import HongtouError
from flows.errors import RunFailedError, UnforeseenRunError
from office.house import House

OFFICE_VARIABLE = "HONGTOU_OFFICE"
OPENER_VARIABLE = "HONGTOU_OPENER"

SERVER_IS_GONE = 75
"""The exit code by which the porter says that Prefect does not answer."""

T = TypeVar("T")
log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def house() -> House:
    """Give this process's house, opening it at the first call; ``HONGTOU_OPENER`` names ``module:function``, ``Path -> House``."""
    module, _, name = os.environ[OPENER_VARIABLE].partition(":")
    opener: Callable[[Path], House] = getattr(import_module(module), name)
    return opener(Path(os.environ[OFFICE_VARIABLE]))


async def in_thread(work: Callable[[House], T]) -> T:
    """Run one chunk of the office's work in a thread, since the registry refuses an event loop; its connection is closed after."""
    with _by_its_code():
        return await asyncio.to_thread(_closing, work)


@asynccontextmanager
async def held(context: Callable[[House], AbstractContextManager[T]]) -> AsyncIterator[T]:
    """Open the house, and enter and leave a context of it, in a thread as ``in_thread`` does."""
    with _by_its_code():
        manager = await asyncio.to_thread(lambda: context(house()))
        value = await asyncio.to_thread(manager.__enter__)
    try:
        yield value
    finally:
        with _by_its_code():
            await asyncio.to_thread(manager.__exit__, None, None, None)


def _closing(work: Callable[[House], T]) -> T:
    here = house()
    try:
        return work(here)
    finally:
        here.registry.close_connections()


@contextmanager
def _by_its_code() -> Iterator[None]:
    """Let a failure leave a run of Prefect's by its code; outside of one it stays what it is."""
    try:
        yield
    except Exception as error:  # whatever it says, Prefect would keep it
        if FlowRunContext.get() is None:
            raise
        log.exception("a run failed")
        told = RunFailedError(error.code) if isinstance(error, HongtouError) else UnforeseenRunError(error)
        raise told from None
