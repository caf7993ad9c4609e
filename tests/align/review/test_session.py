"""A review: undone without limit, on the disk before it is acknowledged, and the files made of it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from contextvars import Context
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import align
from review_samples import ANN, attempt, beads, document, files, session, written

from align.review import operations as op
from align.review.changes import Change, Mark
from align.review.journal import Journal, read_journal
from align.review.linking import RefusedError
from align.review.session import Session
from align.review.text_operations import correct_text, merge_sentences, split_sentence
from corpus.errors import CorpusError
from corpus.locks import HOLDER_FILE, held, locked
from corpus.messages import collected_messages
from corpus.model import Alignment, Block, Corpus, Excerpt, Sentence, Span
from tei import Note, check_corpus, export_corpus, import_links, read_corpus, write_notes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "corpus")


def merge(review: Session, row: int = 0) -> None:
    review.do(Change("merge", (op.merge(review.draft.pairs[0], row, ANN, "next"),)))


def confirm(review: Session, row: int) -> None:
    review.do(Change("confirm", (op.confirm(review.draft.pairs[0], [row], ANN),)))


def test_any_operations_make_a_sound_corpus_and_undone_give_the_same_bytes(folder: Path) -> None:
    before = files(folder)
    dice = random.Random(17)
    review = session(folder)
    while review.history.done < 300:
        if change := attempt(review.draft, dice):
            review.do(change)
            if review.history.done % 100 == 0:
                review.save()
                assert not check_corpus(folder)
                assert read_corpus(folder) == review.draft.corpus()
    edited = files(folder)
    draft = review.draft
    review.close()
    review = session(folder)
    assert review.draft == draft
    while review.history.done:
        review.undo()
    review.close()
    assert files(folder) == before != edited
    review = session(folder)
    while review.history.done < len(review.history.changes):
        review.redo()
    review.close()
    assert files(folder) == edited


def test_a_link_of_a_person_has_the_name_and_no_probability(folder: Path) -> None:
    review = session(folder, date="2026-11-28")
    confirm(review, 0)
    merge(review, 1)
    review.close()
    text = (folder / "novel.alignment.xml").read_text("utf-8")
    assert '<name type="person">Ann Lee</name>' in text
    assert 'when="2026-11-28">Links edited (review): 1 corrected, 1 confirmed.</change>' in text
    attributions = [bead.attribution for bead in read_corpus(folder).alignments[0].beads]
    assert attributions[:2] == [ANN.confirmed, ANN.corrected]


def test_decisions_are_there_after_a_restart_without_saving(folder: Path) -> None:
    review = session(folder)
    merge(review)
    review.do(Change("doubt", (op.set_mark(review.draft.pairs[0], 0, Mark("why?")),)))
    again = session(folder)
    assert again.draft == review.draft
    assert again.draft.pairs[0].mark(again.draft.pairs[0].beads[0]) == Mark("why?")
    again.undo()
    again.undo()
    with pytest.raises(RefusedError, match="nothing to undo"):
        again.undo()
    again.redo()
    assert again.draft.pairs[0].beads == review.draft.pairs[0].beads


def test_saving_is_no_decision(folder: Path) -> None:
    review = session(folder)
    merge(review)
    before = review.revision
    review.save()
    assert review.revision == before == 1
    review.undo()
    assert review.revision == session(folder).revision == 2


def test_a_line_that_a_kill_left_is_removed_and_nothing_else(folder: Path) -> None:
    review = session(folder)
    merge(review)
    journal = folder / "novel.review" / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole + b'{"do":{"name":"con')
    with collected_messages() as messages:
        again = session(folder)
    assert "never acknowledged" in messages[0].problem
    assert again.draft == review.draft
    again.undo()
    assert journal.read_bytes().startswith(whole + b'{"undo"')


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"format":"other"}\n', ""),
        ('{"format":"teialign review","version":1}\nnonsense\n', ":2"),
        ('{"format":"teialign review","version":1}\n{"undo":"x"}\n', ":2"),
        ('{"format":"teialign review","version":1}\n{"do":{"name":"x","by":"y","links":[{}]}}\n', ":2"),
        ('{"format":"teialign review","version":1}\n{}\n', ":2"),
        ('{"format":"teialign review","version":1}\n' + "[" * 100_000 + "\n", ":2"),
    ],
)
def test_a_broken_journal_is_reported_with_its_line_and_left_alone(folder: Path, text: str, line: str) -> None:
    place = folder / "novel.review"
    place.mkdir()
    (place / "journal.jsonl").write_text(text, "utf-8")
    with pytest.raises(CorpusError, match=f"journal.jsonl{line}: "):
        session(folder)
    assert (place / "journal.jsonl").read_text("utf-8") == text


def test_a_decision_that_cannot_be_written_is_not_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review = session(folder)
    journal = folder / "novel.review" / "journal.jsonl"
    before = journal.read_bytes(), review.draft

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CorpusError, match="No space left"):
        merge(review)
    monkeypatch.undo()
    assert (journal.read_bytes(), review.draft) == before
    merge(review)
    assert session(folder).draft == review.draft


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a kill is made in a forked process")
def test_a_kill_loses_nothing_that_was_acknowledged(folder: Path, tmp_path: Path) -> None:
    dice = random.Random(5)
    for trial in range(6):
        copy = tmp_path / f"copy-{trial}"
        shutil.copytree(folder, copy)
        acknowledged = killed_review(copy, dice.uniform(0.02, 0.25), trial)
        with collected_messages():
            again = session(copy)
        assert again.revision >= acknowledged
        again.close()
        assert not check_corpus(copy)


def killed_review(folder: Path, seconds: float, seed: int) -> int:
    """Review at random in a process that is killed, and return the last revision that it told."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            dice, review = random.Random(seed), session(folder)
            while True:
                if change := attempt(review.draft, dice):
                    review.do(change)
                    os.write(writing, b"%d\n" % review.revision)
                if dice.random() < 0.1:
                    review.save()
        finally:
            os._exit(1)
    os.close(writing)
    os.read(reading, 1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as told:
        lines = told.read().split()
    return int(lines[-1]) if lines else 0


def test_files_that_another_program_changed_are_not_overwritten(folder: Path) -> None:
    review = session(folder)
    merge(review)
    path = folder / "novel.alignment.xml"
    changed = path.read_text("utf-8").replace("0.75", "0.5", 1)
    path.write_text(changed, "utf-8")
    with pytest.raises(CorpusError, match="another program has changed the files"):
        review.save()
    assert path.read_text("utf-8") == changed


def test_a_changed_corpus_keeps_what_was_decided_and_still_fits(folder: Path) -> None:
    review = session(folder)
    confirm(review, 0)
    review.do(Change("mark", (op.set_mark(review.draft.pairs[1], 4, Mark(None, bookmarked=True)),)))
    review.close()
    review = session(folder)
    merge(review, 5)
    confirm(review, 1)
    table = folder.parent / "links"
    export_corpus(read_corpus(folder), "tsv", table)
    rows = (table / "novel.ru.tsv").read_text("utf-8").replace("en.s2", "en.s2 en.s3", 1)
    (table / "novel.ru.tsv").write_text(rows, "utf-8")
    lines = [line for line in rows.splitlines() if "\ten.s3\t" not in line]
    (table / "novel.ru.tsv").write_text("\n".join(lines), "utf-8")
    with collected_messages():
        import_links(folder, "tsv", table)
    with collected_messages() as messages:
        again = session(folder)
    assert "another program has changed" in messages[0].problem
    assert "1 decision that had not been saved" in messages[0].problem
    pair = again.draft.pairs[0]
    assert pair.beads[0].attribution == ANN.confirmed
    assert any(bead.attribution == ANN.corrected for bead in pair.beads)
    assert again.draft.pairs[1].mark(again.draft.pairs[1].beads[4]).bookmarked
    again.close()
    assert not check_corpus(folder)


def test_a_second_editor_and_an_import_are_told_who_holds_the_corpus(folder: Path) -> None:
    with held(folder, "`align review` of Ann Lee"):
        shutil.copy(folder / HOLDER_FILE, folder.parent)
        review = session(folder)
        merge(review)
        review.close()
        child = os.fork()
        if not child:

            def other() -> None:
                try:
                    with locked(folder):
                        os._exit(1)
                except CorpusError as error:
                    os._exit(0 if "is being edited by `align review` of Ann Lee, process" in str(error) else 2)

            Context().run(other)
        assert os.waitpid(child, 0)[1] == 0
    assert not (folder / HOLDER_FILE).exists()
    # The lock of a dead process is gone with it; what it left is not taken for a holder.
    shutil.copy(folder.parent / HOLDER_FILE, folder)
    with held(folder, "another"):
        assert (folder / HOLDER_FILE).read_text("utf-8").startswith("another")


def test_a_corpus_that_cannot_be_written_can_be_looked_at(folder: Path) -> None:
    review = session(folder, writable=False)
    with pytest.raises(RefusedError, match="only be looked at"):
        merge(review)
    review.save()
    review.close()
    assert not (folder / "novel.review").exists()


def test_text_is_corrected_where_it_stands_and_markup_stays(tmp_path: Path) -> None:
    source = tmp_path / "play.en.xml"
    source.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>P</title></titleStmt>'
        "<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
        '<text xml:lang="en"><body><p rend="x">He <hi>rises now</hi> and\n   goes. <!-- c -->She stays.</p>'
        "<p>They <w>all sing</w>.</p>"
        "</body></text></TEI>",
        "utf-8",
    )
    other = tmp_path / "play.ru.txt"
    other.write_text("Он встаёт и уходит. Она остаётся. Они поют.", "utf-8")
    done = align("run", source, other, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    review = session(tmp_path / "out")
    first, second = review.draft.texts[0].ids[:2]
    review.do(correct_text(review.draft, first, "He rises at once and goes away."))
    review.do(split_sentence(review.draft, second, 4, review.taken_ids))
    with pytest.raises(CorpusError, match="markup is inside the words"):
        review.do(correct_text(review.draft, first, "He stood there."))
    with pytest.raises(CorpusError, match="no sentence can end inside the markup of 'all sing'"):
        review.do(split_sentence(review.draft, review.draft.texts[0].ids[-1], 9, review.taken_ids))
    with pytest.raises(CorpusError, match="XML cannot hold"):
        review.do(correct_text(review.draft, first, "He \x01 rises at once and goes away."))
    review.close()
    assert not check_corpus(tmp_path / "out")
    text = next((tmp_path / "out").glob("*.en.xml")).read_text("utf-8")
    assert "<hi>rises at once</hi> and\n   goes away." in text
    assert '<p rend="x"' in text
    assert "<!-- c -->" in text


def test_notes_follow_the_words_that_they_point_to(folder: Path) -> None:
    def note(identifier: str, start: int, end: int) -> Note:
        return Note("number", "major", (Excerpt(identifier, Span(start, end)),), "found", 0.9)

    corpus = read_corpus(folder)
    notes = [note("en.s1", 12, 14), note("en.s3", 0, 8), note("de.s2", 5, 6), note("en.s5", 0, 3)]
    write_notes(corpus, folder, notes, "test", folder)
    review = session(folder)
    review.do(split_sentence(review.draft, "en.s1", 8, ()))
    review.do(correct_text(review.draft, "de.s2", "Der Satz 1 of de, and more."))
    review.do(correct_text(review.draft, "en.s5", "A new one."))
    for number in (0, 1):
        pair = review.draft.pairs[number]
        rows = [pair.row(each) for each in ("en.s2", "en.s3")]
        if rows[0] != rows[1]:
            review.do(Change("merge", (op.merge(pair, rows[0], ANN, "next"),)))
    review.do(merge_sentences(review.draft, "en.s2"))
    review.close()
    assert not check_corpus(folder)
    text = (folder / "novel.alignment.xml").read_text("utf-8")
    lines = [line for line in text.splitlines() if 'type="fault"' in line]
    assert ["string-range(en.s1.2,3,2)" in lines[0], "string-range(en.s2,28,8)" in lines[1]] == [True, True]
    assert "string-range(de.s2,9,1)" in lines[2]
    assert 'en.s5"' in lines[3]
    assert lines[3].count("The text has been edited since.") == 1
    assert text.count("edited since") == 1


def test_ids_with_any_letters_and_a_text_with_tags(tmp_path: Path) -> None:
    text = "<script>alert('x')</script> & \"é\u202e"
    block = Block("ы.b", "p", text, (Sentence("ы-中.s_1", text, Span(0, len(text))),))
    version = replace(document("ru", 1), blocks=(block,))
    corpus = Corpus("n", document("en", 1), (version,), (Alignment("en", "ru", beads("1-1")),))
    folder = written(tmp_path / "corpus", corpus)
    review = session(folder)
    confirm(review, 0)
    review.close()
    assert read_corpus(folder).versions[0].sentences[0].text == text
    assert session(folder).draft.pairs[0].beads[0].attribution == ANN.confirmed


def test_a_journal_is_only_added_to(folder: Path) -> None:
    place = folder / "j"
    journal = Journal(place)
    journal.add({"undo": "é中"})
    first = place.read_bytes()
    journal.close()
    journal = Journal(place)
    journal.add({"redo": "x"})
    assert place.read_bytes().startswith(first)
    assert [next(iter(record)) for record in read_journal(place)[0]] == ["undo", "redo"]
