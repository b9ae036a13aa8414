"""Readings: right where certain, marked where not, never corrupt."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.readings import TITLE_LIMIT, place_romaji, read_aloud
from extractors.readings_engines import second_opinion, words
from extractors.readings_overrides import USES, overrides

CERTAIN_KANA = re.compile("[ァ-ヺー・、。（）　]*")


@pytest.mark.parametrize(
    ("title", "kana", "romaji"),
    [
        ("学習機会の充実", "ガクシュウキカイノジュウジツ", "gakushū kikai no jūjitsu"),
        ("健幸まちづくりの推進", "ケンコウマチヅクリノスイシン", "kenkō machizukuri no suishin"),
        ("第7次計画（案）", "ダイナナジケイカク（アン）", "dainanaji keikaku (an)"),
        ("4つの目指す方向", "ヨッツノメザスホウコウ", "yottsu no mezasu hōkō"),
        ("ICTの活用", "アイシーティーノカツヨウ", "ICT no katsuyō"),
        ("SDG s", "エスディージーズ", "SDGs"),
        ("市民企画（提案）型講座", "シミンキカク（テイアン）ガタコウザ", "shimin kikaku (teian) gata kōza"),
        ("障がいのある方の学び", "ショウガイノアルカタノマナビ", "shōgai no aru kata no manabi"),
        ("人が集うまち", "ヒトガツドウマチ", "hito ga tsudou machi"),
        ("団体等への支援", "ダンタイトウヘノシエン", "dantaitō e no shien"),
        ("雨水対策", "ウスイタイサク", "usui taisaku"),
        ("病児・病後児保育", "ビョウジ・ビョウゴジホイク", "byōji, byōgoji hoiku"),
        ("街灯のLED化", "ガイトウノエルイーディーカ", "gaitō no LEDka"),
        ("3Rの推進", "スリーアールノスイシン", "3R no suishin"),
        ("達成率40％", "タッセイリツヨンジュッパーセント", "tasseiritsu yonjuppāsento"),
        ("市民が一体となったイベント", "シミンガイッタイトナッタイベント", "shimin ga ittai to natta ibento"),
        ("知ってる？市のごみ分別", "シッテル　シノゴミブンベツ", "shitteru shi no gomi bunbetsu"),
        ("8020運動", "ハチマルニイマルウンドウ", "hachimaruniimaru undō"),
        ("－5歳体力づくり", "マイナスゴサイタイリョクヅクリ", "mainasu gosai tairyoku zukuri"),
        ("-10％の節電", "マイナスジュッパーセントノセツデン", "mainasu juppāsento no setsuden"),
        ("〇から始める健康", "ゼロカラハジメルケンコウ", "zero kara hajimeru kenkō"),
        ("〇×クイズ大会", "マルバツクイズタイカイ", "marubatsu kuizu taikai"),
        ("十歳の集い", "ジュッサイノツドイ", "jussai no tsudoi"),
        ("大掃除の支援", "オオソウジノシエン", "ōsōji no shien"),
        ("人気のない空き家", "ヒトケノナイアキヤ", "hitoke no nai akiya"),
        ("居場所づくり", "イバショヅクリ", "ibasho zukuri"),
        ("全市的な部活動", "ゼンシテキナブカツドウ", "zenshitekina bukatsudō"),
        ("SNS等の活用", "エスエヌエストウノカツヨウ", "SNS tō no katsuyō"),
        ("基幹20業務", "キカンニジュウギョウム", "kikan nijū gyōmu"),
    ],
)
def test_titles(title: str, kana: str, romaji: str) -> None:
    reading = read_aloud(title)
    assert (reading.kana, reading.certain, reading.why) == (kana, True, "")
    assert reading.romaji == romaji


@pytest.mark.parametrize(
    ("title", "kana"),
    [
        ("ボランティア･市民活動", "ボランティア・シミンカツドウ"),
        ("㈱みらいの参画", "カブシキガイシャミライノサンカク"),
        ("葛\U000e0101飾区の学び", "カツシカクノマナビ"),
        ("『学び』の場", "マナビノバ"),
        ("改行\nとタブ\tの学び", "カイギョウ　トタブ　ノマナビ"),
        ("ｽﾎﾟｰﾂの振興", "スポーツノシンコウ"),
        ("⽣涯学習の推進", "ショウガイガクシュウノスイシン"),
        ("一步をふみだす", "イッポヲフミダス"),
        ("Ｐ Ｄ Ｃ Ａサイクル", "ピーディーシーエーサイクル"),
        ("相談の設定ー「身近な窓口」", "ソウダンノセッテイ　ミジカナマドグチ"),
    ],
)
def test_what_used_to_come_out_corrupt(title: str, kana: str) -> None:
    reading = read_aloud(title)
    assert (reading.kana, reading.certain) == (kana, True)


@pytest.mark.parametrize(
    "title",
    [
        "銀杏まつり",
        "にじ市場",
        "髙橋記念館",
        "霧ヶ谷の森",
        "ZENの導入",
        "１日体験",
        "見見見見",
        "松前町総合計画",
        "星見野市総合計画",
    ],
)
def test_what_nobody_can_be_sure_of_says_why(title: str) -> None:
    reading = read_aloud(title)
    assert not reading.certain
    assert reading.why.endswith("。")


@pytest.mark.parametrize("title", ["々", "龘龘", "学" * (TITLE_LIMIT + 1)])
def test_no_reading_is_better_than_a_wrong_one(title: str) -> None:
    reading = read_aloud(title)
    assert (reading.kana, reading.romaji, reading.certain) == ("", "", False)


def test_a_very_long_text_is_refused_at_once() -> None:
    assert read_aloud("学びの場" * 1250).why.startswith("題名としては長すぎる")
    assert second_opinion("学びの場" * 1250) is None


def test_a_municipality_is_read_by_the_code_list() -> None:
    assert read_aloud("酒々井町総合計画").kana == "シスイマチソウゴウケイカク"
    assert read_aloud("枚方市総合計画").romaji == "Hirakata-shi sōgō keikaku"
    assert read_aloud("立川市民の学び").kana == "タチカワシミンノマナビ"


def test_the_plans_own_code_settles_a_name_borne_by_several() -> None:
    assert read_aloud("松前町総合計画", "384011").kana == "マサキチョウソウゴウケイカク"
    assert read_aloud("松前町総合計画", "384011").certain
    assert not read_aloud("松前町総合計画", "132021").certain


@pytest.mark.parametrize(
    ("name", "kana", "romaji"),
    [
        ("多摩市", "タマシ", "Tama-shi"),
        ("豊岡市", "トヨオカシ", "Toyooka-shi"),
        ("北秋田市", "キタアキタシ", "Kitaakita-shi"),
        ("東大阪市", "ヒガシオオサカシ", "Higashiōsaka-shi"),
        ("札幌市中央区", "サッポロシチュウオウク", "Sapporo-shi Chūō-ku"),
        ("神戸市西区", "コウベシニシク", "Kōbe-shi Nishi-ku"),
        ("北海道", "ホッカイドウ", "Hokkaidō"),
    ],
)
def test_place_names_in_romaji(name: str, kana: str, romaji: str) -> None:
    assert place_romaji(name, kana) == romaji


def test_the_list_of_readings_is_sound() -> None:
    seen = set()
    for entry in overrides():
        assert entry.use in USES
        assert (entry.surface, entry.use) not in seen
        assert entry.source
        assert re.fullmatch("[ァ-ヺー|（）]+" if entry.use != "ask" else "", entry.kana), entry
        seen.add((entry.surface, entry.use))


def test_words_cover_the_text() -> None:
    text = "生涯学習の推進と協働のまちづくり"
    assert "".join(word.surface for word in words(text)) == text


def test_importing_loads_no_dictionary() -> None:
    code = "import sys, extractors.readings; print({'sudachipy', 'pykakasi'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


TITLES = st.text(
    alphabet=st.one_of(
        st.sampled_from("学びの推進と支援、（）・①Ⅲ12第次年度ICTs々ヶー～\t\n　『』㈱髙･ﾎﾟ"),
        st.characters(codec="utf-8"),
    ),
    max_size=25,
)


@settings(max_examples=300)
@given(TITLES)
def test_no_text_makes_it_raise_or_lie(text: str) -> None:
    reading = read_aloud(text)
    assert (reading.why == "") == reading.certain
    assert len(reading.kana) <= 12 * len(text)
    if reading.certain:
        assert CERTAIN_KANA.fullmatch(reading.kana)
        assert not re.search("[一-鿿]", reading.romaji)
        assert bool(reading.kana) or not re.search("[一-鿿ぁ-んァ-ヶ]", text)
