"""The page of settings: the tables of office.toml with every field, its type, its default and what it is for."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator
from enum import Enum
from typing import Any

from domain.arrangement import ArchiveRules
from domain.compartments import Compartment
from domain.copying import CopyRule
from domain.exchange import Partner
from domain.levels import Level
from domain.numbers import NumberScheme
from domain.office import Account, Office, Organ, Person, Unit
from domain.posts import POSTS, Post, Role
from hongtou.settings import DeskSettings, PressSettings, WorkSettings
from mailroom.post import PostSettings
from office.exchange_settings import ExchangeSettings
from office.keeping_settings import KeepingSettings
from registry.settings import PostgresDatabase


@dataclasses.dataclass(frozen=True)
class OfficeTable:
    """The ``[office]`` table, as ``office.office_file`` reads it (机关)."""

    permitted_level: Level
    name: str = ""
    profile: str = "office"
    procedures: tuple[str, ...] = ()
    different_people: tuple[tuple[str, str], ...] = ()
    superiors: tuple[str, ...] = ()
    subordinates: tuple[str, ...] = ()
    approved_printers: tuple[str, ...] = ()
    file_copies: int = Office.file_copies
    complete_within: int = Office.complete_within
    outsiders_by: tuple[str, ...] = tuple(post.value for post in Office.outsiders_by if isinstance(post, Role))
    search_traditional: bool = Office.search_traditional
    phrases: tuple[str, ...] = Office.phrases
    sign_phrases: tuple[str, ...] = Office.sign_phrases
    return_phrases: tuple[str, ...] = Office.return_phrases


@dataclasses.dataclass(frozen=True)
class DatabaseTable(PostgresDatabase):
    """The ``[database]`` table: its kind, and for PostgreSQL where it is (登记库)."""

    name: str = ""
    host: str = ""
    kind: str = "sqlite"


TABLES: dict[str, type] = {
    "[office]": OfficeTable,
    "[[organ]]": Organ,
    "[[scheme]]": NumberScheme,
    "[[unit]]": Unit,
    "[[person]]": Person,
    "[[post]]": Post,
    "[[account]]": Account,
    "[[compartment]]": Compartment,
    "[[copying]]": CopyRule,
    "[desk]": DeskSettings,
    "[work]": WorkSettings,
    "[mail]": PostSettings,
    "[press]": PressSettings,
    "[keeping]": KeepingSettings,
    "[exchange]": ExchangeSettings,
    "[[partner]]": Partner,
    "[archive]": ArchiveRules,
    "[database]": DatabaseTable,
}
ABOUT = {
    "[office]": "本机关。",
    "[[organ]]": "发文机关，每个一段。",
    "[[scheme]]": "编号序列，每个一段。按机关和文种选用：先选写明该文种的，再选没有写文种的。",
    "[[unit]]": "科室，每个一段。`投稿/发文/` 下按名称各有一个文件夹；新加科室后运行 `hongtou init 机关文件夹` 补建。",
    "[[person]]": "人员，每人一段。",
    "[[post]]": "岗位（可选），每个一段：给系统自带的岗位改名、改可看的范围，或者添本机关自己的岗位，如党委秘书。程序的环节和账号的角色都写岗位的 id。"
    "自带的：" + "、".join(f"{post.id} {post.name}" for post in POSTS) + "。",
    "[[account]]": "账号，每个一段。一人可以有几个账号，一个账号可以有几个角色。",
    "[[compartment]]": "专管范围（可选），每个一段，如信访、人事：机要员把文件归入以后，只有这里写明的岗位、科室和人员知道有这件文件。"
    "年度归档、鉴定也只由看得到的人办，所以档案员一般要列入。改后即时生效。",
    "[[copying]]": "复制审批规定（可选），每个一段：哪些密级的涉密文件由谁批准复制。没有写到的密级一律不能复制。",
    "[desk]": "网页柜台。改后重新启动。",
    "[work]": "收发值守。改后重新启动。",
    "[mail]": "邮件提醒（可选）：机关网内有邮件服务器时，到期和超期的待办每天给本人发一封信；信中没有文件标题。改后重新启动。",
    "[press]": "读稿和排版（可选）。改后重新启动。",
    "[keeping]": "备份、签名链头和档案校验（可选，但应当写）。改后重新启动。",
    "[exchange]": "公文交换（可选）：与别的单位以文件夹互送公文。改后运行 `hongtou init 机关文件夹` 补建文件夹，再重新启动。",
    "[[partner]]": "交换单位，每个一段。`交换/发出/`、`交换/收到/` 下按名称各有一个文件夹，由机关自己的传输办法（挂载、移动盘、同步）接到对方。",
    "[archive]": "归档、保管和借阅（可选）。改后即时生效；已编的档号不变。",
    "[database]": "登记库；不写这一段就用机关文件夹中的 registry.sqlite。",
}
MEANING = {
    "[office]": {
        "name": "机关办公室名称",
        "profile": "机关类型，写 office。只有示例机关写 example（账号不要口令）",
        "permitted_level": "本机允许存放的最高密级。高于它的文件不收、不存，只记指纹并告知安全保密员。不能低于内部：没有注明密级的文稿按内部管理",
        "procedures": "办文程序的文件名（不带 .toml），先在机关的 程序/ 中找，再用随软件带的，见 [procedures.md](procedures.md)",
        "different_people": '哪两件事不能由同一人办，如 ["draft", "sign"] 表示拟稿人不得签发；数据库也据此拒绝。'
        '两件事先写哪一件都行；draft 可与 review、cosign、sign、check 配；review、cosign、sign、check、register、seal 可以两两相配；另有 ["appraise", "decide_appraisal"] 鉴定',
        "superiors": "上级机关名称，用来判断行文方向",
        "subordinates": "下级机关名称",
        "approved_printers": "批准定点的印制单位；标有密级的文件只能在这些单位印制",
        "file_copies": "每份印发的文件留几份：归档和存查",
        "outsiders_by": "哪些岗位可以批准外来人员查阅涉密、限阅的文件；不写为分管领导。申请人、陪同人不能批",
        "search_traditional": "检索时繁体字和简体字当作同一个字；改动后目录自动重建一次",
        "complete_within": "机要员几个工作日内补正缺少的要素；0 为当天。到期和超期的在待办中标明，有邮件的照样督促",
        "phrases": "核稿、审签、会签时可选的常用意见，第一句是预选的",
        "sign_phrases": "签发时可选的常用意见，第一句是预选的",
        "return_phrases": "退回时可选的常用意见",
    },
    "[[organ]]": {
        "id": "内部代号，英文，定下后不改",
        "name": "机关全称，用于署名和盖章",
        "short_name": "规范化简称",
        "kind": "机关类别：party 党委，government 政府，office 办公室；程序的条件 organ 就是它。"
        "事业单位等三样都不是的写 government，程序的图和说明中会称“政府”，不影响办文和版面",
        "mark": "红头文字（发文机关标志）",
        "principal": "签发人的岗位，如 secretary、head、director，见 [[post]]",
        "fonds": "全宗号",
        "code": "档号中的机构代码",
        "seal": "印模图片的文件名，放在机关文件夹的 印章/ 中",
        "external": "true：与本机关联合发文的外机关，本系统中没有它的签发人；在纸上签发、盖章，由机要员代录",
        "principal_name": "外机关签发人的姓名（可不写；加盖签名章的要写）",
        "seal_mm": "印章的直径，毫米；乡镇和县级机关 42，地市级 45，省部级 50。版面按它留位置、印印模",
        "signer_title": "签发人的职务全称，如 云岭乡人民政府乡长（可不写）；写了它、签发人又有签名章的，命令（令）加盖签名章，其他文种在“落款方式”写明的才加盖",
    },
    "[[scheme]]": {
        "id": "内部代号，英文，定下后不改",
        "organ": "哪个发文机关的（organ 的 id）",
        "code": "机关代字，如 云政发；纪要写纪要名称",
        "style": "编号形式",
        "kinds": '只用于哪些文种，如 ["函"]；不写为其余文种',
        "receives": "写 `true`：这是收文编号（收文号），给来文用，不给发文用",
    },
    "[[unit]]": {"id": "内部代号，英文，定下后不改", "name": "科室名称，也是文件夹名"},
    "[[person]]": {
        "id": "内部代号，英文，定下后不改",
        "name": "姓名",
        "clearance": "可接触的最高密级",
        "mail": "督促邮件发到哪里（可不写）",
        "stamp": "本人签名章图片的文件名，放在机关文件夹的 印章/ 中（可不写）。只能盖在本人签发的文件上",
    },
    "[[post]]": {
        "id": "代号，只用小写字母、数字和下划线，字母开头，不用连字符，如 lab_head，不能用 principal；定下后不改；写自带的代号就是改那一个",
        "name": "本机关怎么称呼；柜台、发文稿纸、程序图、提示都用它。自带的可以不写",
        "sees": "可看的文件：office 全机关，unit 账号所属科室，nothing 不看。都不超过本人可接触的密级。自带的不写时不变；新添的照 acts_as，没有的为 unit",
        "acts_as": "另外算系统的哪些角色：程序环节以外的事（补正、编号、撤稿、登记口头同意等）按这些角色办；环节只认岗位本身。"
        "可用：" + "、".join(f"`{role}`" for role in Role),
        "vacant": "没有账号担任这个岗位时，它的环节由哪些岗位办。不写就没有人办，由 hongtou doctor 指出",
    },
    "[[account]]": {
        "login": "登录名",
        "person": "是谁（person 的 id）",
        "roles": "担任的岗位，可有几个，见 [[post]]。文稿没有写拟稿人时，拟稿科室只有一个账号有 drafter（没写 units 的也算），就以他为拟稿人",
        "units": "限于哪些科室（unit 的 id）；不写为全机关。只管可看本科室的岗位（sees = unit）；账号另有可看全机关的岗位的，"
        "各科室的文件都看得到。程序中写了 own_unit 的环节也按它定：只办这些科室的文件，不写的各科室的都办",
    },
    "[[compartment]]": {
        "id": "内部代号，小写英文，定下后不改，不能用 general",
        "name": "名称，如 信访",
        "posts": '哪些岗位知道，如 ["clerk", "leader"]，见 [[post]]',
        "units": "哪些科室的人知道（unit 的 id）；账号写明了这些科室的才算",
        "people": "另外哪些人知道（person 的 id）",
    },
    "[[copying]]": {
        "levels": '哪些密级，如 ["机密", "秘密"]',
        "posts": "由哪些岗位批准；by_issuer 为 true 时由这些岗位记下发文机关的书面同意",
        "issuers": "只管哪些发文机关的文件（名称）；不写为其余各机关",
        "by_issuer": "true：须经发文机关书面同意",
    },
    "[desk]": {
        "host": "监听的地址：供本机以外使用时写本机在局域网中的地址或名称",
        "port": "端口",
        "tls": "是否加密（https）。只有示例机关可以在 127.0.0.1 上不加密",
    },
    "[work]": {
        "scan_every_s": "隔多少秒看一遍投稿文件夹（有动静时立即看）",
        "settle_s": "文件多少秒没有变化才算放好",
        "patience_s": "不完整或一直打开的文件等多少秒后写说明告知投稿人",
        "retry_s": "办不下去的事隔多少秒再试，以后每次加倍；有新的事或者补上了印模等，立即办",
        "retry_at_most_s": "再试最多隔多少秒",
    },
    "[press]": {
        "fonts": "字体放在哪个文件夹（机关文件夹的 字体/ 总是先找）。不写时在启动服务的用户自己的文件夹中找："
        "换一个用户（如 sudo）启动，字体可能不同，在办文件就要重新呈批",
        "accept_changes": "文稿中的修订是否一律视为接受并继续。不写时退给拟稿人；视为接受的，谁改的、删了多少字列在检查意见中",
        "leave_out_comments": "文稿中的批注是否略去并继续。不写时退给拟稿人；略去的，谁的批注、在哪里列在检查意见中",
    },
    "[keeping]": {
        "backup": "备份到哪个文件夹：另一块盘或另一台机器上的。写了就每十五分钟备份一次，只拷新的；不写就只在运行 hongtou backup 时备份",
        "heads": "台账的签名链头每天另存到哪个文件夹，最好在另一台机器上。台账被整个重写，只有它看得出来",
        "keep_days": "一次备份保留多少天，到期由 hongtou backups expire 清除；0 为一直保留",
        "fixity_days": "多少天之内把全部档案的内容重读核对一遍",
    },
    "[mail]": {
        "host": "邮件服务器的名称或地址；不写就不发邮件",
        "port": "端口",
        "sender": "发件地址",
        "security": "none 不加密、starttls 或 tls",
        "login": "邮件账号；不写为不登录",
        "password_file": "存放邮件口令的文件，只许运行本软件的系统账号读",
        "authority": "邮件服务器证书的签发机构证书文件；不写用系统的",
    },
    "[exchange]": {
        "code": "本机关的交换代码，英文字母、数字或连字符，如统一社会信用代码；定下后不改",
        "name": "交换单上怎么称本机关；不写用机关办公室名称",
        "backup": "卸载备份放在哪个文件夹，应在另一块盘上，要先建好；不写就不做",
        "receipt_within": "几个工作日内应收到回执，过期自动重发催收；标有紧急程度的为当天",
        "patience_s": "没有传完的交换包等多少秒（从最后一次变动算起），过后答复对方并隔离",
        "pull_at": "每天几点自动收取（改后重新启动）；标有紧急程度的随到随收",
    },
    "[[partner]]": {
        "code": "对方的交换代码",
        "name": "对方的名称，也是文件夹名；与主送、抄送中写的一致",
        "public_key": "对方的公钥：对方运行 hongtou exchange key 给出，当面或电话核对",
        "also": '在主送、抄送中还包含在哪些统称里，如 ["各村（居）民委员会"]',
    },
    "[archive]": {
        "table": "保管期限表的文件名（不带 .toml），先在机关的 保管期限/ 中找，再用随软件带的种子 national（国家档案局令第8号；本机关的表应报档案主管部门批准）",
        "scheme": "分类方案：年度-机构-保管期限、年度-保管期限-机构，或不设机构的 年度-保管期限",
        "schemes": '某一全宗另定的分类方案，如 { A027 = "年度-保管期限" }',
        "deadline": "上一年度归档完毕的日期，月-日",
        "unattended": "true：每天早上系统自行为能定的文件编档号；false：等档案员办理，只列出和督促",
        "loan_days": "借出几个工作日内归还",
        "appraisers": "到期鉴定至少要几人提出意见才能作决定",
        "box_pages": "一个档案盒装多少页；没有页数的件按 1 页算",
        "destruction_wait": "销毁清册批准后隔几个工作日才能监销、执行",
    },
    "[database]": {
        "kind": "sqlite 或 postgresql；以下各项只用于 postgresql",
        "name": "数据库名",
        "host": "服务器的名称、地址或套接字文件夹",
        "port": "端口",
        "user": "用户名",
        "password": "口令",
    },
}
"""What each field is for, in the administrator's words; a field without its line fails ``make docs``."""
_TYPES = {str: "文字", int: "整数", float: "数", bool: "true 或 false"}
_HEAD = """\
# 机关设置 office.toml

由 `make docs` 从程序生成，不要手改。机关文件夹中的 `office.toml` 是一个机关的全部设置，用文本编辑器修改后运行 `hongtou doctor` 检查。
写错了会指出是哪一处；软件没有在别处保存的设置。

命令每次运行都重新读设置、`程序/` 和 `日历/`。正在运行的服务（`hongtou up` 或 systemd 服务）在启动时读：改了以后重新启动，才全部起作用；
`[archive]` 不用重新启动。
"""


def page() -> str:
    """Write the page."""
    return "\n".join([_HEAD, *(_table(name, kind) for name, kind in TABLES.items())])


def _table(name: str, kind: type) -> str:
    rows = "\n".join(f"| `{key}` | {form} | {default} | {said} |" for key, form, default, said in settings(name, kind))
    return f"## {name}\n\n{ABOUT[name]}\n\n| 项 | 写法 | 不写时 | 说明 |\n|---|---|---|---|\n{rows}\n"


def settings(name: str, kind: type) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, form, default and meaning of each field of a table."""
    hints = typing.get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    for key in MEANING[name] | fields:
        yield key, _form(hints[key]).replace("|", "\\|"), _default(fields[key]), MEANING[name][key]


def _default(field: dataclasses.Field[Any]) -> str:
    if field.default is dataclasses.MISSING:
        return "**必填**"
    if field.default in ("", ()):
        return "空"
    return f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"


def _form(hint: Any) -> str:
    if typing.get_origin(hint) is tuple:
        member = typing.get_args(hint)[0]
        return "成对的列表" if typing.get_origin(member) is tuple else f"列表，每项：{_form(member)}"
    if isinstance(hint, types.UnionType):
        return _form(typing.get_args(hint)[0])
    if isinstance(hint, type) and issubclass(hint, Enum):
        values = [str(member.value) for member in hint]
        return "、".join(values) if len(values) <= 6 else "见说明" if hint.__name__ == "Role" else "文种名称"
    return _TYPES[hint]
