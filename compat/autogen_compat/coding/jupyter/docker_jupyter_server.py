"""A Jupyter kernel gateway in a container (v0.2: autogen/coding/jupyter/docker_jupyter_server.py)."""

from __future__ import annotations

import io
import logging
import secrets
import uuid
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from typing_extensions import Self

from .. import _containers
from .base import JupyterConnectable, JupyterConnectionInfo
from .jupyter_client import JupyterClient

_DEFAULT_IMAGE = "autogen-jupyterkernelgateway"
_GATEWAY_PORT = "8888/tcp"


class DockerJupyterServer(JupyterConnectable):
    """Runs a kernel gateway in a container until it is stopped or the program exits.

    autogen_ext's server of the same name takes no further docker arguments and changes the working folder.
    """

    DEFAULT_DOCKERFILE = """FROM quay.io/jupyter/docker-stacks-foundation
USER ${NB_UID}
RUN mamba install --yes ipykernel jupyter_kernel_gateway \\
 && mamba clean --all --force-pkgs-dirs --yes \\
 && fix-permissions "${CONDA_DIR}" "/home/${NB_USER}"
WORKDIR ${HOME}
EXPOSE 8888
ENV TOKEN=UNSET
CMD python -m jupyter kernelgateway \\
    --JupyterApp.answer_yes=true \\
    --JupyterWebsocketPersonality.list_kernels=true \\
    --KernelGatewayApp.ip=0.0.0.0 \\
    --KernelGatewayApp.port=8888 \\
    --KernelGatewayApp.auth_token="${TOKEN}"
"""

    class GenerateToken:
        """Stands for a token that is made up."""

    def __init__(
        self,
        *,
        custom_image_name: str | None = None,
        container_name: str | None = None,
        auto_remove: bool = True,
        stop_container: bool = True,
        docker_env: Mapping[str, str] = {},
        token: str | GenerateToken = GenerateToken(),  # noqa: B008  # v0.2's signature; it has no state
        **docker_kwargs: Any,
    ) -> None:
        """Start the container, after building its image where that is not there yet.

        Args:
            custom_image_name: an image that serves on port 8888 with the token of its environment variable TOKEN;
                by default one is built from `DEFAULT_DOCKERFILE`.
            container_name: name of the container; made up by default.
            auto_remove: remove the container when it stops.
            stop_container: stop the container when the program exits.
            docker_env: further environment variables.
            token: what clients must present; made up by default, "" for none.
            docker_kwargs: further arguments of docker's `containers.run`.

        Raises:
            ValueError: there is no such image, or the container does not start.
            ImportError: the docker package is not installed.
            docker.errors.DockerException: no engine answers.
        """
        client = _containers.docker_client("DockerJupyterServer")
        self._token = secrets.token_hex(32) if isinstance(token, DockerJupyterServer.GenerateToken) else token
        container = client.containers.run(
            self._image(client, custom_image_name),
            detach=True,
            auto_remove=auto_remove,
            environment={"TOKEN": self._token, **docker_env},
            publish_all_ports=True,
            name=container_name or f"{_DEFAULT_IMAGE}-{uuid.uuid4()}",
            **docker_kwargs,
        )
        _containers.wait_until_running(container)
        self._container_id = container.id
        self._port = int(container.ports[_GATEWAY_PORT][0]["HostPort"])
        self._stop_container = stop_container
        self._cleanup_func = _containers.stopper(client, container, at_exit=stop_container)

    def _image(self, client: Any, custom_name: str | None) -> str:
        name = custom_name or _DEFAULT_IMAGE
        if _containers.has_image(client, name):
            return name
        if custom_name is not None:
            raise ValueError(f"Custom image {custom_name} does not exist")
        logging.info(f"Image {name} not found. Building it now.")
        client.images.build(fileobj=io.BytesIO(self.DEFAULT_DOCKERFILE.encode()), tag=name)
        return name

    @property
    def connection_info(self) -> JupyterConnectionInfo:
        """The address of the gateway."""
        return JupyterConnectionInfo(host="127.0.0.1", use_https=False, port=self._port, token=self._token)

    def stop(self) -> None:
        """Stop the container."""
        self._cleanup_func()

    def get_client(self) -> JupyterClient:
        """A client of the gateway."""
        return JupyterClient(self.connection_info)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        self.stop()
