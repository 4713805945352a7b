"""Encodings have names, and are guessed from what is written in them."""

from __future__ import annotations

import codecs

import pytest

from palimpsest.app.documents import encodings
from palimpsest.app.documents.encodings import OFFERED
from palimpsest.app.documents.files import decode

WRITTEN = [
    ("cp1252", "L'été dernier, nous avons dîné à la terrasse d'un café près de l'église. C'était très agréable."),
    ("cp1252", "café"),
    ("cp1252", "C’est l’été – déjà"),
    ("cp1252", "Die Straße führt über Brücken und Hügel; später kommt man müde nach Hause."),
    ("cp1252", "# Author: José Núñez\nimport os\n\ndef main():\n    return os.getcwd()\n"),
    ("cp1252", "A informação não está disponível; é preciso esperar até amanhã, após a reunião."),
    ("cp1252", "Fågeln flög över sjön när våren äntligen kom till Småland."),
    ("cp1250", "Wczoraj spacerowaliśmy długo po starym mieście i rozmawialiśmy o książkach, żółwiach i źrebiętach."),
    ("iso8859-2", "Wczoraj spacerowaliśmy długo po starym mieście i rozmawialiśmy o książkach, żółwiach i źrebiętach."),
    ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy a všichni se tomu velice divili."),
    ("cp1250", "Árvíztűrő tükörfúrógép, és a kisfiú őszintén örült a hosszú útnak."),
    ("cp1251", "Вчера мы долго гуляли по старому городу и разговаривали о книгах."),
    ("koi8-r", "Вчера мы долго гуляли по старому городу и разговаривали о книгах."),
    ("cp866", "Вчера мы долго гуляли по старому городу и разговаривали о книгах."),
    ("cp1253", "Χθες περπατήσαμε πολλή ώρα στην παλιά πόλη και μιλούσαμε για βιβλία."),
    (
        "cp1254",
        "Dün eski şehirde uzun süre yürüdük ve kitaplar hakkında konuştuk. Çocuklar ağaçların altında.",
    ),
    ("cp1255", "אתמול הלכנו זמן רב בעיר העתיקה ודיברנו על ספרים."),
    ("cp1256", "أمس مشينا طويلا في المدينة القديمة وتحدثنا عن الكتب."),
    ("cp1257", "Vakar ilgai vaikščiojome po senamiestį ir kalbėjomės apie knygas, žąsis ir šunis."),
    ("cp932", "昨日、私たちは古い町を長い間歩いて、本について話しました。"),
    ("euc-jp", "昨日、私たちは古い町を長い間歩いて、本について話しました。\n" * 8),
    ("iso2022-jp", "昨日、私たちは古い町を長い間歩いて、本について話しました。"),
    ("gb18030", "昨天我们在老城里走了很久，谈论书籍。天气很好，大家都很高兴。"),
    ("big5", "昨天我們在老城裡走了很久，談論書籍。天氣很好，大家都很高興。"),
    ("cp949", "어제 우리는 오래된 도시를 오랫동안 걸으며 책에 대해 이야기했습니다."),
    ("cp874", "เมื่อวานเราเดินเล่นในเมืองเก่าเป็นเวลานานและพูดคุยเกี่ยวกับหนังสือ"),
]


@pytest.mark.parametrize(("codec", "text"), WRITTEN)
def test_texts_are_read_in_their_own_encoding(codec: str, text: str):
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize(("codec", "text"), WRITTEN)
def test_a_few_words_at_the_end_of_a_long_file_are_enough(codec: str, text: str):
    data = b"plain ascii line\n" * 100_000 + text.encode(codec)
    assert decode(data).text.endswith(text)


def test_a_long_line_is_not_cut_within_a_character():
    text = "昨日、私たちは古い町を長い間歩いて、本について話しました。 " * 500
    assert decode(text.encode("cp932")).text == text


def test_what_a_file_says_of_itself_is_believed():
    text = "# -*- coding: koi8-u -*-\n# їжа\n"
    assert decode(text.encode("koi8-u")).format.encoding == "koi8-u"
    wrong = "# coding: utf-16\n# café\n".encode("cp1252")
    assert decode(wrong).text == "# coding: utf-16\n# café\n"


def test_every_name_leads_back_to_its_encoding():
    names = set()
    for offered in OFFERED:
        for bom in (False, True):
            name = encodings.label(offered.codec, bom)
            names.add(name)
            assert encodings.by_label(name) == (offered.codec, bom)
    assert len(names) == 2 * len(OFFERED)
    with pytest.raises(LookupError):
        encodings.by_label("Morse")


def test_every_offer_is_a_codec_in_a_group():
    groups = encodings.group_labels()
    assert {offered.group for offered in OFFERED} == set(groups)
    assert len({codecs.lookup(offered.codec).name for offered in OFFERED}) == len(OFFERED)
    assert {offered.codec for offered in OFFERED if encodings.can_be_marked(offered.codec)} == {
        offered.codec for offered in OFFERED if offered.group == "unicode"
    }
