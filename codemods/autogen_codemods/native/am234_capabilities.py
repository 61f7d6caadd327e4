"""AM234: capabilities that ask a model of their own about every message need a decision.

v0.2: autogen/agentchat/contrib/capabilities/{vision_capability,generate_images}.py.  v0.4: MultiModalMessage, tools.
"""

from __future__ import annotations

from autogen_codemods.model.customs import Custom
from autogen_codemods.native.proof import NotProven
from autogen_codemods.offers import Offer
from autogen_codemods.rules.base import Kind, Rule, Tier

_OFFERS = {
    "VisionCapability": Offer(
        "a model that sees gets the image itself",
        "model_client=model_client_from({lmm_config|lmm_config}) in the AssistantAgent, and give it "
        "MultiModalMessage(content=[text, Image.from_file(path)], source='user')",
        "VisionCapability(lmm_config=lmm_config).add_to_agent(assistant)",
        'assistant = AssistantAgent("assistant", model_client=OpenAIChatCompletionClient(model="gpt-4o"))\n'
        'task = MultiModalMessage(content=["What is this?", Image.from_file(Path("photo.png"))], source="user")',
    ),
    "ImageGeneration": Offer(
        "a tool makes the image, and the model calls it when one is wanted",
        "tools=[generate_image] in the AssistantAgent, with an async def generate_image(prompt: str) -> str",
        "ImageGeneration(image_generator=dalle).add_to_agent(assistant)",
        "async def generate_image(prompt: str) -> str:\n"
        '    """Make an image and give its address."""\n'
        '    made = await AsyncOpenAI().images.generate(model="dall-e-3", prompt=prompt)\n'
        '    return (made.data or [])[0].url or ""\n'
        "\n\n"
        'assistant = AssistantAgent("assistant", model_client=model_client, tools=[generate_image])',
    ),
}
_PARAMETERS = {
    "VisionCapability": ("lmm_config",),
}

RULE = Rule(
    code="AM234",
    title="VisionCapability and ImageGeneration need a decision",
    kind=Kind.DECISION,
    tier=Tier.NATIVE,
    why="These capabilities ask a model of their own about every message: what an image shows, whether an image is "
    "wanted. v0.4 has the parts but asks nothing of the kind, so answers and costs would change. They work on compat "
    "as before; each finding says what to write there, and below is an example for each.",
    before="\n".join(offer.before for offer in _OFFERS.values()),
    after="\n\n".join(f"# {name}\n{offer.after}" for name, offer in _OFFERS.items()),
)

CODE = RULE.code


def check(custom: Custom, agent: str, name: str) -> None:
    """The capability that `agent` gets must not be one of these; raises NotProven."""
    offer = _OFFERS.get(name)
    if offer is None or custom.capability is None:
        return
    told = offer.message(custom.capability, _PARAMETERS.get(name, ()))
    raise NotProven(CODE, custom.call, f"{agent} has {name}, which asks a model about every message: {told}")
