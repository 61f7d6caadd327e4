"""Write a rewritten copy of a tree and leave the original alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from os.path import commonpath
from pathlib import Path

from autogen_codemods.files.discover import Selection, own_files


class OutputFolder(Exception):
    """The folder given with ``--output`` cannot be used."""


def copy_trees(paths: Sequence[Path], output: Path, changed: Mapping[Path, bytes], selection: Selection) -> int:
    """Copy the files at and below `paths` into `output`, the changed ones with their new bytes.

    Gives the number of files written; raises OutputFolder when `output` already holds something.
    """
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise OutputFolder(f"{output} is not an empty folder; name a new one")
    new = {path.resolve(): data for path, data in changed.items()}
    files = list(_targets(paths, output, selection))
    for source, target in files:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        shutil.copymode(source, target)
        if (data := new.get(source.resolve())) is not None:
            target.write_bytes(data)
    return len(files)


def _targets(paths: Sequence[Path], output: Path, selection: Selection) -> Iterator[tuple[Path, Path]]:
    single = len(paths) == 1
    base = Path(commonpath([p.resolve() for p in paths]))
    for path in paths:
        real = path.resolve()
        if not path.is_dir():
            yield path, output / (path.name if single else real.relative_to(base))
            continue
        for file in own_files(path, selection):
            if output.resolve() not in file.resolve().parents:
                inner = file.relative_to(path)
                yield file, output / (inner if single else real.relative_to(base) / inner)
