"""From the bytes of a file to its text: encodings, line ends, and what is no text at all."""

from __future__ import annotations

import codecs
import re

# The longest first: UTF-32's mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x1f\x8b", "a gzip archive"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MOST_CONTROLS = 0.01  # a share; text has next to none
# Of English text in an 8-bit encoding, only names, signs and quotes are not ASCII. Three accented letters in
# a row, or one letter in twelve, are another script's.
_OTHER_SCRIPT = re.compile(rb"[\xc0-\xff]{3}")
_MOST_ACCENTS = 1 / 12
_OTHER_ENCODINGS = [
    "cp1251",
    "koi8_r",
    "cp1250",
    "cp1252",
    "cp1253",
    "cp1254",
    "iso8859_2",
    "gb18030",
    "shift_jis",
]


def decode(data: bytes) -> str:
    r"""Decode the bytes of a text file; `\r\n` becomes `\n`, and a lone `\r` stays.

    Parameters
    ----------
    data : bytes
        UTF-8 or UTF-16, with or without a byte order mark, or one of the usual 8-bit encodings.

    Returns
    -------
    str
        The text, without the byte order mark.

    Raises
    ------
    ValueError
        When the bytes are empty or no text; the message says what they are.

    Examples
    --------
    >>> decode("£50m – a record\r\n".encode("cp1252"))
    '£50m – a record\n'
    """
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise ValueError(f"is {what}")
    text = _decode(data)
    if not text.strip():
        raise ValueError("is empty")
    if "\0" in text or len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise ValueError("is a binary file")
    return text.replace("\r\n", "\n")


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    if b"\0" in data:
        return _without_mark(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _from_8_bit(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"begins as {encoding.upper()} but is not ({error.reason} at byte {error.start})") from None


def _without_mark(data: bytes) -> str:
    """Decode UTF-16 that does not say its byte order: the right one has the spaces and line ends."""
    best = ""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _spaces(text) > _spaces(best):
            best = text
    if not best or _spaces(best) < len(best) / 100:
        raise ValueError("is a binary file")
    return best


def _spaces(text: str) -> int:
    return text.count(" ") + text.count("\n")


def _from_8_bit(data: bytes) -> str:
    repaired = data.decode("utf-8", "replace")
    broken = repaired.count("\ufffd")
    if len(re.findall(r"[^\x00-\x7f\ufffd]", repaired)) > broken:
        raise ValueError(f"is UTF-8 with broken characters ({broken} of them)")
    accents = len(re.findall(rb"[\xc0-\xff]", data))
    if not _OTHER_SCRIPT.search(data) and accents <= _MOST_ACCENTS * len(data):
        # The bytes that cp1252 leaves undefined, latin-1 has.
        return data.decode("cp1252" if not re.search(rb"[\x81\x8d\x8f\x90\x9d]", data) else "latin-1")
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_OTHER_ENCODINGS).best()
    if best is None:
        raise ValueError("is a binary file, or text in an encoding that is not known")
    return str(best)
