"""All programs."""

from native_programs import execution, groups, humans, members, names, replies, selection, sequences, tools, two_agents

TOPICS = (two_agents, tools, groups, selection, members, names, sequences, replies, execution, humans)
PROGRAMS = [program for topic in TOPICS for program in topic.PROGRAMS]
BY_NAME = {program.name: program for program in PROGRAMS}
