"""All programs."""

from native_programs import groups, names, replies, sequences, tools, two_agents

TOPICS = (two_agents, tools, groups, names, sequences, replies)
PROGRAMS = [program for topic in TOPICS for program in topic.PROGRAMS]
BY_NAME = {program.name: program for program in PROGRAMS}
