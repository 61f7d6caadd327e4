"""Groups in members, chats in replies, overridden methods and hooks, drawn by chance.

Each scenario is a program that its seed determines. Raise COUNT and record again to look for differences; a scenario
keeps its program when others are added. (A program that recurses without end differs: in how deep it gets.)
"""

import asyncio
import importlib
import random

from differential.scenario import Scenario

COUNT = 40


def chance(dice, probability):
    return dice.random() < probability


def loud_classes(autogen, report):
    """Subclasses that tell what they are asked, and then do as their parents do."""

    class LoudReceiver(autogen.ConversableAgent):
        def receive(self, message, sender, request_reply=None, silent=False):
            report("receives", [self.name, sender.name])
            super().receive(message, sender, request_reply, silent)
            report("received", self.name)

    class LoudSender(autogen.ConversableAgent):
        def send(self, message, recipient, request_reply=None, silent=False):
            report("sends", [self.name, recipient.name])
            super().send(message, recipient, request_reply, silent)
            report("sent", self.name)

    class LoudSpeaker(autogen.ConversableAgent):
        def generate_reply(self, messages=None, sender=None, **kwargs):
            report("replies", [self.name, messages is None])
            return super().generate_reply(messages=messages, sender=sender, **kwargs)

    return (autogen.ConversableAgent,) * 4 + (LoudReceiver, LoudSender, LoudSpeaker)


def loud_groups(autogen, report):
    class LoudGroup(autogen.GroupChat):
        def select_speaker(self, last_speaker, selector):
            speaker = super().select_speaker(last_speaker, selector)
            report("selected", [last_speaker.name, speaker.name])
            return speaker

        def append(self, message, speaker):
            report("appends", speaker.name)
            super().append(message, speaker)

    class LoudManager(autogen.GroupChatManager):
        def __init__(self, groupchat, **settings):
            super().__init__(groupchat, **settings)
            self._reply_func_list.clear()
            self.register_reply(
                autogen.Agent, LoudManager.run_chat, config=groupchat, reset_config=autogen.GroupChat.reset
            )

        def run_chat(self, messages=None, sender=None, config=None):
            report("runs", self.name)
            answer = super().run_chat(messages=messages, sender=sender, config=config)
            report("ran", answer)
            return answer

    return (autogen.GroupChat,) * 2 + (LoudGroup,), (autogen.GroupChatManager,) * 2 + (LoudManager,)


def stops(message):
    return "STOP" in str(message.get("content"))


class Cast:
    """Makes the agents and groups of one program."""

    def __init__(self, autogen, dice, report):
        self.autogen, self.dice, self.report = autogen, dice, report
        self.agent_classes = loud_classes(autogen, report)
        self.group_classes, self.manager_classes = loud_groups(autogen, report)

    def member(self, name):
        dice, settings = self.dice, {}
        if chance(dice, 0.3):
            settings["max_consecutive_auto_reply"] = dice.choice((0, 1, 2, 3))
        if chance(dice, 0.2):
            settings["is_termination_msg"] = stops
        agent = dice.choice(self.agent_classes)(
            name,
            llm_config=False,
            human_input_mode="NEVER",
            description=f"Is {name}.",
            default_auto_reply=dice.choice((f"I am {name}", "STOP", "", None, {"content": f"a dict of {name}"})),
            **settings,
        )
        if chance(dice, 0.2):
            agent.register_hook("process_message_before_send", self.hook)
        if chance(dice, 0.2):
            agent.register_hook("process_last_received_message", lambda text: f"{text}+")
        return agent

    def hook(self, sender, message, recipient, silent):
        self.report("hook", [sender.name, recipient.name, bool(silent)])
        return message

    def group(self, agents, name):
        dice = self.dice
        chat = dice.choice(self.group_classes)(
            agents=agents,
            messages=[],
            max_round=dice.choice((1, 2, 3, 4)),
            speaker_selection_method=dice.choice(("round_robin", "round_robin", "random")),
            send_introductions=chance(dice, 0.3),
        )
        settings = {"is_termination_msg": stops} if chance(dice, 0.3) else {}
        manager = dice.choice(self.manager_classes)(
            groupchat=chat, name=name, llm_config=False, silent=chance(dice, 0.3), **settings
        )
        return chat, manager


class Errands:
    """Reply functions that start chats of their own, six times at most."""

    KINDS = ("chat", "send", "tell", "queue")

    def __init__(self, people, report):
        self.people, self.report, self.left = people, report, 6

    def reply(self, kind, target, max_turns):
        def run(recipient, messages, sender, config):
            if not self.left:
                return False, None
            self.left -= 1
            self.report("errand", [kind, recipient.name, target.name])
            return getattr(self, kind)(recipient, target, max_turns)

        return run

    def chat(self, recipient, target, max_turns):
        return True, f"got {recipient.initiate_chat(target, message='q', max_turns=max_turns).summary}"

    def send(self, recipient, target, max_turns):
        recipient.send("psst", target)
        return False, None

    def tell(self, recipient, target, max_turns):
        recipient.send("psst", target, request_reply=False)
        return False, None

    def queue(self, recipient, target, max_turns):
        other = next(each for each in self.people if each not in (recipient, target))
        asked = [
            {"recipient": target, "message": "q1", "max_turns": 1},
            {"recipient": other, "message": "q2", "max_turns": 1, "clear_history": False},
        ]
        return True, " / ".join(str(result.summary) for result in recipient.initiate_chats(asked))


def give_errands(autogen, dice, people, manager, inner_manager, report):
    errands = Errands(people, report)
    for agent in people:
        target = dice.choice([*people, inner_manager])
        if target is agent or not chance(dice, 0.3):
            continue
        if chance(dice, 0.3):
            nested = {"recipient": target, "message": "nested", "max_turns": 1, "summary_method": "last_msg"}
            agent.register_nested_chats([nested], trigger=dice.choice((manager, inner_manager)))
        else:
            reply = errands.reply(dice.choice(Errands.KINDS), target, dice.choice((None, 1, 2)))
            agent.register_reply([autogen.Agent, None], reply, position=dice.choice((0, 1)))


def program_of(seed):
    def program(autogen, llm_config, report):
        dice = random.Random(f"nesting {seed}")
        random.seed(seed)
        cast = Cast(autogen, dice, report)
        people = [cast.member(f"p{number}") for number in range(dice.choice((3, 4, 5)))]
        inner, inner_manager = cast.group(dice.sample(people, 2), "inner")
        society = importlib.import_module(f"{autogen.__name__}.agentchat.contrib.society_of_mind_agent")
        guests = dice.choice(
            (
                [],
                [],
                [inner_manager],
                [society.SocietyOfMindAgent("mind", inner_manager, human_input_mode="NEVER")],
            )
        )
        chat, manager = cast.group([*people[: dice.choice((2, 3))], *guests], "outer")
        give_errands(autogen, dice, people, manager, inner_manager, report)
        starter = dice.choice([*people, cast.member("guest"), manager])
        asynchronous = chance(dice, 0.25)
        for clear in (True, False):
            settings = {"message": "Hi", "clear_history": clear, "max_turns": dice.choice((None, 1, 2))}
            with report.raises("the chat"):
                if asynchronous:
                    report("result", asyncio.run(starter.a_initiate_chat(manager, **settings)))
                else:
                    report("result", starter.initiate_chat(manager, **settings))
            report("groups", [chat.messages, inner.messages])
        report("histories", [[agent.name, agent.chat_messages] for agent in people[:2]])

    program.__name__ = f"number_{seed}"
    return program


for seed in range(COUNT):
    globals()[f"number_{seed}"] = Scenario(f"number_{seed}", program_of(seed), [], ())
