"""Text as an OCR engine read it → the characters that were printed, where the engine is known to mix them up. Pure.

Every character is replaced by one character, so places stay; what was replaced is told, so that a person can look.
Only mistakes that the neighbours prove are mended: a kanji amid katakana, a Chinese form of a kanji that Japanese type
does not have. What stays doubtful is left as read.
"""

from __future__ import annotations

import re
import unicodedata

_FORMS = (
    "齡齢戶戸户戸內内步歩值値查査况況每毎黑黒增増德徳净浄决決减減凉涼强強拔抜换換晚晩溫温淸清產産稅税說説脫脱緣縁綠緑绿緑"
    "鄕郷閱閲靑青顏顔飮飲黃黄涉渉敎教爲為歲歳鄰隣对対将将单単专専录録强強继継续続总総绪緒獎奨舍舎济済剂剤参参营営"
    "财財购購师師员員长長门門问問间間风風飞飛马馬鱼魚鸟鳥东東乐楽书書亚亜亲親众衆优優传伝伤傷关関兴興军軍农農动動务務势勢华華卖売历歴"
    "压圧县県发発变変图図团団园園场場块塊坚堅坛壇处処备備复復头頭奋奮妇婦孙孫宁寧实実审審宽寛导導岁歳岛島币幣带帯归帰庆慶应応开開异異"
    "张張弹弾忆憶态態恳懇悬懸惊驚护護报報拥擁择択摄摂敌敵时時显顕权権标標样様树樹检検欢歓汉漢沟溝泽沢测測满満滨浜灭滅灵霊灾災热熱爱愛"
    "环環现現电電疗療监監盘盤确確种種积積稳穏竞競笔筆简簡类類紧緊纠糾红紅纤繊约約级級纪紀纯純纲綱纳納纸紙线線练練组組细細织織终終绍紹"
    "经経结結给給络絡统統绩績维維综総编編缩縮罚罰职職脏臓脑脳荣栄药薬获獲虑慮补補见見观観规規视視览覧觉覚计計认認讨討议議记記讲講许許"
    "论論设設访訪证証评評识識诉訴词詞译訳试試话話该該详詳语語误誤请請诸諸课課调調谈談谋謀谱譜贝貝负負责責败敗货貨质質贷貸费費贺賀资資"
    "赋賦赏賞赞賛赠贈车車轨軌转転轮輪软軟轻軽载載较較辅輔辆両辑輯输輸辖轄边辺达達过過运運还還进進远遠违違连連迟遅适適选選递逓遗遺邮郵"
    "邻隣释釈针針钟鐘钢鋼铁鉄银銀铜銅锐鋭错錯锻鍛键鍵镇鎮镜鏡闭閉闲閑队隊阳陽阴陰阶階际際陆陸险険隐隠难難雾霧页頁项項顺順须須顾顧领領"
    "频頻题題额額饭飯饮飲馆館驻駐验験骑騎鲜鮮鸡鶏鹤鶴齐斉龙竜龟亀艺芸节節谐諧贮貯宫宮创創协協义義习習乡郷丰豊临臨为為举挙亿億仅僅仓倉"
    "们們佣傭债債储儲冻凍凤鳳则則刚剛删刪别別剧劇劳労劲勁勋勲卫衛厅庁厉励厕厠叹嘆吓嚇启啓响響唤喚围囲圆円圣聖垫塾壳殻夺奪妆粧娱娯宾賓"
    "层層岭嶺帅帥库庫废廃彻徹怀懐恶悪惩懲惯慣戏戯战戦扩拡扫掃扬揚抢搶拟擬挥揮损損"
)
"""Chinese and old forms beside the form in which Japanese plans are printed."""
_DOTS = "·・•・‧・∙・⋅・"
_TABLE = {
    text[at]: text[at + 1] for text in (_FORMS, _DOTS) for at in range(0, len(text), 2) if text[at] != text[at + 1]
}
_TO_KATAKANA = dict(zip("二力口八夕工卜才千三又一-—―─–", "ニカロハタエトオチミヌーーーーーー", strict=True))
_TO_KANJI = dict(zip("ニカロハタエト", "二力口八夕工卜", strict=True))
_TO_HIRAGANA = dict(zip("ヘベペ", "へべぺ", strict=True))
_FROM_HIRAGANA = {hira: kata for kata, hira in _TO_HIRAGANA.items()}
_COUNTED = re.compile(r"[0-9０-９一二三四五六七八九十数]カ[所年月国]")
_AFTER_ONE = frozenset("覧部体般元貫時人次括斉環層番定日帯式連本つ個例方切律級致歩年度回度家員室")
"""What follows 一 in words that may stand behind katakana (サービス一覧)."""
_RINGS = "〇◯O"
_EYE = re.compile(r"日(?=[標的])|(?<=[項科種注])日")
"""目, misread: 目標, 目的, 項目 are words, 日標 is none."""
_BARS = "」』|｜丨lI"
"""What the Roman numeral Ⅰ at the head of a line is taken for; a closing bracket cannot stand there."""


def fold(text: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The text mended, of the same length, and (place, character as read) for each that was replaced."""
    plain = _EYE.sub("目", "".join(_plain(sign) for sign in text))
    folded = ""
    for at in range(len(plain)):
        folded += _in_context(folded + plain[at:], at)
    changed = tuple((at, seen) for at, (seen, taken) in enumerate(zip(text, folded, strict=True)) if seen != taken)
    return folded, changed


def _plain(sign: str) -> str:
    sign = unicodedata.normalize("NFKC", sign) if "\uf900" <= sign <= "\ufaff" else sign
    return _TABLE.get(sign, sign)


def _in_context(text: str, at: int) -> str:
    sign = text[at]
    before = text[at - 1] if at else ""
    after = text[at + 1] if at + 1 < len(text) else ""
    if sign in _TO_KATAKANA and _amid_katakana(sign, before, after):
        return _TO_KATAKANA[sign]
    if sign == "ー" and _after_no_vowel(before, after):
        return "一"
    if sign in _TO_KANJI and _kanji(before) and _kanji(after) and not _COUNTED.match(text, at - 1):
        return _TO_KANJI[sign]
    if sign == "了" and not before and after and after not in "解承知":
        return "ア"
    if sign in _TO_HIRAGANA and not _katakana(before) and not _katakana(after):
        return _TO_HIRAGANA[sign]
    if sign in _FROM_HIRAGANA and _katakana(before) and _katakana(after):
        return _FROM_HIRAGANA[sign]
    if sign in _BARS and not before and (_kanji(after) or _kana(after)):
        return "Ⅰ"
    if sign in _RINGS and not before and (_kanji(after) or _kana(after)):
        return "○"
    return sign


def _amid_katakana(sign: str, before: str, after: str) -> bool:
    """A long vowel (長音) may end a word; other signs need katakana on both sides."""
    if not _katakana(before):
        return False
    if _TO_KATAKANA[sign] != "ー" or _katakana(after):
        return _katakana(after)
    return sign == "一" and after not in _AFTER_ONE


def _after_no_vowel(before: str, after: str) -> bool:
    """True where a long vowel cannot stand: after a kanji, or between hiragana and kanji."""
    return _kanji(before) or (_kana(before) and not _katakana(before) and _kanji(after))


def _katakana(sign: str) -> bool:
    return bool(sign) and ("ァ" <= sign <= "ヺ" or sign == "ー")


def _kana(sign: str) -> bool:
    return bool(sign) and "ぁ" <= sign <= "ー"


def _kanji(sign: str) -> bool:
    return bool(sign) and ("一" <= sign <= "龥" or sign == "々")
