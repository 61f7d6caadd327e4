"""Calls the asynchronous engine from synchronous code, and the caller's functions from the engine.

One background thread (the portal) holds the one event loop on which the engine and its HTTP
connections live. Whoever enters the engine stays its *home*: a blocked thread (:func:`run`) or a
suspended task (:func:`arun`). The engine sends callbacks home with :func:`call`, so they run where
v0.2 ran them: on the caller's thread, in the caller's context, with the caller's stack below them.

Invariants:

* A home serves its callbacks one at a time, in the order in which the engine asked for them.
* A home leaves only after the engine's task has ended, so nothing of a chat outlives the call.
* ``KeyboardInterrupt`` and ``SystemExit`` never travel through the engine: they are raised at home
  after the engine's task was cancelled and cleaned up.
"""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import os
import queue
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from typing_extensions import TypeVarTuple, Unpack

from .recursion import roomier_stack

__all__ = ("arun", "call", "drive", "is_sync_home", "run", "run_private")

T = TypeVar("T")
Given = TypeVarTuple("Given")

_Outcome = tuple[Any, "BaseException | None"]


class _Portal:
    """A daemon thread that runs one event loop for the rest of the process."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._serve, name="autogen-compat-engine", daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        asyncio.set_event_loop(self.loop)
        while not self.loop.is_closed():
            try:
                self.loop.run_forever()
            except BaseException:
                continue  # a task raised SystemExit: its awaiter has it, and the loop lives on


_portals: list[_Portal] = []
_portals_lock = threading.Lock()


def _forget_portals() -> None:
    """Threads do not survive a fork: the child starts with new ones."""
    global _portals_lock
    _portals.clear()
    _portals_lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_portals)


def _portal_for_blocking() -> _Portal:
    """The first portal that the current thread may wait for.

    Code that runs on a portal's own thread (a v0.4 tool that calls the sync API) must not wait for
    that portal, so each level gets the next one.
    """
    here = threading.current_thread()
    with _portals_lock:
        level = next((i + 1 for i, portal in enumerate(_portals) if portal.thread is here), 0)
        while len(_portals) <= level:
            _portals.append(_Portal())
        return _portals[level]


def _portal_for_awaiting() -> _Portal:
    """The first portal, or the one whose thread this is: those before it may wait for what it runs."""
    here = threading.current_thread()
    with _portals_lock:
        if not _portals:
            _portals.append(_Portal())
        return next((portal for portal in _portals if portal.thread is here), _portals[0])


class _Home:
    """Where an engine run was entered, and where its callbacks run."""

    is_sync: bool

    def post(self, job: Callable[[], Any] | None) -> None:
        raise NotImplementedError


class _ThreadHome(_Home):
    is_sync = True

    def __init__(self) -> None:
        self.jobs: queue.SimpleQueue[Callable[[], Any] | None] = queue.SimpleQueue()

    def post(self, job: Callable[[], Any] | None) -> None:
        self.jobs.put(job)


class _TaskHome(_Home):
    is_sync = False

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.jobs: asyncio.Queue[Callable[[], Awaitable[None]] | None] = asyncio.Queue()

    def post(self, job: Callable[[], Any] | None) -> None:
        self.loop.call_soon_threadsafe(self.jobs.put_nowait, job)


_home: contextvars.ContextVar[_Home | None] = contextvars.ContextVar("autogen_compat_home", default=None)


def is_sync_home() -> bool:
    """Whether the running engine coroutine was entered from a blocked thread by :func:`run`."""
    home = _home.get()
    return home is not None and home.is_sync


class _Entry:
    """An engine coroutine on its way through a portal."""

    def __init__(
        self, portal: _Portal, home: _Home, fn: Callable[..., Coroutine[Any, Any, Any]], args: tuple[Any, ...]
    ) -> None:
        self.portal, self.home, self.fn, self.args = portal, home, fn, args
        self.task: asyncio.Task[Any] | None = None
        self.cancelled = False
        token = _home.set(home)
        try:
            context = contextvars.copy_context()
        finally:
            _home.reset(token)
        portal.loop.call_soon_threadsafe(self._start, context=context)

    def _start(self) -> None:
        self.task = self.portal.loop.create_task(self.fn(*self.args))
        self.task.add_done_callback(lambda _: self.home.post(None))
        if self.cancelled:
            self.task.cancel()

    def cancel(self) -> None:
        """Cancel the engine's task from any thread; it may still clean up."""
        self.cancelled = True
        self.portal.loop.call_soon_threadsafe(self._cancel)

    def _cancel(self) -> None:
        if self.task is not None:
            self.task.cancel()

    def result(self) -> Any:
        assert self.task is not None
        return self.task.result()


def run(fn: Callable[[Unpack[Given]], Coroutine[Any, Any, T]], *args: Unpack[Given]) -> T:
    """Run the engine coroutine ``fn(*args)`` and block until it ends, serving its callbacks here.

    Works in a plain script, below a running event loop (Jupyter, an async web handler), from any
    thread, and again from within a callback, to any depth.

    :return: what the coroutine returns.
    :raises BaseException: what the coroutine raises; on Ctrl-C the engine's task is cancelled and
        has cleaned up before ``KeyboardInterrupt`` is raised. A second Ctrl-C does not wait.
    """
    try:
        portal = _portal_for_blocking()
    except RuntimeError:  # the interpreter is shutting down and starts no threads any more
        return run_private(fn, *args)
    home = _ThreadHome()
    entry = _Entry(portal, home, fn, args)
    interrupt: BaseException | None = None
    with roomier_stack():
        while True:
            try:
                job = home.jobs.get()
                if job is None:
                    break
                job()
            except BaseException as exc:
                if interrupt is not None:
                    raise
                interrupt = exc
                entry.cancel()
    try:
        if interrupt is not None:
            raise interrupt
        return entry.result()
    finally:
        del interrupt, entry  # a traceback must not keep the callback's locals alive


async def arun(fn: Callable[..., Coroutine[Any, Any, T]], *args: Any) -> T:
    """Run the engine coroutine ``fn(*args)`` on the engine's loop and await it from any event loop.

    Callbacks run in the awaiting task, so they see and set its context variables and may await
    what belongs to its loop. Cancelling the task cancels the engine's coroutine.

    :return: what the coroutine returns.
    :raises BaseException: what the coroutine raises.
    """
    home = _TaskHome()
    entry = _Entry(_portal_for_awaiting(), home, fn, args)
    try:
        with roomier_stack():
            while (job := await home.jobs.get()) is not None:
                await job()
    except BaseException:
        entry.cancel()
        await _drain(home)
        raise
    return entry.result()


async def _drain(home: _TaskHome) -> None:
    """Wait until the cancelled engine task has ended; its last callbacks are not served."""
    while await asyncio.shield(asyncio.ensure_future(home.jobs.get())) is not None:
        pass


async def call(fn: Callable[..., Any], *args: Any) -> Any:
    """Call the sync or async function ``fn(*args)`` at home and return its result to the engine.

    Without a home (a native team runs the agent on the user's own loop) it is called right here.

    :raises Exception: the very object that ``fn`` raised.
    """
    home = _home.get()
    if home is None:
        return await resolve(fn(*args))
    loop = asyncio.get_running_loop()
    done: asyncio.Future[_Outcome] = loop.create_future()
    job = _thread_job if home.is_sync else _task_job
    home.post(job(fn, args, loop, done))
    result, exc = await done
    if exc is not None:
        try:
            raise exc
        finally:
            del exc
    return result


def _deliver(done: asyncio.Future[_Outcome], outcome: _Outcome) -> None:
    # Never Future.set_exception: StopIteration may not enter a future.
    if not done.done():
        done.set_result(outcome)


def _thread_job(
    fn: Callable[..., Any], args: tuple[Any, ...], loop: asyncio.AbstractEventLoop, done: asyncio.Future[_Outcome]
) -> Callable[[], None]:
    def job() -> None:
        try:
            result = fn(*args)
            outcome: _Outcome = (_settle(result) if inspect.isawaitable(result) else result), None
        except Exception as exc:
            outcome = None, exc
        except BaseException:
            loop.call_soon_threadsafe(done.cancel)
            raise
        loop.call_soon_threadsafe(_deliver, done, outcome)

    return job


def _task_job(
    fn: Callable[..., Any], args: tuple[Any, ...], loop: asyncio.AbstractEventLoop, done: asyncio.Future[_Outcome]
) -> Callable[[], Awaitable[None]]:
    async def job() -> None:
        try:
            outcome: _Outcome = await resolve(fn(*args)), None
        except Exception as exc:
            outcome = None, exc
        except BaseException:
            loop.call_soon_threadsafe(done.cancel)
            raise
        loop.call_soon_threadsafe(_deliver, done, outcome)

    return job


async def resolve(value: Any) -> Any:
    """The value, awaited where it is awaitable."""
    return await value if inspect.isawaitable(value) else value


def _settle(awaitable: Awaitable[T]) -> T:
    async def wait() -> T:
        return await awaitable

    return run_private(wait)


def drive(coroutine: Coroutine[Any, Any, T]) -> T:
    """Finish a coroutine that never suspends, in synchronous code and without an event loop.

    :raises RuntimeError: if the coroutine does suspend: it awaited something asynchronous.
    """
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return cast(T, stop.value)
    coroutine.close()
    raise RuntimeError("a synchronous chat awaited something asynchronous; use the a_… method instead")


@contextmanager
def _no_running_loop() -> Iterator[None]:
    """Hide the loop and task that this thread is running, then put both back."""
    loop = asyncio._get_running_loop()
    task = asyncio.current_task(loop) if loop is not None else None
    if loop is not None and task is not None:
        asyncio.tasks._leave_task(loop, task)
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)
        if loop is not None and task is not None:
            asyncio.tasks._enter_task(loop, task)


def run_private(fn: Callable[..., Coroutine[Any, Any, T]], *args: Any) -> T:
    """Run a user's coroutine function on this thread, on an event loop of its own.

    v0.2 ran async tools of sync chats like this; unlike v0.2 it also works below a running loop.
    """
    with _no_running_loop(), _private_runner() as loop:
        return loop.run_until_complete(fn(*args))


@contextmanager
def _private_runner() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    try:
        yield loop
    finally:
        try:
            _cancel_leftovers(loop)
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            loop.close()


def _cancel_leftovers(loop: asyncio.AbstractEventLoop) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
