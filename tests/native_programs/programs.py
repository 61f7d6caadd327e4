"""All programs."""

from native_programs import groups, names, sequences, tools, two_agents

PROGRAMS = [*two_agents.PROGRAMS, *tools.PROGRAMS, *groups.PROGRAMS, *names.PROGRAMS, *sequences.PROGRAMS]
BY_NAME = {program.name: program for program in PROGRAMS}
