"""Agents that see and draw."""

from __future__ import annotations

import base64
import json
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from autogen_agentchat.messages import MultiModalMessage
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_codemods.demo.model_server import ModelServer
from autogen_compat import ConversableAgent
from autogen_compat.agentchat.contrib import img_utils, llava_agent
from autogen_compat.agentchat.contrib.capabilities import generate_images
from autogen_compat.agentchat.contrib.capabilities.generate_images import DalleImageGenerator, ImageGeneration
from autogen_compat.agentchat.contrib.capabilities.vision_capability import VisionCapability
from autogen_compat.agentchat.contrib.llava_agent import LLaVAAgent, llava_call, llava_call_binary
from autogen_compat.agentchat.contrib.multimodal_conversable_agent import MultimodalConversableAgent
from autogen_compat.cache import Cache
from autogen_core import Image as V04Image
from PIL import Image


def png(color: str = "red") -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (4, 4), color).save(buffer, format="PNG")
    return buffer.getvalue()


@pytest.fixture
def red(tmp_path: Path) -> str:
    path = tmp_path / "red.png"
    path.write_bytes(png())
    return str(path)


@pytest.fixture
def serve() -> Iterator[Callable[[bytes], tuple[str, list[Any]]]]:
    """Serve a body at every path; gives the address, and the requests' bodies as they come."""
    servers: list[HTTPServer] = []

    def start(body: bytes) -> tuple[str, list[Any]]:
        seen: list[Any] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                seen.append(json.loads(self.rfile.read(length)) if length else self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, format: str, *args: Any) -> None:
                pass

        server = HTTPServer(("localhost", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://localhost:{server.server_port}", seen

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def config(server: ModelServer) -> dict[str, Any]:
    entry = {"model": "gpt-4", "api_key": "sk-test", "base_url": server.base_url}
    return {"config_list": [entry], "cache_seed": None}


def user() -> ConversableAgent:
    return ConversableAgent("user", llm_config=False, human_input_mode="NEVER", max_consecutive_auto_reply=0)


def last_content(server: ModelServer) -> Any:
    return server.requests[-1].body["messages"][-1]["content"]


class TestImages:
    @pytest.mark.parametrize("quote", ["", "'", '"'])
    def test_an_image_is_read_from_a_file(self, red: str, quote: str) -> None:
        assert img_utils.get_pil_image(f"{quote}{red}{quote}").getpixel((0, 0)) == (255, 0, 0)

    def test_an_image_is_read_from_the_web(self, serve: Any) -> None:
        address, _ = serve(png("blue"))
        assert img_utils.get_pil_image(f"{address}/blue.png").getpixel((0, 0)) == (0, 0, 255)

    def test_an_image_is_read_from_base64_with_and_without_its_kind(self) -> None:
        text = base64.b64encode(png()).decode()
        for location in (text, f"data:image/png;base64,{text}"):
            assert img_utils.get_pil_image(location).size == (4, 4)
        assert img_utils.get_image_data(text, use_b64=False) == png()

    def test_a_location_that_is_none_is_refused(self) -> None:
        with pytest.raises((ValueError, OSError)):
            img_utils.get_pil_image("nowhere.png")

    def test_the_extra_is_named_where_pillow_is_missing(self, monkeypatch: pytest.MonkeyPatch, red: str) -> None:
        monkeypatch.setitem(sys.modules, "PIL", None)
        with pytest.raises(ImportError, match=r"pip install \"autogen-migrate\[images\]\""):
            img_utils.get_pil_image(red)

    def test_messages_keep_their_images_while_the_model_gets_data(self) -> None:
        image = Image.new("RGB", (2, 2))
        linked = {"type": "image_url", "image_url": {"url": "http://x.org/a.png"}}
        message = {"role": "user", "content": ["a", {"type": "image_url", "image_url": {"url": image}}, linked]}
        (shown,) = img_utils.message_formatter_pil_to_b64([message])
        assert shown["content"][1]["image_url"]["url"].startswith("data:image/png;base64,")
        assert shown["content"][2] == linked
        assert message["content"][1]["image_url"]["url"] is image


class TestMultimodal:
    def test_a_result_of_a_tool_is_sent_as_its_own_message(self, model_server: ModelServer) -> None:
        model_server.load([{"tool_calls": [{"name": "look", "arguments": {}, "id": "c"}]}, "Red."])
        agent = MultimodalConversableAgent(
            "seer", llm_config=config(model_server), human_input_mode="NEVER", max_consecutive_auto_reply=2
        )
        human = ConversableAgent("user", llm_config=False, human_input_mode="NEVER", max_consecutive_auto_reply=1)
        human.register_for_execution(name="look")(lambda: "a wall")
        human.initiate_chat(agent, message="Look.")
        assert model_server.requests[-1].body["messages"][-1]["role"] == "tool"

    async def test_an_agent_that_sees_sits_in_a_v04_team(self, model_server: ModelServer) -> None:
        model_server.load(["I see red."])
        agent = MultimodalConversableAgent("seer", llm_config=config(model_server), human_input_mode="NEVER")
        team = RoundRobinGroupChat([agent], max_turns=1)
        red = V04Image(Image.new("RGB", (3, 3), "red"))
        result = await team.run(task=MultiModalMessage(content=["what?", red], source="user"))
        assert result.messages[-1].to_text() == "I see red."  # type: ignore[union-attr]
        assert last_content(model_server)[1]["image_url"]["url"].startswith("data:image/png;base64,")

    async def test_a_history_with_images_is_saved_and_restored(self, model_server: ModelServer, red: str) -> None:
        model_server.load(["Red.", "Still red."])
        options: Any = {"llm_config": config(model_server), "human_input_mode": "NEVER"}
        agent = MultimodalConversableAgent("seer", f"See <img {red}>", **options)
        human = user()
        human.initiate_chat(agent, message=f"What is <img {red}>?")
        state = json.loads(json.dumps(await agent.save_state()))
        again = MultimodalConversableAgent("seer", **options)
        await again.load_state(state)
        human.initiate_chat(again, message="And now?", clear_history=False)
        before, after = (request.body["messages"] for request in model_server.requests)
        assert after[: len(before)] == before


class TestVision:
    def test_an_image_is_described_to_an_agent_that_does_not_see(self, model_server: ModelServer, red: str) -> None:
        model_server.load(["a red square", "Nice."])
        agent = ConversableAgent("blind", llm_config=config(model_server), human_input_mode="NEVER")
        VisionCapability(config(model_server), "What is it?").add_to_agent(agent)
        user().initiate_chat(agent, message=f"Look: <img {red}>!")
        question = model_server.requests[0].body["messages"][0]["content"]
        assert question[0] == {"type": "text", "text": "What is it?"}
        assert question[1]["image_url"]["url"].startswith("data:image/png;base64,")
        caption = "in case you can not see, the caption of this image is: a red square"
        assert last_content(model_server) == f"Look: <img {red}> {caption}\n!"

    def test_captions_can_come_from_a_function(self, red: str) -> None:
        vision = VisionCapability({}, custom_caption_func=lambda url, image, client: f"{image.size} {client}")
        content = [{"type": "image_url", "image_url": {"url": red}}]
        assert vision.process_last_received_message(content).endswith(": (4, 4) None\n")

    def test_other_parts_are_left_out_with_a_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        vision = VisionCapability({}, custom_caption_func=lambda *_: "")
        assert vision.process_last_received_message([{"type": "sound"}, {"type": "text", "text": "a"}]) == "a"
        assert "a content part of the type sound is left out" in capsys.readouterr().out

    def test_neither_a_model_nor_a_function_is_refused(self) -> None:
        with pytest.raises(AssertionError, match="requires a valid lmm_config or custom_caption_func"):
            VisionCapability({})


class Painter:
    def __init__(self) -> None:
        self.painted: list[str] = []

    def generate_image(self, prompt: str) -> Any:
        self.painted.append(prompt)
        return Image.new("RGB", (1, 1), "red")

    def cache_key(self, prompt: str) -> str:
        return prompt


class TestDrawing:
    def agent(self, server: ModelServer, painter: Painter, **options: Any) -> ConversableAgent:
        agent = ConversableAgent("artist", "You draw.", llm_config=config(server), human_input_mode="NEVER")
        ImageGeneration(painter, **options).add_to_agent(agent)
        return agent

    def test_an_image_is_drawn_when_one_is_asked_for(self, model_server: ModelServer) -> None:
        model_server.load(["Yes", "a cat"])
        agent, painter = ConversableAgent, Painter()
        agent = self.agent(model_server, painter)
        result = user().initiate_chat(agent, message="Draw a cat.")
        text, image = result.chat_history[-1]["content"]
        assert text["text"] == "I generated an image with the prompt: a cat"
        assert image["image_url"]["url"].startswith("data:image/png;base64,")
        assert painter.painted == ["a cat"]
        assert agent.system_message == f"You draw.\n{generate_images.SYSTEM_MESSAGE}"
        assert agent.description.endswith(generate_images.DESCRIPTION_MESSAGE)

    def test_other_messages_are_answered_as_before(self, model_server: ModelServer) -> None:
        model_server.load(["no", "Hello."])
        result = user().initiate_chat(self.agent(model_server, Painter()), message="Hi")
        assert result.chat_history[-1]["content"] == "Hello."

    def test_a_drawing_is_taken_from_the_cache(self, model_server: ModelServer, tmp_path: Path) -> None:
        painter = Painter()
        with Cache.disk(cache_seed=1, cache_path_root=str(tmp_path)) as cache:
            agent = self.agent(model_server, painter, cache=cache)
            for _ in range(2):
                model_server.load(["yes", "a cat"])
                user().initiate_chat(agent, message="Draw a cat.")
        assert painter.painted == ["a cat"]

    def test_dalle_is_asked_at_the_address_of_the_config(self, serve: Any) -> None:
        picture, _ = serve(png("green"))
        address, seen = serve(json.dumps({"created": 1, "data": [{"url": f"{picture}/a.png"}]}).encode())
        entry = {"model": "dall-e-3", "api_key": "sk-test", "base_url": address}
        image = DalleImageGenerator({"config_list": [entry]}, quality="hd").generate_image("a tree")
        assert image.getpixel((0, 0)) == (0, 128, 0)
        assert seen == [{"model": "dall-e-3", "prompt": "a tree", "size": "1024x1024", "quality": "hd", "n": 1}]

    def test_an_answer_without_an_image_is_an_error(self, serve: Any) -> None:
        address, _ = serve(b'{"created": 1, "data": [{}]}')
        entry = {"model": "dall-e-2", "api_key": "sk-test", "base_url": address}
        with pytest.raises(ValueError, match="Failed to generate image"):
            DalleImageGenerator({"config_list": [entry]}).generate_image("a tree")

    def test_other_models_and_resolutions_are_refused(self) -> None:
        with pytest.raises(ValueError, match="Invalid DALL-E model: gpt-4"):
            DalleImageGenerator({"config_list": [{"model": "gpt-4", "api_key": "k"}]})
        with pytest.raises(ValueError, match="Invalid resolution format: wide"):
            DalleImageGenerator({"config_list": [{"model": "dall-e-2", "api_key": "k"}]}, resolution="wide")  # type: ignore[arg-type]


class TestLlava:
    DEAF = {"model": "m", "base_url": "http://localhost:1", "api_key": "none"}

    def test_an_agent_asks_a_local_worker(self, serve: Any, red: str) -> None:
        address, seen = serve(b'{"text": "early"}\0{"text": "x###Assistant: A red square. "}\0')
        agent = LLaVAAgent(
            "llava",
            llm_config={"config_list": [{"model": "m", "base_url": address, "api_key": "none"}]},
            human_input_mode="NEVER",
        )
        result = user().initiate_chat(agent, message=f"What is <img {red}>?")
        assert result.chat_history[-1]["content"] == "Assistant: A red square."
        assert seen[0]["prompt"].startswith(f"{llava_agent.DEFAULT_LLAVA_SYS_MSG}\n###Human: What is ")
        assert seen[0]["stop"] == "###"
        assert len(seen[0]["images"]) == 1

    def test_a_prompt_with_tags_is_called(self, serve: Any, red: str) -> None:
        address, seen = serve(b'{"text": "A red square."}\0')
        assert llava_call(f"See <img {red}>", {"config_list": [{"model": "m", "base_url": address}]}) == "A red square."
        assert seen[0]["prompt"] == "See <image>"

    def test_the_next_config_is_tried_after_an_error(self, serve: Any, capsys: pytest.CaptureFixture[str]) -> None:
        address, _ = serve(b'{"text": "Fine."}\0')
        configs = [{"base_url": "http://localhost:1"}, {"model": "m", "base_url": address}]
        assert llava_call_binary("Hi", [], configs) == "Fine."
        assert "Error: 'model'" in capsys.readouterr().out

    def test_no_answer_at_all_is_an_error(self) -> None:
        agent = LLaVAAgent("llava", llm_config={"config_list": [self.DEAF]})
        with pytest.raises(AssertionError, match="Empty response from LLaVA"):
            agent._image_reply([{"role": "user", "content": [{"type": "text", "text": "Hi"}]}])
        with pytest.raises(AssertionError, match="Either messages=None or sender=None"):
            agent._image_reply()

    def test_the_extra_is_named_where_replicate_is_missing(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setitem(sys.modules, "replicate", None)
        assert llava_call_binary("Hi", [""], [{"base_url": "someone/llava"}]) is None
        assert 'pip install "autogen-migrate[llava]"' in capsys.readouterr().out

    def test_replicate_gets_one_image(self, monkeypatch: pytest.MonkeyPatch) -> None:
        calls: list[Any] = []
        fake = SimpleNamespace(run=lambda model, input: calls.append((model, input)) or iter(["A ", "cat."]))
        monkeypatch.setitem(sys.modules, "replicate", fake)
        assert llava_call_binary("<image>?", ["aa", "bb"], [{"base_url": "someone/llava"}]) == "A cat."
        image = "data:image/jpeg;base64,aa"
        assert calls == [("someone/llava", {"image": image, "prompt": " ?", "seed": 1})]
