"""How fast the catalogue answers, beside a plain scan of the same texts in the same run (检索测速).

    .venv/bin/python bench/search.py --docs 5000

Every count is compared with the scan's; a difference ends the run. Times are of one process, one query at a time, in
several rounds taken in turn; on a busy machine trust the ratios.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from rich.console import Console
from rich.table import Table

from domain.catalogue import GENERAL, Card, Reach
from domain.levels import Level, Retention
from indexer.folding import comparable
from indexer.whoosh_catalogue import WhooshCatalogue

ROUNDS, QUERIES_A_TYPE, CARDS_A_PUT = 3, 40, 4000
REACH = Reach(frozenset((level, GENERAL) for level in (Level.OPEN, Level.INTERNAL)))
LEVELS = (Level.OPEN, Level.INTERNAL, Level.SECRET)

# Words of official writing; the earlier in its row, the more often a word is used.
SUBJECTS = (
    "各村",
    "各单位",
    "镇政府",
    "县人民政府",
    "党政办公室",
    "村民委员会",
    "财政所",
    "应急管理办公室",
    "领导小组",
    "市场监督管理局",
    "自然资源所",
    "派出所",
    "卫生院",
    "中心学校",
    "供水站",
    "农机站",
    "驻村工作队",
    "帮扶单位",
    "施工企业",
    "监理单位",
    "第三方机构",
    "物业公司",
    "合作社",
    "乡贤理事会",
)
VERBS = (
    "要",
    "应当",
    "负责",
    "加强",
    "做好",
    "推进",
    "落实",
    "组织",
    "开展",
    "完善",
    "严格执行",
    "及时上报",
    "统筹安排",
    "督促检查",
    "认真贯彻",
    "依法查处",
    "核定",
    "拨付",
    "验收",
    "公示",
    "审批",
    "移交",
    "封存",
    "抽查",
    "复核",
    "备案",
    "表彰",
    "约谈",
    "清退",
    "补植",
)
OBJECTS = (
    "工作",
    "安全生产",
    "防汛抗旱",
    "乡村振兴",
    "办公用房",
    "土地征收",
    "公务用车",
    "会议费用",
    "专项资金",
    "耕地保护",
    "森林防火",
    "人居环境整治",
    "食品安全",
    "信访事项",
    "档案移交",
    "危房改造",
    "饮水工程",
    "殡葬改革",
    "违章建筑",
    "河道采砂",
    "义务教育",
    "医疗保障",
    "高标准农田",
    "粪污处理",
    "消防通道",
    "政务公开",
    "古树名木",
    "烟花爆竹",
    "秸秆焚烧",
    "校车运行",
    "充电设施",
    "水库移民",
    "宅基地确权",
    "病死畜禽",
    "燃气管道",
    "电梯检测",
    "劳务纠纷",
    "候鸟迁徙",
    "防疫物资",
    "冷链仓储",
)
TAILS = [
    "，确保按期完成",
    "。",
    "，并于月底前报送",
    "；对工作不力的予以通报批评",
    "，切实维护群众合法权益",
    "，建立台账并逐项销号",
    "。",
    "，严禁虚报瞒报",
    "，坚持谁主管谁负责",
    "，相关材料一式三份",
    "，逾期不予受理",
]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华建国志文海山林松柏春夏秋冬玉梅兰竹菊珍宝金银铜铁锡福禄寿喜康宁安泰祥瑞庆嘉德仁义礼智信忠孝廉耻勤俭诚实善良正直宽厚温和恭谦"
COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
"""Characters of official writing, the most frequent first: the bench makes its long tail of words from them."""
PLACES = "滨东柳西河南桥北石泉槐杏桃榆松桂溪岭塘湾坪坝湖岗沟圩渡"


@dataclass(frozen=True)
class Case:
    """One query with the reading of all texts that tells its count."""

    query: str
    scan: Callable[[Card, str], bool]


def main() -> None:
    """Generate, build, ask, print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--docs", type=int, default=2000)
    arguments.add_argument("--seed", type=int, default=20240305)
    given = arguments.parse_args()
    console = Console()
    rng = random.Random(given.seed)  # noqa: S311 - a corpus, not a secret
    cards = [_card(rng, index) for index in range(given.docs)]
    texts = [_scanned(card) for card in cards]
    console.print(f"{given.docs} 件，平均 {statistics.mean(len(card.text) for card in cards):.0f} 字")
    with tempfile.TemporaryDirectory(prefix="hongtou-bench-") as folder:
        home = Path(folder) / "index"
        _build(console, home, cards)
        catalogue = _open(console, home)
        _measure(console, catalogue, _cases(rng, cards), cards, texts)
        _commit_one(console, catalogue, rng, len(cards))
        console.print(f"进程独占内存 {_private_mb():.0f} MB（含语料与扫描用文本）")


def _build(console: Console, home: Path, cards: Sequence[Card]) -> None:
    catalogue, cpu, wall = WhooshCatalogue(home), time.process_time(), time.perf_counter()
    for start in range(0, len(cards), CARDS_A_PUT):
        catalogue.put(cards[start : start + CARDS_A_PUT], start + CARDS_A_PUT)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 1e6
    console.print(f"建目录 {wall:.1f} 秒（CPU {cpu:.1f} 秒，每 CPU 秒 {len(cards) / cpu:.0f} 件），{size:.0f} MB")


def _open(console: Console, home: Path) -> WhooshCatalogue:
    memory, wall = _private_mb(), time.perf_counter()
    catalogue = WhooshCatalogue(home)
    catalogue.search("-滨", REACH, limit=1)
    wall = time.perf_counter() - wall
    console.print(f"打开并答第一问 {wall * 1000:.0f} 毫秒，独占内存增加 {_private_mb() - memory:.0f} MB")
    return catalogue


def _measure(
    console: Console,
    catalogue: WhooshCatalogue,
    cases: dict[str, list[Case]],
    cards: Sequence[Card],
    texts: Sequence[str],
) -> None:
    table = Table("检索类型", "平均命中", "p50 毫秒", "p95 毫秒", "扫描 p50", "快几倍", title="目录与逐件扫描")
    pairs = [pair for pair in zip(cards, texts, strict=True) if REACH.covers(pair[0])]
    for kind, asked in cases.items():
        ours, scans, hits = [], [], 0
        for turn in range(ROUNDS):
            for case in asked:
                started = time.perf_counter()
                total = catalogue.search(case.query, REACH, limit=10).total
                ours.append(time.perf_counter() - started)
                if turn == 0:
                    started = time.perf_counter()
                    truth = sum(1 for card, text in pairs if case.scan(card, text))
                    scans.append(time.perf_counter() - started)
                    hits += total
                    if total != truth:
                        raise SystemExit(f"{kind} {case.query!r}: 目录 {total} 件，扫描 {truth} 件")
        p50, p95, scan = _quantile(ours, 0.5), _quantile(ours, 0.95), _quantile(scans, 0.5)
        table.add_row(kind, f"{hits / len(asked):.1f}", f"{p50:.2f}", f"{p95:.2f}", f"{scan:.2f}", f"{scan / p50:.1f}")
    console.print(table)


def _commit_one(console: Console, catalogue: WhooshCatalogue, rng: random.Random, count: int) -> None:
    times = []
    for extra in range(20):
        started = time.perf_counter()
        catalogue.put([_card(rng, count + extra)], count + extra)
        times.append(time.perf_counter() - started)
    console.print(f"新增一件 p50 {_quantile(times, 0.5):.0f} 毫秒，p95 {_quantile(times, 0.95):.0f} 毫秒")


def _cases(rng: random.Random, cards: Sequence[Card]) -> dict[str, list[Case]]:
    def part(low: int, high: int) -> str:
        while True:
            text = _scanned(rng.choice(cards)).split("\n", 2)[2]
            start = rng.randrange(len(text) - high)
            found = text[start : start + rng.randint(low, high)]
            if found.isalnum() and not found.isascii():
                return found

    def word() -> str:
        return part(2, 2)

    kinds: dict[str, Callable[[], Case]] = {
        "两字词": lambda: _holding(word()),
        "两词并用": lambda: _holding(word(), word()),
        "四至六字": lambda: _holding(part(4, 6)),
        "一至十二字": lambda: _holding(part(1, 12)),
        "一个字": lambda: _holding(rng.choice(GIVEN)),
        "文号": lambda: _by_number(rng.choice(cards)),
        "机关加词": lambda: _by_organ(rng.choice(cards), word()),
        "日期加词": lambda: _by_month(rng.choice(cards), word()),
    }
    return {kind: [make() for _ in range(QUERIES_A_TYPE)] for kind, make in kinds.items()}


def _holding(*parts: str) -> Case:
    return Case(" ".join(f'"{part}"' for part in parts), lambda _, text: all(part in text for part in parts))


def _by_number(wanted: Card) -> Case:
    return Case(wanted.number.replace("〔", "[").replace("〕", "]"), lambda card, _: card.number == wanted.number)


def _by_organ(wanted: Card, word: str) -> Case:
    return Case(f"机关:{wanted.organ} {word}", lambda card, text: card.organ == wanted.organ and word in text)


def _by_month(wanted: Card, word: str) -> Case:
    day = wanted.date or dt.date.min
    return Case(
        f"日期:{day:%Y-%m} {word}",
        lambda card, text: card.date is not None and f"{card.date:%Y-%m}" == f"{day:%Y-%m}" and word in text,
    )


def _scanned(card: Card) -> str:
    return "\n".join(comparable(part) for part in (card.number, card.title, card.text))


def _card(rng: random.Random, index: int) -> Card:
    organ = f"{_skewed(rng, PLACES)}{_skewed(rng, PLACES)}镇人民政府"
    date = dt.date(2015, 1, 1) + dt.timedelta(days=rng.randrange(3650))
    return Card(
        object_id=f"b{index:07}",
        number=f"{organ[:2]}政发〔{date.year}〕{index}号",
        title=f"{organ}关于{_skewed(rng, VERBS)}{_skewed(rng, OBJECTS)}的通知",
        kind="通知",
        organ=organ,
        date=date,
        year=date.year,
        level=LEVELS[rng.choices(range(3), (3, 6, 1))[0]],
        retention=rng.choice(list(Retention)),
        signer=_person(rng),
        unit="党政办公室",
        text=_body(rng, organ),
    )


def _body(rng: random.Random, organ: str) -> str:
    """Write some 1,300 characters with line ends where a page would put them."""
    text = f"{organ}所属各单位："
    while len(text) < 1300:
        text += _clause(rng)
    return "\n".join(text[start : start + 28] for start in range(0, len(text), 28))


def _lexicon() -> list[str]:
    """Make 4,000 words of two to four characters: real ones would need a dictionary we don't carry."""
    rng = random.Random(1)  # noqa: S311 - a corpus, not a secret
    return ["".join(rng.choices(COMMON, k=rng.choice((2, 2, 2, 3, 4)))) for _ in range(4000)]


LEXICON = _lexicon()
_LEXICON_SUMS = list(accumulate(1 / (place + 2) for place in range(len(LEXICON))))


def _clause(rng: random.Random) -> str:
    tail = "".join(rng.choices(LEXICON, cum_weights=_LEXICON_SUMS, k=rng.randint(4, 9)))
    if rng.random() < 0.85:
        return f"{tail}{_skewed(rng, TAILS)[:1]}"
    return rng.choice(
        (
            f"{_skewed(rng, SUBJECTS)}{_skewed(rng, VERBS)}{_skewed(rng, OBJECTS)}{_skewed(rng, TAILS)}",
            f"{_skewed(rng, VERBS)}{_skewed(rng, OBJECTS)}和{_skewed(rng, OBJECTS)}{_skewed(rng, TAILS)}",
            f"由{_person(rng)}负责{_skewed(rng, PLACES)}{_skewed(rng, PLACES)}村的{_skewed(rng, OBJECTS)}，",
            f"安排资金{rng.randrange(1, 90000)}元用于{_skewed(rng, OBJECTS)}{_skewed(rng, TAILS)}",
        )
    )


def _person(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2))))


def _skewed(rng: random.Random, row: Sequence[str]) -> str:
    """Choose as language does: the second half as often as the first, and so on (Zipf)."""
    return rng.choices(row, [1 / (place + 2) for place in range(len(row))])[0]


def _quantile(seconds: Sequence[float], share: float) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))] * 1000


def _private_mb() -> float:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


if __name__ == "__main__":
    main()
