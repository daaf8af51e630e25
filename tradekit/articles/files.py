"""Files to articles: which files, in which order, under which ids, with what is noted of each."""

from __future__ import annotations

import glob
import itertools
import os
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tradekit.articles.article import Article
from tradekit.articles.bylines import parse_date
from tradekit.articles.corrections import CORRECTIONS, Correction, corrections_by_article, read_corrections
from tradekit.articles.decode import decode
from tradekit.articles.fields import SIDECAR, Fields, read_sidecar, split_front_matter

Source = str | os.PathLike[str]


class ReadError(ValueError):
    """A source that cannot be read; the message names it and what was expected.

    Examples
    --------
    >>> try:
    ...     read("news.pdf")
    ... except ReadError as error:
    ...     print(error)  # doctest: +ELLIPSIS
    news.pdf does not exist; expected ...
    """


class PathNotFoundError(ReadError, FileNotFoundError):
    """A path that does not exist, or a glob that matches no file."""


class ReadWarning(UserWarning):
    """A file of a folder or glob, or a note about a file, that could not be used.

    Examples
    --------
    >>> import tempfile, warnings
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "empty.txt").write_text("")
    >>> _ = (folder / "tea.txt").write_text("Exports of tea rose 4%.")
    >>> with warnings.catch_warnings(record=True, category=ReadWarning) as caught:
    ...     warnings.simplefilter("always")
    ...     [article.id for article in read(folder)]
    ['tea']
    >>> "empty.txt" in str(caught[0].message)
    True
    """


@dataclass
class _Draft:
    """A file that was read: its text, and what is noted of it beside the text."""

    path: Path
    fields: Fields
    text: str


def read(source: Source | Iterable[Source]) -> list[Article]:
    r"""Read articles from files.

    Parameters
    ----------
    source : str or os.PathLike, or an iterable of these
        A file (`.txt` or `.md`), a folder (read with its subfolders, in the order of the relative paths;
        hidden files are skipped), a glob (``"news/2024-*.txt"``), or several of these. A file given twice is
        read once.

    Returns
    -------
    list of Article
        The `id` is the file's stem, or its relative path where stems clash. Title, date, publisher, url and
        id are what `articles.csv` in the file's folder says (columns `file`, `id`, `title`, `date`,
        `publisher`, `url`), or else what the file's front matter says, or else what the text tells. What a person
        corrected by hand is in `corrections`, from `corrections.csv` in the file's folder.

    Raises
    ------
    ReadError
        When a file given by its path is empty, binary or of another type, or a folder holds no article; when a
        `corrections.csv` cannot be read. A `PathNotFoundError`, which is a `FileNotFoundError` too, when the path
        does not exist.
    TypeError
        When `source` is no path.

    Warns
    -----
    ReadWarning
        For each file of a folder or glob that cannot be read, and for each line of `articles.csv` or of front
        matter that cannot be used. All else is read. Also for files with the same text, which are all kept, and for
        corrections of no article of their folder.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "gold.md").write_text("---\ndate: 2024-11-05\n---\nExports rose.\n")
    >>> article = read(folder)[0]
    >>> article.id, article.date, article.text
    ('gold', datetime.date(2024, 11, 5), 'Exports rose.\n')
    """
    drafts: dict[str, _Draft] = {}  # by real path: a file given twice is read once
    problems: list[str] = []
    roots = [_read_item(item, drafts, problems) for item in _items(source)]
    _apply_sidecars(drafts, roots, problems)
    ids = _ids(list(drafts.values()), roots, problems)
    corrections = _corrections(dict(zip(ids, drafts.values(), strict=True)), problems)
    articles = [
        _article(draft, id, problems, corrections.get(id, ())) for draft, id in zip(drafts.values(), ids, strict=True)
    ]
    problems += _same_texts(drafts.values())
    for problem in dict.fromkeys(problems):
        warnings.warn(problem, ReadWarning, stacklevel=2)
    return articles


def _items(source: Source | Iterable[Source]) -> Iterator[str]:
    several = isinstance(source, Iterable) and not isinstance(source, (str, bytes, os.PathLike))
    items: Iterable[object] = source if several else [source]  # type: ignore[assignment]
    for item in items:
        path = os.fspath(item) if isinstance(item, os.PathLike) else item
        if not isinstance(path, str):
            raise TypeError(
                "read takes a path, a folder, a glob or a list of these (str or os.PathLike), "
                f"not {type(item).__name__}: {item!r:.60}"
            )
        yield path


# --- files of a source -------------------------------------------------------------------------------------


def _read_plain(data: bytes) -> tuple[Fields, str]:
    return split_front_matter(decode(data))


# A row for each type of file: from its bytes to what it notes of itself, and the text; or ValueError.
READERS: dict[str, Callable[[bytes], tuple[Fields, str]]] = {".txt": _read_plain, ".md": _read_plain}

# Files of many articles each, which are read by `tradekit.corpus`.
OF_MANY = (".csv", ".parquet", ".jsonl", ".warc", ".gz")

# Other files of a folder are plainly no articles; of these, one may be missed.
DOCUMENTS = (".pdf", ".html", ".htm", ".docx", ".doc", ".odt", ".rtf", ".epub", ".markdown", ".text")


def _read_item(item: str, drafts: dict[str, _Draft], problems: list[str]) -> Path:
    """Read the files of one item of the source into `drafts`; return the folder that they are in."""
    expected = f"expected a {_types()} file, a folder of these, or a glob"
    path = Path(item).expanduser()
    if os.path.isfile(path) and item:
        _read_file(path, drafts)
        return path.parent
    if os.path.isdir(path) and item:
        root, paths = path, _walk(path, problems)
    elif _is_prose(item):
        raise ReadError(f"no file is called {item!r:.60}…; {expected}. For a text use extract(text) or Article(text)")
    elif glob.has_magic(item):
        root = Path(*itertools.takewhile(lambda part: not glob.has_magic(part), path.parts))
        paths = _matches(path, problems)
    else:
        raise PathNotFoundError(f"{item or repr(item)} does not exist; {expected}")
    reasons = []
    for path in paths:
        try:
            _read_file(path, drafts)
        except ReadError as error:
            reasons.append(str(error))
    problems += reasons
    if len(paths) == len(reasons):
        raise ReadError("; ".join([f"{item} holds no article that can be read; {expected}", *problems[:3]]))
    return root


def _types() -> str:
    return " or ".join(READERS)


def _is_prose(item: str) -> bool:
    return "\n" in item or (item.count(" ") >= 8 and not item.lower().endswith(tuple(READERS)))


def _matches(pattern: Path, problems: list[str]) -> list[Path]:
    """Return the files that a glob matches, and those in the folders that it matches."""
    found = sorted(map(Path, glob.glob(str(pattern), recursive=True)))
    if not found:
        raise PathNotFoundError(f"{pattern} matches no file; expected {_types()} files")
    files = [path for path in found if os.path.isfile(path) and _is_article(path, problems)]
    folders = [path for path in found if os.path.isdir(path)]
    return files + [file for folder in folders for file in _walk(folder, problems)]


def _walk(folder: Path, problems: list[str]) -> list[Path]:
    """Return the files of a folder and its subfolders that are articles by their names, in order."""

    def note(error: OSError) -> None:
        problems.append(f"{error.filename} was not read: {error.strerror}")

    found = []
    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(place, name) for name in files if not name.startswith(".")]
    found.sort(key=lambda path: path.relative_to(folder).as_posix())
    return [path for path in found if _is_article(path, problems)]


def _is_article(path: Path, problems: list[str]) -> bool:
    suffix = path.suffix.lower()
    if suffix in DOCUMENTS and suffix not in READERS:
        problems.append(f"{path} was not read: expected a {_types()} file")
    return suffix in READERS


def _read_file(path: Path, drafts: dict[str, _Draft]) -> None:
    key = os.path.realpath(path)
    if key not in drafts:
        drafts[key] = _draft(path)


def _draft(path: Path) -> _Draft:
    expected = f"expected a {_types()} file with the text of an article"
    reader = READERS.get(path.suffix.lower())
    if not reader:
        advice = "; a table or a web archive is read by extract_corpus (tradekit extract … -o OUT/)"
        told = advice if path.suffix.lower() in OF_MANY else ""
        raise ReadError(f"{path} is of no type that can be read; {expected}{told}")
    try:
        fields, text = reader(path.read_bytes())
    except OSError as error:
        raise ReadError(f"{path} cannot be opened ({error.strerror}); {expected}") from error
    except ValueError as error:
        raise ReadError(f"{path} {error}; {expected}") from None
    if not text.strip():
        raise ReadError(f"{path} is empty but for its front matter; {expected}")
    return _Draft(path, fields, text)


def read_file(path: Path, id: str, noted: Fields, problems: list[str]) -> Article:
    """Read one file, whatever else is in its folder.

    Parameters
    ----------
    path : pathlib.Path
        A `.txt` or `.md` file.
    id : str
        The article's id; one that the file gives is not used.
    noted : dict
        What is noted of the file elsewhere (`articles.csv`); it holds before the file's own front matter.
    problems : list of str
        Takes a line for each thing that cannot be used.

    Raises
    ------
    ReadError
        When the file cannot be opened, is empty, binary or of another type.
    """
    draft = _draft(path)
    _note(draft, noted, f"{SIDECAR}, {path.name}", problems)
    return _article(draft, id, problems)


# --- what is noted beside the text -------------------------------------------------------------------------


def _apply_sidecars(drafts: dict[str, _Draft], roots: list[Path], problems: list[str]) -> None:
    """Let each folder's `articles.csv` override front matter; of two, the one nearer to the file holds."""
    folders = {*roots, *(draft.path.parent for draft in drafts.values())}
    for folder in sorted(folders, key=lambda folder: (len(folder.resolve().parts), str(folder))):
        sidecar = folder / SIDECAR
        if not sidecar.is_file():
            continue
        for file, fields in read_sidecar(sidecar, problems):
            draft = drafts.get(os.path.realpath(folder / file))
            if draft:
                _note(draft, fields, f"{sidecar}, {file}", problems)


def _note(draft: _Draft, fields: Fields, where: str, problems: list[str]) -> None:
    """Let the fields of a table override the file's own, but for a date that is none."""
    if "date" in fields and not parse_date(fields["date"]):
        problems.append(_bad_date(where, fields["date"]))
        fields = {name: value for name, value in fields.items() if name != "date"}
    draft.fields.update(fields)


def _bad_date(where: str, date: str) -> str:
    return f"{where}: date {date!r} is not used; expected a full date such as 2024-11-05 or November 5, 2024"


def _corrections(drafts: dict[str, _Draft], problems: list[str]) -> dict[str, list[Correction]]:
    """Return what `corrections.csv` beside each file has of it, by the articles' ids."""
    folders: dict[Path, dict[str, Path]] = defaultdict(dict)
    for id, draft in drafts.items():
        folders[draft.path.parent][id] = draft.path
    given = {os.path.realpath(draft.path) for draft in drafts.values()}
    found: dict[str, list[Correction]] = {}
    for folder, files in folders.items():
        path = folder / CORRECTIONS
        if not path.is_file():
            continue
        try:
            by_article, left = corrections_by_article(read_corrections(path), files)
        except (OSError, ValueError) as error:
            raise ReadError(f"{error}; nothing was read, as what was corrected would be missing") from error
        found |= by_article
        # Where only some files of a folder are read, the others have corrections too.
        there = {os.path.realpath(file) for file in folder.glob("[!.]*") if file.suffix.lower() in READERS}
        if there <= given:
            problems += [f"{one['where']}: corrects {one['article']!r}, which no file here is" for one in left]
    return found


def _article(draft: _Draft, id: str, problems: list[str], corrections: Iterable[Correction] = ()) -> Article:
    fields = draft.fields
    date = parse_date(fields.get("date", ""))
    if "date" in fields and not date:
        problems.append(_bad_date(str(draft.path), fields["date"]))
    return Article(
        draft.text,
        id=id,
        title=fields.get("title"),
        date=date,
        publisher=fields.get("publisher"),
        url=fields.get("url"),
        corrections=tuple(corrections),
        path=os.path.abspath(draft.path),
    )


def _same_texts(drafts: Iterable[_Draft]) -> list[str]:
    """Tell of files with the same text, whose claims come once for each."""
    files = defaultdict(list)
    for draft in drafts:
        files[draft.text].append(str(draft.path))
    return [f"{' and '.join(same)} have the same text; all are kept" for same in files.values() if len(same) > 1]


def _ids(drafts: list[_Draft], roots: list[Path], problems: list[str]) -> list[str]:
    """Return the ids: as given, or else the stem; the relative path where that would name two articles."""
    wanted = [draft.fields.get("id") or _readable(draft.path.stem) for draft in drafts]
    uses = Counter(wanted)
    if len(uses) == len(wanted):
        return wanted
    base = os.path.commonpath([os.path.abspath(root) for root in roots])
    ids = []
    for draft, id in zip(drafts, wanted, strict=True):
        if uses[id] > 1:
            path = _readable(Path(os.path.relpath(draft.path, base)).as_posix())
            if "id" in draft.fields:
                problems.append(f"{draft.path}: the id {id!r} is used twice; {path!r} is used instead")
            id = path
        ids.append(id)
    return ids


def _readable(name: str) -> str:
    """Return a file's name as text that can be saved: file systems allow bytes that are none."""
    return os.fsencode(name).decode("utf-8", "replace")
