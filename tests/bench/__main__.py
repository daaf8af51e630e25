"""The command line of the benchmark."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.bench import crawl, linear, planted, report
from tests.bench.hostile import CASES
from tests.bench.runners import runners

SAVED = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--articles", type=click.IntRange(1), default=1000, show_default=True, help="Articles of each kind.")
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True, help="The best of these counts.")
@click.option("--only", type=click.Choice(report.PARTS), multiple=True, help="Only this part; may be repeated.")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="Write the run to a JSON file.")
@click.option("--against", type=SAVED, help="Show a saved run beside this one.")
@click.pass_context
def main(
    context: click.Context, articles: int, rounds: int, only: Sequence[str], save: Path | None, against: Path | None
) -> None:
    """Time tradekit, and other readers of the same texts."""
    if context.invoked_subcommand:
        return
    run = report.make(articles, rounds, only or report.PARTS, lambda line: click.echo(f"… {line}", err=True))
    click.echo("\n".join(report.lines(run, runners())))
    if save:
        save.write_text(json.dumps(run, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if against:
        click.echo("\n" + "\n".join(report.compare(_saved(against), run)))


@main.command()
@click.argument("old", type=SAVED)
@click.argument("new", type=SAVED)
def compare(old: Path, new: Path) -> None:
    """Show two saved runs side by side."""
    click.echo("\n".join(report.compare(_saved(old), _saved(new))))


@main.command("linear")
@click.option("--only", multiple=True, metavar="NAME", help="Only the texts with this in their name; may be repeated.")
@click.option("--call", type=click.Choice(list(linear.CALLS)), default="extract", show_default=True, help="What reads.")
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True, help="The best of these counts.")
@click.option(
    "--largest",
    type=click.IntRange(2 * linear.FIRST),
    default=1_024_000,
    show_default=True,
    help="Characters of the longest text.",
)
@click.option("--seconds", type=float, default=1.0, show_default=True, help="Stop doubling after a run of these.")
def linear_(only: Sequence[str], call: str, rounds: int, largest: int, seconds: float) -> None:
    """Double texts that are hard to read: twice the text must not cost more than 2.3 times."""
    chosen = {name: text for name, text in CASES.items() if not only or any(word in name for word in only)}
    if not chosen:
        raise click.ClickException(f"no text has a name like {', '.join(only)}; there are {', '.join(CASES)}")
    timed = (linear.check(n, text, linear.CALLS[call], rounds, largest, seconds) for n, text in chosen.items())
    for line in linear.lines(timed):
        click.echo(line)


@main.command("crawl")
@click.option("--pages", type=click.IntRange(1), default=1000, show_default=True, help="Pages in the archive.")
def crawl_(pages: int) -> None:
    """Time the way from a web archive to claims, and tell what a crawl costs."""
    with TemporaryDirectory() as folder:
        for line in crawl.lines(crawl.measure(pages, Path(folder))):
            click.echo(line)


@main.command("planted")
@click.option("--errors", type=click.IntRange(1), default=planted.ERRORS, show_default=True, help="Errors to plant.")
def planted_(errors: int) -> None:
    """Plant errors in the annotated articles, and tell how many `tradekit.check` flags."""
    found = planted.articles()
    for line in planted.lines(planted.measure(errors, found), planted.looked_at(found)):
        click.echo(line)


def _saved(path: Path) -> report.Report:
    run = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(run, dict) or "speed" not in run:
        raise click.ClickException(f"{path} is no run of the benchmark: python -m tests.bench --save writes one")
    return run


if __name__ == "__main__":
    main()
