"""A generator of hostile PDFs (坏 PDF): cut, flipped, mistyped, looping, swollen and lying, each the same every time it is made."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable

from tests.hostile.packages import Maker, noise
from tests.hostile.pdfs import CASES as KNOWN
from tests.hostile.pdfs import good, page, raw, stream

_TEXT = b"BT /F 12 Tf 10 100 Td (Hi) Tj ET"
_FONT = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
_HUGE = 2**31 - 1


def cases() -> dict[str, Maker]:
    """Name every PDF with what makes it."""
    attached = {name: make for name, (file, make) in KNOWN.items() if file.endswith(".pdf")}
    made = (_cut(), _flipped(), _mistyped(), _filtered(), _pointing(), _drawn(), _lettered(), _pictured(), _odd())
    return attached | {name: make for some in made for name, make in some.items()}


def _cut() -> dict[str, Maker]:
    return {f"截断：{part}成": lambda part=part: good()[: len(good()) * part // 10] for part in range(1, 10)}  # type: ignore[misc]


def _flipped() -> dict[str, Maker]:
    def make(seed: int) -> bytes:
        dice, data = random.Random(seed), bytearray(good())  # noqa: S311 - only noise
        for _ in range(2**seed):
            data[dice.randrange(8, len(data))] = dice.randrange(256)
        return bytes(data)

    return {f"乱改：{2**seed}个字节": lambda seed=seed: make(seed) for seed in range(10)}  # type: ignore[misc]


def _mistyped() -> dict[str, Maker]:
    wrong = {
        "数": b"7",
        "负数": b"-1",
        "极大数": b"99999999999999999999",
        "空": b"null",
        "串": b"(x)",
        "自指": b"3 0 R",
        "不存在": b"999 0 R",
    }
    keys = {"内容": b"/Contents 4 0 R", "资源": b"/Resources<<>>", "版心": b"/MediaBox[0 0 200 200]"}
    found: dict[str, Maker] = {
        f"类型：{key}写成{word}": lambda text=text, value=value: page(_TEXT).replace(  # type: ignore[misc]
            text, text.split(b"[")[0].split(b"<")[0].split(b" ")[0] + b" " + value
        )
        for key, text in keys.items()
        for word, value in wrong.items()
    }
    tree = {1: b"<</Type/Catalog/Pages 2 0 R>>", 3: b"<</Type/Page/Parent 2 0 R>>"}
    kids = {"数": b"7", "嵌套": b"[[[3 0 R]]]", "重复万次": b"[" + b"3 0 R " * 10_000 + b"]", "根": b"[1 0 R]"}
    for word, value in kids.items():
        found[f"类型：页树写成{word}"] = lambda value=value: raw(  # type: ignore[misc]
            tree | {2: b"<</Type/Pages/Count 1/Kids %s>>" % value}
        )
    return found


def _filtered() -> dict[str, Maker]:
    names = ("ASCIIHex", "ASCII85", "LZW", "Flate", "RunLength", "CCITTFax", "JBIG2", "DCT", "JPX", "Crypt", "NoSuch")
    found: dict[str, Maker] = {
        f"过滤：{name}乱字节": lambda name=name: page(stream(noise(3000), b"/Filter/%sDecode" % name.encode()))  # type: ignore[misc]
        for name in names
    }
    packed = _TEXT
    for _ in range(40):
        packed = zlib.compress(packed)
    found["过滤：四十层"] = lambda: page(stream(packed, b"/Filter[%s]" % (b"/FlateDecode" * 40)))
    for name, values in {
        "列数极大": b"/Predictor 12/Columns %d" % _HUGE,
        "颜色极多": b"/Predictor 15/Colors %d/BitsPerComponent 16/Columns 65535" % _HUGE,
        "负列数": b"/Predictor 12/Columns -5",
    }.items():
        found[f"过滤：预测{name}"] = lambda values=values: page(  # type: ignore[misc]
            stream(zlib.compress(_TEXT), b"/Filter/FlateDecode/DecodeParms<<%s>>" % values)
        )
    return found


def _pointing() -> dict[str, Maker]:
    def trailer(extra: bytes) -> bytes:
        return page(_TEXT, _FONT).replace(b"/Root 1 0 R", b"/Root 1 0 R" + extra)

    chain = {10 + n: b"%d 0 R" % (11 + n) for n in range(5000)} | {5010: b"[0 0 200 200]"}
    return {
        "指向：上一索引是自己": lambda: trailer(b"/Prev 9"),
        "指向：上一索引在天边": lambda: trailer(b"/Prev %d" % 10**18),
        "指向：负的上一索引": lambda: trailer(b"/Prev -1"),
        "指向：混合索引": lambda: trailer(b"/XRefStm 9"),
        "指向：自称一亿个对象": lambda: trailer(b"").replace(b"/Size 5", b"/Size 100000000"),
        "指向：自称没有对象": lambda: trailer(b"").replace(b"/Size 5", b"/Size 0"),
        "指向：根是一页": lambda: raw({1: b"<</Type/Page/MediaBox[0 0 9 9]>>"}),
        "指向：没有根": lambda: trailer(b"").replace(b"/Root 1 0 R", b""),
        "指向：起点在文件外": lambda: trailer(b"").replace(b"startxref\n", b"startxref\n9"),
        "指向：长度是自己": lambda: page(b"<</Length 4 0 R>>\nstream\n" + _TEXT + b"\nendstream"),
        "指向：长度说谎": lambda: page(b"<</Length 99999999>>\nstream\n" + _TEXT + b"\nendstream"),
        "指向：五千级引用": lambda: page(_TEXT, box=b" 10 0 R", more=chain),
        "指向：父页成环": lambda: raw(
            {
                1: b"<</Type/Catalog/Pages 2 0 R>>",
                2: b"<</Type/Pages/Parent 3 0 R/Kids[3 0 R]/Count 1>>",
                3: b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>",
            }
        ),
        "指向：对象流含自己": lambda: page(
            _TEXT, more={10: stream(b"10 0 <<>>", b"/Type/ObjStm/N 1/First 5/Extends 10 0 R")}
        ),
        "指向：大纲成环": lambda: raw(
            {
                1: b"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>",
                2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
                5: b"<</First 6 0 R/Last 6 0 R/Count 1>>",
                6: b"<</Title(x)/Parent 5 0 R/Next 6 0 R/First 6 0 R>>",
            }
        ),
    }


def _drawn() -> dict[str, Maker]:
    def drawing(content: bytes, resources: bytes = _FONT) -> Maker:
        return lambda: page(stream(zlib.compress(content, 9), b"/Filter/FlateDecode"), resources)

    function = b"<</FunctionType 4/Domain[0 1]/Range[0 1]/Length 2>>\nstream\n{}\nendstream"
    pattern = stream(b"/P scn 0 0 9 9 re f", b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]")
    return {
        "绘制：百万个 q": drawing(b"q " * 1_000_000),
        "绘制：百万个 Q": drawing(b"Q " * 1_000_000),
        "绘制：百万个字": drawing(b"BT /F 12 Tf " + b"(x) Tj " * 1_000_000 + b"ET"),
        "绘制：千万字一串": drawing(b"BT /F 12 Tf (" + b"x" * 10_000_000 + b") Tj ET"),
        "绘制：不闭合的串": drawing(b"BT /F 12 Tf (" + b"(" * 200_000),
        "绘制：不闭合的数组": drawing(b"[" * 500_000),
        "绘制：不闭合的字典": drawing(b"/X " + b"<</A " * 200_000),
        "绘制：两百万条线": drawing(b"0 0 m " + b"9 9 l " * 2_000_000 + b"S"),
        "绘制：无穷小虚线": drawing(b"[0.0000001] 0 d 0 0 m 200 200 l S"),
        "绘制：极大坐标": drawing(b"1e300 1e300 m -1e300 1e300 l S 1e38 0 0 1e38 0 0 cm 0 0 9 9 re f"),
        "绘制：极大字号": drawing(b"BT /F 1e30 Tf (x) Tj ET"),
        "绘制：内嵌图说谎": drawing(b"BI /W 60000 /H 60000 /BPC 8 /CS /RGB ID x EI"),
        "绘制：内嵌图不结束": drawing(b"BI /W 9 /H 9 /BPC 8 /CS /G ID " + noise(100_000)),
        "绘制：未知算子": drawing(noise(500_000)),
        "绘制：底纹函数空": lambda: page(
            b"/S sh", b"/Shading<</S<</ShadingType 1/ColorSpace/DeviceGray/Function 10 0 R>>>>", more={10: function}
        ),
        "绘制：网格底纹说谎": lambda: page(
            b"/S sh",
            b"/Shading<</S 10 0 R>>",
            more={
                10: stream(
                    noise(9000),
                    b"/ShadingType 4/ColorSpace/DeviceRGB/BitsPerCoordinate 32/BitsPerComponent 16/BitsPerFlag 8/Decode[0 1e9 0 1e9 0 1 0 1 0 1]",
                )
            },
        ),
        "绘制：图案画自己": lambda: page(
            b"/Pattern cs /P scn 0 0 200 200 re f", b"/Pattern<</P 10 0 R>>", more={10: pattern}
        ),
        "绘制：图案步长为零": lambda: page(
            b"/Pattern cs /P scn 0 0 200 200 re f",
            b"/Pattern<</P 10 0 R>>",
            more={10: pattern.replace(b"/BBox", b"/XStep 0.00001/YStep 0.00001/BBox")},
        ),
        "绘制：软蒙版成环": lambda: page(
            b"/G gs 0 0 9 9 re f",
            b"/ExtGState<</G 10 0 R>>",
            more={
                10: b"<</SMask<</S/Alpha/G 11 0 R>>>>",
                11: stream(
                    b"/G gs 0 0 9 9 re f",
                    b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Group<</S/Transparency>>/Resources<</ExtGState<</G 10 0 R>>>>",
                ),
            },
        ),
    }


def _lettered() -> dict[str, Maker]:
    def font(inner: bytes, more: dict[int, bytes] | None = None) -> Maker:
        return lambda: page(_TEXT, b"/Font<</F<</Type/Font%s>>>>" % inner, more=more)

    described = b"/FontDescriptor<</Type/FontDescriptor/FontName/A/Flags 4/%s 10 0 R>>"
    self_drawing = stream(_TEXT, b"/Resources<</Font<</F 11 0 R>>>>")
    type3 = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 10 0 R>>/Encoding<</Differences[72/a/a]>>/FirstChar 72/LastChar 105/Widths[1]>>"
    ranges = b"\n".join(b"100 beginbfrange <0000> <FFFF> <0041> endbfrange" for _ in range(2000))
    return {
        "字体：乱的 TrueType": font(
            b"/Subtype/TrueType/BaseFont/A" + described % b"FontFile2", {10: stream(noise(20_000))}
        ),
        "字体：乱的 Type1": font(b"/Subtype/Type1/BaseFont/A" + described % b"FontFile", {10: stream(noise(20_000))}),
        "字体：乱的 CFF": font(
            b"/Subtype/Type1/BaseFont/A" + described % b"FontFile3", {10: stream(noise(20_000), b"/Subtype/Type1C")}
        ),
        "字体：空的 TrueType": font(b"/Subtype/TrueType/BaseFont/A" + described % b"FontFile2", {10: stream(b"")}),
        "字体：字形画自己": lambda: page(_TEXT, b"/Font<</F 11 0 R>>", more={10: self_drawing, 11: type3}),
        "字体：字宽百万个": font(
            b"/Subtype/Type1/BaseFont/Helvetica/FirstChar 0/LastChar 255/Widths[" + b"9 " * 1_000_000 + b"]"
        ),
        "字体：对照表极大": font(b"/Subtype/Type1/BaseFont/Helvetica/ToUnicode 10 0 R", {10: stream(ranges)}),
        "字体：对照表自用": font(
            b"/Subtype/Type1/BaseFont/Helvetica/ToUnicode 10 0 R", {10: stream(b"/X usecmap", b"/UseCMap 10 0 R")}
        ),
        "字体：没有的编码": font(b"/Subtype/Type0/BaseFont/A/Encoding/NoSuch-H/DescendantFonts[99 0 R]"),
        "字体：后代是自己": lambda: page(
            _TEXT,
            b"/Font<</F 10 0 R>>",
            more={10: b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[10 0 R]>>"},
        ),
    }


def _pictured() -> dict[str, Maker]:
    def picture(extra: bytes, data: bytes = b"\0" * 100, more: dict[int, bytes] | None = None) -> Maker:
        image = stream(data, b"/Type/XObject/Subtype/Image" + extra)
        return lambda: page(b"200 0 0 200 0 0 cm /I Do", b"/XObject<</I 10 0 R>>", more={10: image} | (more or {}))

    gray = b"/BitsPerComponent 8/ColorSpace/DeviceGray"
    flate = b"/Filter/FlateDecode"
    return {
        "图：十亿宽一高": picture(b"/Width 1000000000/Height 1" + gray),
        "图：负宽": picture(b"/Width -5/Height 5" + gray),
        "图：零宽": picture(b"/Width 0/Height 0" + gray),
        "图：三万见方真有": picture(b"/Width 30000/Height 30000" + gray + flate, zlib.compress(bytes(900_000_000), 9)),
        "图：位深一千": picture(b"/Width 9/Height 9/BitsPerComponent 1000/ColorSpace/DeviceRGB"),
        "图：色表说谎": picture(b"/Width 9/Height 9/BitsPerComponent 8/ColorSpace[/Indexed/DeviceRGB 255(x)]"),
        "图：色空间自指": picture(
            b"/Width 9/Height 9/BitsPerComponent 8/ColorSpace 11 0 R", more={11: b"[/Indexed 11 0 R 255(x)]"}
        ),
        "图：色特征乱": picture(
            b"/Width 9/Height 9/BitsPerComponent 8/ColorSpace[/ICCBased 11 0 R]",
            more={11: stream(noise(9000), b"/N 3")},
        ),
        "图：蒙版是自己": picture(b"/Width 9/Height 9/SMask 10 0 R" + gray),
        "图：坏的 JBIG2": picture(b"/Width 9000/Height 9000/Filter/JBIG2Decode" + gray, noise(5000)),
        "图：坏的 JPX": picture(b"/Width 9000/Height 9000/Filter/JPXDecode", b"\0\0\0\x0cjP  \r\n\x87\n" + noise(5000)),
        "图：传真行数极大": picture(
            b"/Width 9/Height 9/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns %d/Rows %d>>"
            % (_HUGE, _HUGE),
            noise(5000),
        ),
    }


def _odd() -> dict[str, Maker]:
    def named(extra: bytes) -> Callable[[], bytes]:
        return lambda: page(_TEXT, _FONT).replace(b"/Type/Catalog", b"/Type/Catalog" + extra)

    def turned(extra: bytes) -> Callable[[], bytes]:
        return lambda: page(_TEXT, _FONT).replace(b"/Type/Page/", b"/Type/Page" + extra + b"/")

    return {
        "怪：头前一千字节": lambda: noise(1000) + page(_TEXT, _FONT),
        "怪：版本九点九": lambda: page(_TEXT, _FONT).replace(b"%PDF-1.7", b"%PDF-9.9"),
        "怪：只有头": lambda: b"%PDF-1.7\n",
        "怪：空文件": lambda: b"",
        "怪：尾后十兆": lambda: page(_TEXT, _FONT) + bytes(10_000_000),
        "怪：两份相接": lambda: good() + good(),
        "怪：旋转四十五": turned(b"/Rotate 45"),
        "怪：旋转极大": turned(b"/Rotate %d" % _HUGE),
        "怪：单位极大": turned(b"/UserUnit 1e9"),
        "怪：裁切在外": turned(b"/CropBox[1e9 1e9 2e9 2e9]"),
        "怪：表单脚本": named(b"/AcroForm<</XFA(x)/Fields[9 0 R]/NeedAppearances true>>"),
        "怪：名称树成环": named(b"/Names<</Dests 1 0 R/EmbeddedFiles<</Kids[1 0 R]>>>>"),
        "怪：未知加密": lambda: page(_TEXT, _FONT).replace(
            b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/NoSuch/V 99/R 99>>/ID[(a)(b)]"
        ),
        "怪：图层万层": named(b"/OCProperties<</OCGs[" + b"9 0 R " * 10_000 + b"]/D<<>>>>"),
        "怪：标题一百万字": lambda: page(_TEXT, _FONT).replace(
            b"/Root 1 0 R", b"/Root 1 0 R/Info<</Title(" + b"x" * 1_000_000 + b")>>"
        ),
    }
