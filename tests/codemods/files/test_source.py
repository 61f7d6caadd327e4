from pathlib import Path

import pytest
from autogen_codemods.files.source import UnreadableFile, plain_source


@pytest.mark.parametrize(
    "data",
    [
        b"x = 1\n",
        b"\xef\xbb\xbfx = 1\n",
        "# -*- coding: latin-1 -*-\nx = 'caf\u00e9'\n".encode("latin-1"),
        "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\u20ac'\n".encode("cp1252"),
        b"x = 1\r\ny = 2\n",
        b"x = 1\r\ny = 2\r",
        b"x = 1",
        b"",
    ],
)
def test_text_goes_back_to_the_same_bytes(data: bytes):
    source = plain_source(Path("x.py"), data)
    assert source.render(source.text) == data


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"x = 1\ny = '\xe9'\n", "not valid utf-8 (byte 0xe9)", 2),
        (b"# coding: nonsense\n", "unknown encoding: nonsense", 1),
    ],
)
def test_bytes_that_are_not_text_are_refused_with_line_and_advice(data: bytes, message: str, line: int):
    with pytest.raises(UnreadableFile) as caught:
        plain_source(Path("x.py"), data)
    assert message in caught.value.message
    assert caught.value.line == line
    assert "UTF-8" in caught.value.message


def test_a_result_that_the_encoding_cannot_hold_is_refused():
    source = plain_source(Path("x.py"), b"# coding: ascii\nx = 1\n")
    with pytest.raises(UnreadableFile, match="does not fit the file's encoding ascii"):
        source.render("x = '\u20ac'\n")
