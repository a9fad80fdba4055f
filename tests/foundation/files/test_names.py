from __future__ import annotations

import pytest

from lestari.foundation.files.names import clean_name


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Bendungan Campang.JPG", "Bendungan Campang.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\siti\\foto.png", "foto.jpg"),
        ("<script>alert(1)</script>.jpg", "script.jpg"),
        ("foto\r\nSet-Cookie: x=1.jpg", "x1.jpg"),
        ("gambar\u202egpj.exe", "gambargpj.jpg"),
        ("a\x00b.php", "ab.jpg"),
        ("....", "berkas.jpg"),
        ("", "berkas.jpg"),
        ('"foto"; rm -rf.jpg', "foto rm -rf.jpg"),
        ("x" * 300 + ".jpg", "x" * 100 + ".jpg"),
    ],
)
def test_hostile_name_is_cleaned(sent, shown):
    assert clean_name(sent, "jpg") == shown
