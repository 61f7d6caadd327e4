"""All programs: those of every module here that has some."""

from importlib import import_module
from pkgutil import iter_modules

import native_programs
from native_programs.program import Program

_MODULES = [
    import_module(f"native_programs.{each.name}")
    for each in iter_modules(native_programs.__path__)
    if each.name not in {"play", "program", "programs", "record"}
]
PROGRAMS: list[Program] = [program for module in _MODULES for program in module.PROGRAMS]
BY_NAME = {program.name: program for program in PROGRAMS}
