"""One script in one container of its own, which is then kept as an image.

autogen_ext's docker executor runs everything in one container and keeps no image; v0.2's execute_code commits
what the script installed, so that a later call can run in it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .code_utils import TIMEOUT_MSG

DEFAULT_IMAGES = ("python:3-slim", "python:3", "python:3-windowsservercore")

_TAG_LENGTH = 128
_POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Outcome:
    """What a script did in its container."""

    exit_code: int
    logs: str
    image: str


def run_script(images: Sequence[str], folder: str, name: str, program: str, timeout: float) -> Outcome:
    """Run the script `name` of `folder`, which is mounted as /workspace, with `program`.

    Args:
        images: the first of them that is there or can be pulled is used.
        timeout: seconds after which the container is stopped; the outcome is then exit code 1 and "Timeout".

    Raises:
        RuntimeError: none of the images could be pulled.
    """
    import docker

    client = docker.from_env()
    image = _available_image(client, images)
    mark = f"exitcode{time.time()}"
    script = f'{program} "{name}"; exit_code=$?; echo -n {mark}; echo -n $exit_code; echo {mark}'
    container = client.containers.run(
        image,
        command=["sh", "-c", script],
        working_dir="/workspace",
        detach=True,
        volumes={str(Path(folder).absolute()): {"bind": "/workspace", "mode": "rw"}},
    )
    try:
        if not _exits_in_time(container, timeout):
            container.stop()
            return Outcome(1, TIMEOUT_MSG, image)
        tag = image_tag(name)
        container.commit(repository="python", tag=tag)
        exit_code, logs = _split_exit_code(container.logs().decode("utf-8", "replace").rstrip(), mark)
        return Outcome(container.attrs["State"]["ExitCode"] or exit_code, logs, f"python:{tag}")
    finally:
        container.remove()


def image_tag(filename: str) -> str:
    """A file name as a docker tag: letters, digits, "_", "." and "-", no "." or "-" first, at most 128 characters."""
    tag = re.sub(r"[^A-Za-z0-9_.-]", "_", filename)
    return re.sub(r"^[.-]", "_", tag)[:_TAG_LENGTH]


def _available_image(client: Any, images: Sequence[str]) -> str:
    from docker import errors

    for image in images:
        try:
            client.images.get(image)
            return image
        except errors.ImageNotFound:
            print("Pulling image", image)  # noqa: T201
        try:
            client.images.pull(image)
            return image
        except errors.DockerException:
            print("Failed to pull image", image)  # noqa: T201
    raise RuntimeError(f"None of these docker images could be pulled: {', '.join(images)}. Name another in use_docker.")


def _exits_in_time(container: Any, timeout: float) -> bool:
    deadline = time.monotonic() + timeout
    while container.status != "exited":
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
        container.reload()
    return True


def _split_exit_code(logs: str, mark: str) -> tuple[int, str]:
    marked = re.compile(f"{re.escape(mark)}(\\d+){re.escape(mark)}")
    found = marked.search(logs)
    return (int(found[1]), marked.sub("", logs)) if found else (1, logs)
