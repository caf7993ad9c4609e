"""Hard cases of sentence segmentation by language; ``|`` marks where sentences end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.segment import check_spans, segmenter_for

CASES = {
    "en": [
        "Mrs. Hale wrote to Dr. Moss on Feb. 3.| He never replied.",
        "She lived at 12 St. James St. in London.| It rained.",
        "The U.S. Navy came.| They sailed from the U.S.| The war was over.",
        "Acme Inc. Chairman Lee resigned.| Acme Inc.| The rest is history.",
        "See vol. II, pp. 3–5 and no. 7.| The end.",
        "Tea, coffee, etc. were served.| Cakes, buns, etc.| Nobody ate.",
        "Meet me at 5 p.m. on Monday.| We met at 6 p.m.| Nobody else came.",
        "A. B. Yeats and George W. Orr met.| C. D. Roe did not.",
        "It was plan B.| The other one failed.",
        "“Who is it?” asked Tom.| “Me,” she said.| “Open!”",
        "“Who is it?” Tom asked.| Nobody answered.",
        "“Stop!” the old man cried, and fell.| They stopped.",
        "“I am here.”| She sat down.| 'And I am not.'| He left.",
        'He read "The end."| Then he slept.',
        "Well… I know.| Wait... what?| He stopped...| Night fell.",
        "It was . . . cold.| We froze.",
        "1. First item.| 2. Second item.| (a) A third.| IV. A fourth.",
        "Pay $4.50 for version 1.2.3 at www.example.org.| Thanks.",
        "She came (late!) and went.| (Nobody saw her.)| The door (the red one. The other was shut.) closed.",
        "What?!| No!!| Really?",
        "It is proven.[12]| It is not.[3, 4]| Or so they say.[5–7]",
        "It is proven. [12]| We doubt it.¹| Others do not.²",
        "They signed the treaty.7| Then they left.",
        "So it goes.|The rain fell.| Visit example.com.| Node.js is fine.",
        "Great news! 🎉🎉| See you soon. 😀",
        "iPhone sales fell.| iPads did not.| eBay grew.",
        "we met on the bridge.| it was raining.| she saw it, e.g. a ca. two-foot wave.",
        "A line that is\nbroken in two.|\nAnother one.",
        "_Hello._| *He* left.**| She stayed.",
        "He said it is no.| No. 5 is alive.",
        "Great stay :-)| Then we left.| See (a note) Then go.",
        'He wrote "so it ends."| "or does it?"| Nobody knew.',
    ],
    "ru": [
        "Было вкусно))| Приходите ещё!| Спасибо :)| Ждём (см. карту) Вас.",
        "В г. Туле на ул. Мира, д. 7, живёт проф. Белов.| Ему 50 лет.",
        "Это случилось в 1861 г. в Петербурге.| Он умер в 1870 г.| Жена пережила его.",
        "В 1861 г. Александр отменил крепостное право.",
        "Яблоки, груши и т. д.| Потом чай.| Хлеб, соль и т.п.| Всё это было, т. е. почти всё.",
        "Пьеса А. П. Чехова.| Н. В. Гоголь её не видел.| А.С. Пушкин тоже.",
        "— Ты кто? — спросил он.| — Никто.| — Как так?| — А вот так!",
        "— Иди, — сказал я.| Маша ушла.",
        "«Стой!» — крикнул он.| «Зачем?»| Никто не ответил.",
        "Он сказал: «Я готов».| «И я», — ответила она.",
        "Ну… не знаю.| Ах!..| Что ж?..| Он молчал... и ушёл.",
        "1. Первое.| 2. Второе.| См. рис. 3 и табл. 4.| Конец.",
        "Длина 5 км.| Вес 3 кг.| Цена 7 тыс. руб. за штуку.",
        "(Смех в зале.)| Он продолжил (тихо!) и сел.",
        "Это было до н. э.| Потом всё изменилось.",
    ],
    "de": [
        "Am 3. Oktober kam Dr. Weiß an.| Er blieb bis zum 19. Jahrhundert.| Ludwig XIV. Bourbon lachte.",
        "Das gilt z. B. für Berlin, d. h. überall.| Äpfel, Birnen usw.| Der Rest ist bekannt.",
        "„Wer da?“, rief sie.| „Ich!“| Dann war es still.",
        "»Komm.«| »Nein!« sagte er.| »Doch.«",
        "Es war 44 v. Chr. in Rom.| Er kam 1990.| Sie ging.",
        "Siehe S. 12 und Abb. 3.| Die Str. 5 ist gesperrt.| Das war Nr. 7.",
        "J. W. v. Goethe schrieb es.| F. Schiller las es.",
    ],
    "fr": [
        "« Qui est là ? » demanda Paul.| « Moi ! »| Il entra.",
        "M. Roux et Mme Petit virent J.-P. Blanc.| Elle partit.",
        "— Qui est là ? dit-il.| — Moi.| — Entrez !",
        "Voir p. 12, art. 3, etc.| C’est tout.",
    ],
    "es": [
        "¿Quién es? —preguntó Luis.| ¡Yo!| —Pasa —dijo él.| —Gracias.",
        "El Sr. Ruiz y la Dra. Gil viven en EE. UU. desde 1990.| Nació en 44 a. C. en Roma.",
    ],
    "it": ["Il dott. Rossi cita l'art. 5.| La sig.ra Bianchi no.", "«Chi è?» chiese.| «Io».| Entrò."],
    "pt": ["O Sr. Silva e a Dra. Reis chegaram às 5 h.| Ela saiu.", "— Quem é? — perguntou ele.| — Eu."],
    "nl": ["Dhr. Bos kwam o.a. met ir. Vos.| 's Avonds regende het.| 't Was koud."],
    "pl": [
        "Prof. Nowak mieszka przy ul. Długiej, tj. obok.| Wiek XX. Nowak nie żyje.",
        "Było to w 1960 r.| Potem wyjechał.",
    ],
    "cs": [
        "Dne 5. května přijel dr. Novák.| Karel IV. Lucemburský vládl dlouho.",
        "Koupil chléb, sůl atd.| Pak odešel.",
    ],
    "sk": ["Prišiel 3. mája o 5. hodine.| Napr. Ján nie."],
    "uk": ["У м. Києві на вул. Франка живе проф. Коваль.| Т. Г. Шевченко помер 1861 р. у Петербурзі."],
    "be": ["У г. Мінску на вул. Коласа жыве праф. Стась.| Я. Купала памёр."],
    "bg": ["Той живее на ул. Иван Вазов, бл. 5.| Проф. Петров не знае."],
    "sr": ["Дошао је 5. маја у 8. сати.| Др. Петровић није.", "Došao je 5. maja.| Npr. Petar nije."],
    "hr": ["Rođen je 5. svibnja 1990. u Zagrebu.| Dr. Horvat nije."],
    "sl": ["Rojen je bil 5. maja.| Dr. Novak ni prišel.| To je npr. Ljubljana."],
    "ro": ["Dl. Popescu locuiește pe str. Lungă.| Dna. Ionescu nu."],
    "hu": ["Megjött dr. Kovács, pl. tegnap.| IV. Béla király volt.", "1848. március 15. napja volt.| Esett."],
    "fi": ["Hän syntyi 5. toukokuuta esim. Turussa.| Prof. Virtanen ei."],
    "sv": ["Hon kom kl. 5, dvs. för sent.| T.ex. Anna såg det.| Äpplen, päron osv.| Sedan gick hon."],
    "da": ["Den 5. maj kom hr. Berg, bl.a. med tog.| Hun gik."],
    "nb": ["Den 17. mai kom f.eks. Kari.| Epler, pærer osv.| Så gikk hun."],
    "et": ["Ta sündis 5. mail, s.t. kevadel.| Prof. Tamm ei tea."],
    "lv": ["Viņš dzimis 5. maijā, t.i. pavasarī.| Prof. Ozols nezina."],
    "lt": ["Jis gimė 5 d., t.y. pavasarį.| Prof. Kazlauskas nežino."],
    "el": ["Πού πας;| Πού είσαι;| Ο κ. Νίκας ήρθε π.χ. χθες.| Καλά!"],
    "tr": ["Dr. Kaya 5. kata çıktı.| Prof. Demir çıkmadı.| Elma, armut vb.| Sonra gitti."],
    "hy": ["Սա տուն է։| Դա ծառ է:| Ա. Իսահակյանը գրեց ժամը 10:30-ին։"],
    "ka": ["ეს სახლია.| ის ხეა.| ვინ არის?"],
    "ar": ["من أنت؟| أنا هنا.| كتب ن. محفوظ رواية."],
    "fa": ["تو کیستی؟| من اینجا هستم.| او رفت."],
    "he": ["מי שם?| אני כאן.| א. ב. יהושע כתב ספר.", '"מי שם?" שאל דן.| איש לא ענה.'],
    "hi": ["वह घर है।| डॉ. राम आए।| कौन है?| मैं हूँ॥"],
    "bn": ["এটা ঘর।| ডা. রহমান এলেন।| কে?"],
    "ur": ["یہ گھر ہے۔| وہ کون ہے؟| میں۔"],
    "zh": [
        "他来了。|她走了！|真的吗？|“是的。”他说。|谁知道呢……|也许没人知道。",
        "（他笑了。）|她没有说话（也没有看他。）。|完。",
    ],
    "ja": [
        "彼は来た。|彼女は「行く。」と言った。|本当？！|はい。",
        "これは３．５です．|次です。|「もう帰る！」|父は怒った。",
    ],
    "ko": ["그는 왔다.| 그녀는 갔다.| 정말 좋아요| 다음에 또 올게요| 이것은 필요 없다."],
    "vi": ["Ông A. ở Tp. Huế.| Bà ấy đi rồi.| Ai đó?"],
    "id": ["Dr. Budi tinggal di Jl. Merdeka No. 5.| Ia pergi.| Siapa?"],
    "ca": ["El Sr. Puig viu a l'av. Gaudí.| La Dra. Vila no."],
    "am": ["ይህ ቤት ነው።| ያ ዛፍ ነው።"],
    "my": ["ဤသည်အိမ်ဖြစ်သည်။| ထိုသည်သစ်ပင်ဖြစ်သည်။"],
}


def sentences(language: str, text: str) -> list[str]:
    return [span.of(text) for span in segmenter_for("rules", language).spans(text)]


@pytest.mark.parametrize(("language", "marked"), [(code, case) for code, cases in CASES.items() for case in cases])
def test_hard_cases(language: str, marked: str) -> None:
    text = marked.replace("|", "")
    assert sentences(language, text) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize("tag", ["pt-BR", "sr-Latn-RS", "en_GB", "DE", "nn", "bs", "tlh", ""])
def test_any_language_tag_has_rules(tag: str) -> None:
    assert sentences(tag, "Dr. No came. Who?") == ["Dr. No came.", "Who?"]


@pytest.mark.parametrize(
    ("tag", "code"), [("pt-BR", "pt"), ("sr-Latn", "sr"), ("zh_Hant_TW", "zh"), ("no", "nb"), ("tlh", "generic")]
)
def test_signature_names_the_data_that_was_used(tag: str, code: str) -> None:
    assert segmenter_for("rules", tag).signature == f"segmenter:rules|version:2|language:{code}"


WORDS = ("I", "A", "a", "1", "12", "1999", "г", "т.д", "The", "barrel", "Foo", "Mr", "no", "said", "z.B", "你好", "说")
OTHERS = ("と言った", "……", "😀", "[1]", "¹", "어요", "didn't", "É", "'s", "  ", "т. д")
SCRAPS = st.sampled_from([*".!?…。！？।։;:,\"'“”„«»‘’()[]（）「」*_-–—¿¡\n\t\u00a0\u2028 ", *WORDS, *OTHERS])
TEXTS = st.one_of(st.text(max_size=200), st.lists(SCRAPS, max_size=30).map("".join), st.lists(SCRAPS).map(" ".join))
LANGUAGES = st.sampled_from(["en", "ru", "de", "fr", "hy", "el", "zh", "ja", "ko", "ar", "und"])


@settings(deadline=None, max_examples=400)
@given(TEXTS, LANGUAGES)
def test_spans_tile_the_text_and_sentences_stay_whole(text: str, language: str) -> None:
    segmenter = segmenter_for("rules", language)
    spans = segmenter.spans(text)
    check_spans(text, spans, "text")
    assert spans or not text.strip()
    for span in spans:
        sentence = span.of(text)
        assert [again.of(sentence) for again in segmenter.spans(sentence)] == [sentence]


@settings(deadline=None)
@given(st.text(max_size=60), LANGUAGES)
def test_white_space_around_a_text_makes_no_difference(text: str, language: str) -> None:
    inside = [span.of(text) for span in segmenter_for("rules", language).spans(text)]
    assert sentences(language, f"\n \u2003{text}\t") == inside


HOSTILE = [
    *".\"'()[ 1aA😀…¹*",
    *(". ", "a.", "A. ", "(. ", "). ", '." ', '?" ', "! » ", "...", "a . ", ".1", ")!1", "[1", ".[1] ", "'s ", "…… "),
    *("no. 5 ", "Mr. ", "1. ", "b.\n", ".\u00a0a", "((a. ", '?" Tom Tom Tom ', "好……好", "”！", "barrel.1 "),
]


@pytest.mark.parametrize("scrap", HOSTILE)
def test_time_grows_with_the_length_of_the_text(
    scrap: str, least_seconds: Callable[[Callable[[], object]], float]
) -> None:
    """Eight times the text may take a good deal more than eight times the time, but not sixty-four times."""

    def seconds(size: int) -> float:
        text = scrap * (size // len(scrap))
        return least_seconds(lambda: sentences("en", text))

    assert seconds(16_000) < 28 * seconds(2_000) + 0.02
