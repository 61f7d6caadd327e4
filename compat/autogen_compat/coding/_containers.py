"""Docker containers that live as long as an executor or a server."""

from __future__ import annotations

import atexit
import time
from collections.abc import Callable
from typing import Any

_POLL_SECONDS = 0.1


def docker_client(what_for: str) -> Any:
    """A client of the docker engine.

    Raises:
        ImportError: the docker package is not installed.
        docker.errors.DockerException: no engine answers.
    """
    try:
        import docker
        from docker import errors
    except ImportError as error:
        message = f'{what_for} needs the docker package: pip install "autogen-migrate[docker]"'
        raise ImportError(message) from error
    try:
        return docker.from_env()
    except errors.DockerException as error:
        message = (
            f"{what_for} needs a docker engine and none answers: start docker, or point DOCKER_HOST to a running one, "
            f"or execute code on this machine with LocalCommandLineCodeExecutor. ({error})"
        )
        raise errors.DockerException(message) from error


def has_image(client: Any, name: str) -> bool:
    """Whether the engine has an image already."""
    from docker import errors

    try:
        client.images.get(name)
    except errors.ImageNotFound:
        return False
    return True


def wait_until_running(container: Any, timeout: float = 60) -> None:
    """Wait up to `timeout` seconds.

    Raises:
        ValueError: the container does not run by then.
    """
    deadline = time.monotonic() + timeout
    while container.status != "running":
        if time.monotonic() > deadline:
            raise ValueError("Container failed to start")
        time.sleep(_POLL_SECONDS)
        container.reload()


def stopper(client: Any, container: Any, *, at_exit: bool) -> Callable[[], None]:
    """A function that stops a container unless it is gone; also called at exit, if asked for."""
    from docker import errors

    def stop() -> None:
        atexit.unregister(stop)
        try:
            client.containers.get(container.id).stop()
        except errors.NotFound:
            pass

    if at_exit:
        atexit.register(stop)
    return stop
