"""A bad file costs one sentence and what to do; the rest is read, what was kept is unharmed."""

import os

import pytest

from tests.cli import pdfs

TEXT = (
    "焦政办〔2019〕{serial}号\n焦作市人民政府办公室关于做好第{serial}项工作的通知\n"
    "各县（市、区）人民政府：\n为做好第{serial}项工作，现通知如下。\n一、提高认识。\n"
    "焦作市人民政府办公室\n2019年3月1日\n"
)
BAD = {
    "空.txt": b"",
    "只有空白.txt": b" \r\n\t\n" * 20,
    "二进制.pdf": bytes(range(256)) * 40,
    "二进制.txt": b"\x00\x01\x02\xff\xfe\x03" * 2000,
    "图片.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "压缩包.md": b"PK\x03\x04" + bytes(range(256)) * 8,
    "截断.pdf": pdfs.truncated(),
    "有密码.pdf": pdfs.locked(),
    "扫描件.pdf": pdfs.without_text(),
    "只有文件头.pdf": b"%PDF-1.7\n",
}


def text(serial: int) -> str:
    return TEXT.format(serial=serial)


def test_every_bad_file_is_said_and_every_good_one_is_read(kept, tmp_path) -> None:
    folder = tmp_path / "收到的文件"
    folder.mkdir()
    for name, content in BAD.items():
        (folder / name).write_bytes(content)
    for serial in range(1, 4):
        (folder / f"通知{serial}.txt").write_text(text(serial), encoding="utf-8")
    (folder / "断链.txt").symlink_to(folder / "没有这个文件.txt")
    (folder / ".隐藏.txt").write_text(text(8), encoding="utf-8")
    (folder / "表格.xlsx").write_bytes(b"PK\x03\x04")

    ran = kept("add", folder, "--json")

    assert ran.code == 1
    assert ran.json["added"] == 3
    assert ran.json["skipped"] == 2
    failed = {os.path.basename(entry["path"]): entry for entry in ran.json["failed"]}  # noqa: PTH119
    assert set(failed) == {*BAD, "断链.txt"}
    for entry in failed.values():
        assert entry["problem"]
        assert entry["remedy"]
        assert "\n" not in entry["problem"] + entry["remedy"]
        assert "自身出错" not in entry["problem"], entry
        assert "崩溃" not in entry["problem"], entry
    assert len(kept("list", "--json").json) == 3
    assert kept("check").code == 0


def test_failures_are_printed_for_people_too(kept, tmp_path) -> None:
    (tmp_path / "空.txt").touch()
    ran = kept("add", tmp_path / "空.txt")
    assert ran.code == 1
    assert ran.out == "新增 0，未变 0，更新 0，失败 1\n"
    assert ran.err.splitlines()[0].startswith(f"错误：{tmp_path}/空.txt：")
    assert ran.err.splitlines()[1].startswith("办法：")


@pytest.mark.parametrize("command", ["parse", "explain"])
@pytest.mark.parametrize("name", BAD)
def test_reading_one_bad_file_says_what_to_do(fawen, tmp_path, command, name) -> None:
    (tmp_path / name).write_bytes(BAD[name])
    ran = fawen(command, tmp_path / name)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"错误：{tmp_path}/{name}：")
    assert "\n办法：" in ran.err


def test_a_bad_batch_leaves_what_was_kept_as_it_was(kept, tmp_path) -> None:
    (tmp_path / "好.txt").write_text(text(1), encoding="utf-8")
    kept("add", tmp_path / "好.txt")
    before = kept("list", "--json").json, kept("search", "认识", "--json").json
    for name, content in BAD.items():
        (tmp_path / name).write_bytes(content)
    assert kept("add", *(tmp_path / name for name in BAD)).code == 1
    assert (kept("list", "--json").json, kept("search", "认识", "--json").json) == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_texts_are_read_in_the_encodings_that_offices_use(kept, tmp_path, encoding) -> None:
    (tmp_path / "通知.txt").write_bytes(text(5).encode(encoding))
    assert kept("add", tmp_path / "通知.txt", "--json").json["added"] == 1
    assert kept("show", "焦政办〔2019〕5号").code == 0


@pytest.mark.parametrize(
    "name",
    [
        "有 空格 的 名字.txt",
        "焦政办〔2019〕6号.txt",
        "长" * 80 + ".txt",
        "-开头是横线.txt",
        "引号'和\"和$HOME.txt",
        "无后缀",
        "大写.TXT",
    ],
)
def test_any_file_name_will_do(kept, tmp_path, name) -> None:
    (tmp_path / name).write_text(text(6), encoding="utf-8")
    assert kept("add", tmp_path / name, "--json").json["added"] == 1


def test_a_name_in_an_old_encoding_is_read_and_shown(kept, tmp_path) -> None:
    path = os.path.join(os.fsencode(tmp_path), "公文.txt".encode("gb18030"))  # noqa: PTH118
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(text(7).encode())
    assert kept("add", os.fsdecode(path), "--json").json["added"] == 1
    record = kept("show", "焦政办〔2019〕7号", "--format", "json").json
    assert record["source"]["name"] == "公文.txt"


def test_a_name_too_long_for_the_disk_is_said(kept, tmp_path) -> None:
    ran = kept("add", tmp_path / ("长" * 200 + ".txt"), "--json")
    assert ran.code == 1
    assert len(ran.json["failed"]) == 1


def test_a_file_named_outright_is_never_passed_over(kept, tmp_path) -> None:
    (tmp_path / "表格.xlsx").write_bytes(b"PK\x03\x04" + b"x" * 100)
    (tmp_path / "README.md").write_text(text(9), encoding="utf-8")
    ran = kept("add", tmp_path / "表格.xlsx", tmp_path / "README.md", tmp_path / "没有", "--json")
    assert ran.json["added"] == 1
    assert len(ran.json["failed"]) == 2


def test_a_folder_linked_into_itself_is_walked_once(kept, tmp_path) -> None:
    folder = tmp_path / "文件"
    folder.mkdir()
    (folder / "通知.txt").write_text(text(1), encoding="utf-8")
    (folder / "回到上面").symlink_to(folder)
    assert kept("add", folder, "--json").json == {
        "added": 1,
        "unchanged": 0,
        "updated": 0,
        "failed": [],
        "skipped": 0,
    }


def test_a_link_out_of_the_folder_is_not_followed_but_said(kept, tmp_path) -> None:
    folder = tmp_path / "文件"
    folder.mkdir()
    (tmp_path / "外面.txt").write_text(text(1), encoding="utf-8")
    (folder / "里面.txt").write_text(text(2), encoding="utf-8")
    (folder / "链接.txt").symlink_to(tmp_path / "外面.txt")
    (folder / "同处.txt").symlink_to(folder / "里面.txt")
    ran = kept("add", folder, "--json")
    assert ran.code == 1
    assert ran.json["added"] == 1
    (failed,) = ran.json["failed"]
    assert failed["path"].endswith("链接.txt")
    assert "文件夹之外" in failed["problem"]


def test_fifty_megabytes_of_text_are_refused_at_once(kept, tmp_path) -> None:
    (tmp_path / "大.txt").write_bytes("第一条 为了规范管理，制定本办法。\n".encode() * 1_050_000)
    ran = kept("add", tmp_path / "大.txt", "--json")
    assert ran.code == 1
    assert "上限" in ran.json["failed"][0]["problem"]


@pytest.mark.slow
def test_a_pdf_that_inflates_to_a_gigabyte_costs_only_itself(kept, tmp_path) -> None:
    (tmp_path / "1炸弹.pdf").write_bytes(pdfs.bomb())
    (tmp_path / "2通知.txt").write_text(text(1), encoding="utf-8")
    ran = kept("add", tmp_path / "1炸弹.pdf", tmp_path / "2通知.txt", "--json")
    assert ran.json["added"] == 1
    assert len(ran.json["failed"]) == 1
