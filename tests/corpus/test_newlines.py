"""What the line ends of a text mean."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.reader.newlines import Newlines, split_text

PROSE = [
    "The harbour lay quiet under the fog, and nobody on the quay had yet lit a lamp. Marta counted the boats twice, "
    "because her brother's was painted the same grey as the water, and each time she came to eleven.",
    "She had been told to wait. Waiting, she thought, was the one trade that a fishing town taught to everyone, and "
    "the only one for which nobody was ever paid.",
    "When the bell rang at last it rang from the wrong side of the bay; the men put down their nets and looked at each "
    "other without a word.",
]

GERMAN = [
    "Der alte Lehrer hatte seine Brille auf dem Fensterbrett vergessen, und als der Regen durch das offene Fenster in "
    "die Stube schlug, liefen die Tropfen über die Gläser wie über zwei kleine Teiche im Garten.",
    "Am Abend brachte ihm die Tochter des Müllers einen Korb mit Äpfeln, Brot und Käse für die Reise in die Stadt, und "
    "weil sie wußte, daß er ohne Brille den Weg nicht finden würde, setzte sie sich zu ihm auf den Wagen.",
    "Unterwegs sprachen sie wenig. Der Regen hatte nachgelassen; auf den Feldern standen noch die Störche.",
]

CHINESE = [
    "港口在雾里静静地躺着，码头上还没有人点灯。玛尔塔把船数了两遍，因为她哥哥的船和海水一样是灰色的，每次都数到十一。",
    "有人叫她等着。她想，等待是渔村教给每个人的唯一手艺，也是唯一没有人付钱的手艺。",
]

VERSE = """\
The gulls have gone to sleep upon the mast,
The lamp is low, the kettle off the boil,
And all the boats that left us in the past
Lie folded in the harbour's coat of oil;

We count them over as a miser might
Who finds his purse has never any more
Than what he put there on the previous night
And still goes counting, counting on the shore."""

LOWER_VERSE = """\
the gulls have gone to sleep by now,
the lamp is low,
nobody counts the boats; they came
and where they go

is not for us to ask, grey water,
grey paint, a hand
still holding on to rope, to nothing,
still on dry land."""

DIALOGUE = """\
— Is that his boat?
— I cannot tell, it is the colour of the water, and the fog has not lifted since morning.
— Then count again.
— Eleven.
— It was eleven yesterday."""

LIST = """\
eleven boats
two lamps, one broken
a kettle
the nets of the whole bay, mended
rope"""

WORDS = "apples\noranges\nplums\nbread\ncheese\nsalt"


def texts(text: str, newlines: Newlines = "auto") -> list[str]:
    return [block.text for block in split_text(text, newlines)]


@pytest.mark.parametrize("width", [40, 60, 72, 100])
@pytest.mark.parametrize("paragraphs", [PROSE, GERMAN])
@pytest.mark.parametrize("indent", ["", "    "])
def test_hard_wrapped_prose_is_joined(paragraphs: list[str], width: int, indent: str) -> None:
    text = "\n\n".join(textwrap.fill(paragraph, width, initial_indent=indent) for paragraph in paragraphs)
    assert texts(text) == paragraphs


def test_ragged_hand_wrapped_prose_is_joined() -> None:
    text = (
        "The harbour lay quiet under the fog, and\nnobody on the quay had yet lit a lamp. Marta\n"
        "counted the boats twice, because her brother's\nwas painted the same grey as the\nwater, and each time she\n"
        "came to eleven.\n\nShe had been told to wait."
    )
    assert texts(text) == [PROSE[0], "She had been told to wait."]


@pytest.mark.parametrize("width", [12, 20, 30])
def test_hard_wrapped_chinese_is_joined_without_spaces(width: int) -> None:
    wrapped = ["\n".join(p[i : i + width] for i in range(0, len(p), width)) for p in CHINESE]
    assert texts("\n\n".join(wrapped)) == CHINESE


@pytest.mark.parametrize(
    "text",
    [VERSE, LOWER_VERSE, DIALOGUE, LIST, WORDS, "\n".join(PROSE), "\n".join(GERMAN), "\n".join(CHINESE), PROSE[0]],
    ids=["verse", "lower-case verse", "dialogue", "list", "words", "prose", "German", "Chinese", "one line"],
)
def test_lines_that_are_not_wrapped_are_blocks(text: str) -> None:
    assert texts(text) == [line for line in text.split("\n") if line]


def test_one_sentence_a_line_is_broken() -> None:
    sentences = [sentence + "." for paragraph in PROSE for sentence in paragraph.rstrip(".").split(". ")]
    assert texts("\n".join(sentences)) == sentences


def test_verse_in_wrapped_prose_is_broken() -> None:
    stanza = VERSE.partition("\n\n")[0]
    prose = [textwrap.fill(paragraph, 66) for paragraph in PROSE]
    assert texts("\n\n".join([*prose[:2], stanza, prose[2]])) == [*PROSE[:2], *stanza.split("\n"), PROSE[2]]


@pytest.mark.parametrize(
    ("text", "newlines", "expected"),
    [
        ("a\nb\n\nc", "wrap", ["a b", "c"]),
        ("a\nb\n\nc", "break", ["a", "b", "c"]),
        ("a\nb\n\nc", "keep", ["a\nb", "c"]),
        (" a \n\tb\n \u00a0\nc  d ", "keep", ["a\nb", "c  d"]),
        ("well-\nknown", "wrap", ["well-known"]),
        ("Рим-\nские", "wrap", ["Рим-ские"]),
        ("co\u00ad\nop", "wrap", ["co\u00adop"]),
        ("New-\nYork", "wrap", ["New- York"]),
        ("said--\nand", "wrap", ["said-- and"]),
        ("said —\nand", "wrap", ["said — and"]),
        ("日本\n語", "wrap", ["日本語"]),
        ("日本、\n語", "wrap", ["日本、語"]),
        ("日本\nJapan", "wrap", ["日本 Japan"]),
        ("한국\n사람", "wrap", ["한국 사람"]),
        ("ภาษา\nไทย", "wrap", ["ภาษาไทย"]),
        ("", "auto", []),
        ("\n \n", "keep", []),
    ],
)
def test_policies(text: str, newlines: Newlines, expected: list[str]) -> None:
    assert texts(text, newlines) == expected


def test_pieces_tell_where_paragraphs_start_and_end() -> None:
    texts = list(split_text("a\nb\nc\n\nd", "break"))
    assert [(block.starts_paragraph, block.ends_paragraph) for block in texts] == [
        (True, False),
        (False, False),
        (False, True),
        (True, True),
    ]


def test_each_line_of_a_text_without_blank_lines_is_a_paragraph() -> None:
    assert all(block.starts_paragraph and block.ends_paragraph for block in split_text("a\nb\nc", "break"))


@settings(deadline=None)
@given(st.lists(st.text("ab.—Я漢 \n", max_size=20), max_size=9).map("\n".join))
def test_auto_is_wrap_or_break_for_each_paragraph(text: str) -> None:
    wrapped, broken = texts(text, "wrap"), texts(text, "break")
    assert set(texts(text)) <= {*wrapped, *broken}
    assert len(wrapped) <= len(texts(text)) <= len(broken)
