"""The templates of exports: compiled once, and kept where Python keeps what it compiles."""

import sys

from exports import pages
from exports.pages import environment
from exports.words import translator

PIECE = "brief/_next.html"


def test_a_document_has_one_environment():
    words = translator("en")
    assert environment(words) is environment(words)
    assert environment(words) is not environment(translator("nb"))


def test_compiled_templates_are_kept_for_the_next_document(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "COMPILED", tmp_path / "kept")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    environment(translator("en")).get_template(PIECE)
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_where_python_keeps_nothing_templates_are_not_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "COMPILED", tmp_path / "kept")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    environment(translator("en")).get_template(PIECE)
    assert not (tmp_path / "kept").exists()


def test_a_folder_that_cannot_be_written_costs_time_and_nothing_else(tmp_path, monkeypatch):
    (tmp_path / "kept").write_text("in the way", encoding="utf-8")
    monkeypatch.setattr(pages, "COMPILED", tmp_path / "kept")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert environment(translator("en")).get_template(PIECE)
