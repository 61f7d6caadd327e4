"""`autogen-migrate convert`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from pydantic_core import to_json

from .conversion import Job, Report, run
from .errors import ConversionError, FileFormatError
from .files.reading import Rejected, parse
from .files.sources import Found, expand
from .files.writing import whole
from .kinds import LABELS, V02, V04
from .plan import FORMS, Plan
from .states.names import parse_participants

if TYPE_CHECKING:
    from .states.graph import Graph

_SHOWN = 5
_KIND_HELP = "What the sources are: messages, state, config, or one kind, such as chat-result. Default: recognised."


@click.command("convert")
@click.argument("sources", nargs=-1, required=True, metavar="SRC...")
@click.option("-o", "--output", metavar="DST", help="File, or folder for several sources. Default: standard output.")
@click.option("--to", type=click.Choice([V04, V02]), default=V04, show_default=True, help="The version to convert to.")
@click.option("--kind", default="auto", metavar="KIND", help=_KIND_HELP)
@click.option(
    "--form",
    type=click.Choice(FORMS),
    default="auto",
    help="What a conversation becomes, for instance the state of a team.",
)
@click.option(
    "--participants", metavar="A,B=b,...", default="", help="Who takes part, in order; OLD=NEW renames for v0.4."
)
@click.option(
    "--graph",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The GraphFlow's graph (JSON), for --form graph.",
)
@click.option("--plain", is_flag=True, help="Leave our own keys out of v0.2 data and say what that loses.")
@click.option("--strict", is_flag=True, help="Lose nothing: an error names the field or record.")
@click.option("--jobs", type=click.IntRange(1), default=1, help="Processes to convert with.")
@click.option("--scheduler", metavar="ADDRESS", help="Convert JSON Lines on a Dask cluster; 'local' starts one.")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File for the records that failed. Default: DST.rejects.jsonl.",
)
@click.option(
    "--max-record", type=click.IntRange(1), default=32, show_default=True, metavar="MIB", help="Largest single record."
)
@click.option("--dry-run", is_flag=True, help="Do everything but write.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong.")
def convert(sources: tuple[str, ...], output: str | None, **options: Any) -> None:
    """Convert stored chats, states, logs, caches and configs between AutoGen v0.2 and v0.4.

    SRC is a file, a folder, a glob pattern, or - for standard input: messages, ChatResult, chat_messages, TaskResult,
    agent and team states (JSON, JSON Lines, YAML), runtime logs, AutoGen Studio databases, .cache folders,
    Teachability stores, config lists and components. Nothing in them is ever executed or imported.

    Exit status: 0 all converted, 2 something was not.
    """
    try:
        plan = _plan(options)
        if options["scheduler"]:
            raise SystemExit(_on_cluster(sources, output, plan, options))
        found = list(expand(sources))
        targets = _targets(found, output)
    except (ConversionError, OSError, ImportError) as error:
        raise SystemExit(_fail(str(error))) from None
    jobs = [Job(one.path, target, plan, **_job_options(options)) for one, target in zip(found, targets, strict=True)]
    failed = sum(not _converted(job, options) for job in jobs)
    if len(jobs) > 1 and not options["quiet"]:
        click.echo(f"{len(jobs) - failed} of {len(jobs)} files converted", err=True)
    raise SystemExit(2 if failed else 0)


def _plan(options: dict[str, Any]) -> Plan:
    _check_kind(options["kind"])
    participants = parse_participants(options["participants"])
    return Plan(
        options["to"], options["form"], participants, _graph(options["graph"]), options["plain"], options["strict"]
    )


def _graph(path: Path | None) -> Graph | None:
    if path is None:
        return None
    from .states.graph import Graph

    return Graph.read(parse(path.read_bytes()))


def _check_kind(label: str) -> None:
    if label not in LABELS:
        raise FileFormatError(f"--kind {label}: choose from {', '.join(LABELS)}")


def _job_options(options: dict[str, Any]) -> dict[str, Any]:
    kept = {key: options[key] for key in ("kind", "jobs", "dry_run")}
    return {**kept, "max_record": options["max_record"] * 1024 * 1024}


def _targets(found: list[Found], output: str | None) -> list[Path | None]:
    if output is None or output == "-":
        if len(found) > 1:
            raise FileFormatError(f"{len(found)} files to convert: give a folder with -o")
        return [None]
    target = Path(output)
    if len(found) == 1 and not output.endswith("/") and not target.is_dir():
        return [target]
    places = Counter(_in_folder(one.place) for one in found)
    twice = next((place for place, count in places.items() if count > 1), None)
    if twice:
        raise FileFormatError(f"{twice}: two sources would be written to this name in {output}")
    return [target / place for place in places]


def _in_folder(place: Path) -> Path:
    if str(place) == "-":
        return Path("stdin.json")
    if place.suffix.lower() in {".json", ".jsonl", ".ndjson", ".yaml", ".yml"}:
        return place
    return place.with_name(f"{place.name}.json")


def _converted(job: Job, options: dict[str, Any]) -> bool:
    name = "standard input" if str(job.source) == "-" else str(job.source)

    def say(text: str) -> None:
        if not options["quiet"]:
            click.echo(f"{name}: {text}", err=True)

    try:
        with _progress(job.source, options) as advance:
            report = run(replace(job, progress=advance, recognised=say))
    except (ConversionError, OSError, ImportError, RecursionError, MemoryError) as error:
        _fail(_line(name, error))
        return False
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    _tell(name, job, report, options, say)
    return not report.rejected


def _on_cluster(sources: tuple[str, ...], output: str | None, plan: Plan, options: dict[str, Any]) -> int:
    from . import cluster

    if len(sources) != 1 or output is None:
        raise FileFormatError("--scheduler converts one JSON Lines file or URL to another: give SRC and -o DST")
    report = cluster.run(sources[0], output, plan, scheduler=options["scheduler"], kind=options["kind"])
    click.echo(f"{sources[0]}: converted {report.records} records to {plan.to} -> {output}", err=True)
    for bad in report.rejected[:_SHOWN]:
        _fail(f"{sources[0]}: {bad.where}: {bad.reason}")
    return 2 if report.rejected else 0


def _line(name: str, error: BaseException) -> str:
    if isinstance(error, RecursionError):
        return f"{name}: is nested too deeply"
    if isinstance(error, OSError):
        where = f"{name}: {error.filename}" if error.filename and str(error.filename) != name else name
        return f"{where}: {error.strerror or error}"
    return f"{name}: {error}".replace("\n", " ")


def _fail(text: str) -> int:
    click.echo(f"error: {text}", err=True)
    return 2


def _tell(name: str, job: Job, report: Report, options: dict[str, Any], say: Callable[[str], None]) -> None:
    verb = "would convert" if job.dry_run else "converted"
    where = f" -> {job.target}" if job.target else ""
    say(f"{verb} {report.records} record{'' if report.records == 1 else 's'} to {job.plan.to}{where}")
    if report.lost:
        say("left out: " + ", ".join(f"{field} ({count})" for field, count in sorted(report.lost.items())))
    if report.rejected:
        _tell_rejected(name, job, report.rejected, options["rejects"])


def _tell_rejected(name: str, job: Job, rejected: list[Rejected], path: Path | None) -> None:
    for bad in rejected[:_SHOWN]:
        _fail(f"{name}: {bad.where}: {bad.reason}")
    if len(rejected) > _SHOWN:
        _fail(f"{name}: and {len(rejected) - _SHOWN} more records")
    if path is None and job.target is not None:
        path = job.target.with_name(f"{job.target.name}.rejects.jsonl")
    if path is None or job.dry_run:
        return
    with whole(path) as out:
        for bad in rejected:
            out.write(to_json({"file": name, "where": bad.where, "reason": bad.reason}) + b"\n")
    _fail(f"{name}: {len(rejected)} rejected, listed in {path}")


@contextmanager
def _progress(path: Path, options: dict[str, Any]) -> Generator[Callable[[int], None]]:
    if options["quiet"] or not sys.stderr.isatty() or not path.is_file():
        yield lambda position: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(path.name, total=path.stat().st_size)
        yield lambda position: bar.update(task, completed=position)
