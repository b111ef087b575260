"""The embedded engine: crashes, damage, merges, processes and threads."""

import gc
import os
import random
import re
import shutil
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.errors import ArchiveBusy, ArchiveError, StaleIndex
from archive.search import manifest, whoosh
from archive.search.engine import Engine, Entry
from archive.search.whoosh import WhooshEngine

from .contract import asked, entry, found, scan, substrings, words_of

HIGH_TECH = asked("高新区")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index that has applied 1: entries 1 and 2, both found by 高新区."""
    engine = WhooshEngine.create(tmp_path / "index")
    engine.apply(1, (), [entry(1, "高新区"), entry(2, "高新区管委会")])
    return tmp_path / "index"


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.endswith(".lock"))


def test_it_is_an_engine(folder: Path) -> None:
    assert isinstance(WhooshEngine(folder), Engine)


# --- damage ----------------------------------------------------------------------------------


def test_a_folder_without_an_index_is_stale_not_empty(tmp_path: Path) -> None:
    with pytest.raises(StaleIndex, match="fawen reindex"):
        WhooshEngine(tmp_path)
    with pytest.raises(StaleIndex):
        WhooshEngine(tmp_path / "absent")


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x40
    path.write_bytes(content)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("damage", [flip, truncate, Path.unlink])
def test_any_damaged_file_is_stale(folder: Path, damage: Callable[[Path], None]) -> None:
    whole = {path.name: path.read_bytes() for path in files(folder)}
    damaged = 0
    for name, content in whole.items():
        if content:
            damage(folder / name)
            with pytest.raises(StaleIndex, match="fawen reindex"):
                WhooshEngine(folder)
            (folder / name).write_bytes(content)
            damaged += 1
    assert damaged == 5
    assert found(WhooshEngine(folder), HIGH_TECH) == {1, 2}


def test_a_missing_index_is_noticed_by_an_engine_that_is_open(folder: Path) -> None:
    engine = WhooshEngine(folder)
    shutil.rmtree(folder)
    for ask in (engine.sequence, engine.ordinals, lambda: engine.search(HIGH_TECH)):
        with pytest.raises(StaleIndex):
            ask()


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"{", b"\xff", b'{"fingerprint": 1, "sequence": 2}']
)
def test_a_manifest_that_is_none_is_stale(folder: Path, content: bytes) -> None:
    (folder / manifest.NAME).write_bytes(content)
    with pytest.raises(StaleIndex):
        WhooshEngine(folder)


def test_an_index_of_other_words_is_stale(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh, "fingerprint", lambda: "jieba of tomorrow")
    with pytest.raises(StaleIndex, match="另一版词典"):
        WhooshEngine(folder)


def test_damage_in_a_large_index_is_found_by_reading_it_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "_CHECKSUM_LIMIT_BYTES", 0)
    (postings,) = folder.glob("*.pst")
    flip(postings)
    engine = WhooshEngine(folder)
    with pytest.raises(StaleIndex, match=r"\.pst"):
        engine.verify()


def test_an_undamaged_index_verifies(folder: Path) -> None:
    WhooshEngine(folder).verify()


def test_an_index_that_may_not_be_read_is_stale_not_empty(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine(folder)

    def refuse(folder: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(folder / manifest.NAME))

    monkeypatch.setattr(manifest, "written", refuse)
    with pytest.raises(StaleIndex, match="Permission denied"):
        engine.search(HIGH_TECH)


def test_a_full_disk_is_said_and_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine(folder)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(ArchiveError, match="No space left on device"):
            engine.apply(2, [1], [entry(3, "高新区")])
    assert (engine.sequence(), found(engine, HIGH_TECH)) == (1, {1, 2})
    engine.apply(2, [1], [entry(3, "高新区")])
    assert (engine.sequence(), found(engine, HIGH_TECH)) == (2, {2, 3})


@pytest.mark.parametrize("part", ["FINGERPRINT", "fingerprint", "unidata_version"])
def test_whatever_changes_the_cutting_changes_the_fingerprint(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = whoosh.fingerprint()
    whoosh.fingerprint.cache_clear()
    owner = {
        "FINGERPRINT": whoosh.words,
        "fingerprint": whoosh.search_form,
        "unidata_version": whoosh.unicodedata,
    }
    another = (lambda: "another") if part == "fingerprint" else "another"
    monkeypatch.setattr(owner[part], part, another)
    try:
        assert whoosh.fingerprint() != before
    finally:
        whoosh.fingerprint.cache_clear()


# --- crashes ---------------------------------------------------------------------------------

FILE_CALLS = ("fsync", "replace", "unlink", "rename", "open", "mkdir", "rmdir")


def applied_in_child(folder: Path, calls_until_death: int) -> int:
    """Apply 2 in a child that dies at its nth call that touches a file; its exit status."""
    with warnings.catch_warnings():
        # From Python 3.12 on: numpy's idle threads are no danger to a child that does not use them.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = calls_until_death

    def dying(call: Callable[..., object]) -> Callable[..., object]:
        def counted(*args: object, **options: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                os._exit(9)
            return call(*args, **options)

        return counted

    try:
        for name in FILE_CALLS:
            setattr(os, name, dying(getattr(os, name)))
        WhooshEngine(folder).apply(2, [1], [entry(3, "高新区"), entry(2, "园区")])
        os._exit(0)
    finally:
        os._exit(1)


def test_a_crash_at_any_call_leaves_the_old_state_or_the_new(folder: Path, tmp_path: Path) -> None:
    before, after = (1, {1, 2}), (2, {3})
    states: list[tuple[int, set[int]]] = []
    for calls in range(200):
        copy = tmp_path / f"copy{calls}"
        shutil.copytree(folder, copy)
        status = applied_in_child(copy, calls)
        engine = WhooshEngine(copy)
        states.append((engine.sequence(), found(engine, HIGH_TECH)))
        engine.apply(2, [1], [entry(3, "高新区"), entry(2, "园区")])
        assert (engine.sequence(), found(engine, HIGH_TECH)) == after
        assert {path.name for path in files(copy)} == {
            manifest.NAME,
            *manifest.read(copy, whoosh.fingerprint()).files,
        }
        shutil.rmtree(copy)
        if status == 0:
            break
        assert status == 9
    assert status == 0
    assert states.count(before) > 5
    assert states == [before] * states.count(before) + [after] * states.count(after)


def test_every_file_is_on_the_disk_before_the_manifest_names_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def recorded_fsync(descriptor: int) -> None:
        calls.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        fsync(descriptor)

    def recorded_replace(path: Path, target: Path) -> Path:
        calls.append(f"→ {target.name}")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", recorded_fsync)
    monkeypatch.setattr(Path, "replace", recorded_replace)
    known = set(manifest.read(folder, whoosh.fingerprint()).files)
    WhooshEngine(folder).apply(2, (), [entry(3, "高新区")])
    fresh = set(manifest.read(folder, whoosh.fingerprint()).files) - known
    assert fresh
    assert {*calls[: len(fresh)]} == fresh
    assert calls[len(fresh) :] == ["index", "manifest.json.new", "→ manifest.json", "index"]


# --- merges ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_many_small_commits_stay_few_segments_and_lose_nothing(
    tmp_path: Path, shipped: tuple[Entry, ...]
) -> None:
    engine = WhooshEngine.create(tmp_path / "index")
    shipped = shipped[:150]
    for n, one in enumerate(shipped, start=1):
        engine.apply(n, [n // 2] if n % 5 == 0 else [], [one])
    engine.settle()
    removed = {n // 2 for n in range(5, len(shipped) + 1, 5)}
    kept = [one for one in shipped if one.ordinal not in removed]
    segments = manifest.read(tmp_path / "index", whoosh.fingerprint()).segments
    assert len(segments) < 20
    assert engine.ordinals() == {one.ordinal for one in kept}
    for text in substrings(kept, 200, seed=5):
        assert found(engine, words_of(text)) == scan(kept, words_of(text)), text


def test_a_large_addition_is_one_commit_of_several_segments(
    tmp_path: Path, shipped: tuple[Entry, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "SEGMENT_AT_ONCE", 40)
    engine = WhooshEngine.create(tmp_path / "index")
    again = shipped[7]
    engine.apply(1, (), [again, *shipped])
    segments = manifest.read(tmp_path / "index", whoosh.fingerprint()).segments
    assert len(segments) == -(-(len(shipped) + 1) // 40)
    assert engine.ordinals() == {one.ordinal for one in shipped}
    for text in substrings(shipped, 100, seed=6):
        assert found(engine, words_of(text)) == scan(shipped, words_of(text)), text


def many_small_segments(engine: WhooshEngine, count: int) -> None:
    for n in range(1, count + 1):
        engine.apply(n, (), [entry(2 * n, "高新区"), entry(2 * n + 1, "高新区管委会")])


def test_who_adds_does_not_wait_for_a_merge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine.create(tmp_path / "index")
    begun, may_go_on = threading.Event(), threading.Event()
    merge = WhooshEngine._merge

    def waiting(self: WhooshEngine, alike: tuple[whoosh._Segment, ...]) -> None:
        begun.set()
        may_go_on.wait(60)
        merge(self, alike)

    monkeypatch.setattr(WhooshEngine, "_merge", waiting)
    many_small_segments(engine, 8)
    assert begun.wait(60)
    # Meanwhile one entry goes from the segments that are being merged, and one comes.
    engine.apply(9, [3], [entry(100, "高新区")])
    assert found(engine, HIGH_TECH) == {2, *range(4, 18), 100}
    may_go_on.set()
    engine.settle()
    assert len(manifest.read(tmp_path / "index", whoosh.fingerprint()).segments) == 2
    assert found(engine, HIGH_TECH) == {2, *range(4, 18), 100}
    assert engine.sequence() == 9


def test_a_merge_of_segments_that_are_gone_meanwhile_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine.create(tmp_path / "index")
    monkeypatch.setattr(WhooshEngine, "_merge_beside", lambda _: None)
    many_small_segments(engine, 8)
    alike = engine._due()
    engine.apply(9, [2, 3], ())
    engine._merge(alike)
    assert found(engine, HIGH_TECH) == set(range(4, 18))
    assert {path.name for path in files(tmp_path / "index")} == {
        manifest.NAME,
        *manifest.read(tmp_path / "index", whoosh.fingerprint()).files,
    }


def test_a_merge_that_ends_late_brings_nothing_back_and_takes_nothing_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Segments of the same names are there by then, but of other entries."""
    engine = WhooshEngine.create(tmp_path / "index")
    names = iter([*"abcdefgh"] * 2)
    begun, may_go_on = threading.Event(), threading.Event()
    merge = WhooshEngine._merge

    def waiting(self: WhooshEngine, alike: tuple[whoosh._Segment, ...]) -> None:
        begun.set()
        may_go_on.wait(60)
        merge(self, alike)

    def named(codec: whoosh._Codec, storage: object, name: str) -> whoosh.W3Segment:
        return whoosh.W3Segment(codec, name, segid=next(names, None))

    monkeypatch.setattr(whoosh._Codec, "new_segment", named)
    monkeypatch.setattr(WhooshEngine, "_merge", waiting)
    many_small_segments(engine, 8)
    assert begun.wait(60)
    engine.apply(9, engine.ordinals(), ())
    for n in range(8):
        engine.apply(10 + n, (), [entry(102 + 2 * n, "高新区"), entry(103 + 2 * n, "高新区")])
    may_go_on.set()
    engine.settle()
    assert engine.ordinals() == found(engine, HIGH_TECH) == {*range(102, 118)}
    assert WhooshEngine(tmp_path / "index").ordinals() == {*range(102, 118)}
    engine.verify()


def test_a_commit_is_seen_though_inode_size_and_time_of_the_manifest_are_those_of_before(
    folder: Path,
) -> None:
    """Inodes are used again, and a clock may tick every few milliseconds only."""
    current, kept = folder / manifest.NAME, folder.parent / "kept"
    size = 4000
    current.write_bytes(current.read_bytes().ljust(size))
    status = current.stat()
    kept.hardlink_to(current)
    engine = WhooshEngine(folder)
    WhooshEngine(folder).apply(2, [1], [entry(3, "高新区")])
    kept.write_bytes(current.read_bytes().ljust(size))
    kept.replace(current)
    os.utime(current, ns=(status.st_atime_ns, status.st_mtime_ns))
    for same in ("st_ino", "st_size", "st_mtime_ns"):
        assert getattr(current.stat(), same) == getattr(status, same)
    engine.apply(3, (), [entry(4, "高新区")])
    assert engine.ordinals() == found(engine, HIGH_TECH) == {2, 3, 4}


def test_what_a_killed_merge_left_is_swept_by_the_next(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path / "index")
    left = tmp_path / "index" / "merging" / "MAIN_half.trm"
    left.parent.mkdir()
    left.write_bytes(b"half")
    many_small_segments(engine, 8)
    engine.settle()
    assert not left.parent.exists()
    assert len(manifest.read(tmp_path / "index", whoosh.fingerprint()).segments) == 1


def test_a_child_that_cannot_write_a_segment_is_not_missed(
    tmp_path: Path, shipped: tuple[Entry, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "SEGMENT_AT_ONCE", len(shipped) // 2 + 1)
    monkeypatch.setattr(whoosh._Child, "record", lambda _: None)
    engine = WhooshEngine.create(tmp_path / "index")
    engine.apply(1, (), shipped)
    assert engine.ordinals() == {one.ordinal for one in shipped}


def test_segments_never_share_a_name_whatever_seeds_the_random_numbers(tmp_path: Path) -> None:
    """Programs that fork, and tests, leave several writers with one state of ``random``."""
    engine = WhooshEngine.create(tmp_path / "index")
    for ordinal in range(1, 4):
        random.seed(0)
        engine.apply(ordinal, (), [entry(ordinal, "高新区")])
    assert engine.ordinals() == {1, 2, 3}
    engine.verify()


def test_two_writers_of_one_folder_do_not_take_each_others_leavings(tmp_path: Path) -> None:
    folder = str(tmp_path)
    ours, theirs = whoosh._Writer(whoosh._Storage(folder)), whoosh._Writer(whoosh._Storage(folder))
    for writer, ordinal in ((theirs, 1), (ours, 2)):
        writer.fill([entry(ordinal, "高新区")])
        writer.commit(merge=False)
    assert not list(tmp_path.glob("*.tmp"))


def test_scores_do_not_depend_on_the_segments(
    tmp_path: Path, shipped: tuple[Entry, ...], filled: Engine
) -> None:
    engine = WhooshEngine.create(tmp_path / "index")
    engine.apply(1, (), [entry(9_999, "高新区")])
    for n in range(0, len(shipped), 50):
        engine.apply(n + 2, [9_999], shipped[n : n + 50])
    for typed in ("高新区", "一区多园 管理", "考核"):
        query = asked(typed)
        ours, theirs = engine.search(query), filled.search(query)
        assert [match.ordinal for match in ours] == [match.ordinal for match in theirs]
        assert [m.score for m in ours] == pytest.approx([m.score for m in theirs])


def test_what_is_removed_frees_its_space_in_time(folder: Path) -> None:
    engine = WhooshEngine(folder)
    engine.apply(2, [1, 2], [])
    assert [path.name for path in files(folder)] == [manifest.NAME]


# --- processes and threads -------------------------------------------------------------------

IN_ANOTHER_PROCESS = """
import sys
from pathlib import Path
from archive.search.engine import Entry, EntryKind
from archive.search.whoosh import WhooshEngine
engine = WhooshEngine(Path(sys.argv[1]))
for n in range(int(sys.argv[2]), int(sys.argv[3])):
    engine.apply(n, (), [Entry(n, 1, 1, EntryKind.CLAUSE, "", "高新区")])
"""


def applying(folder: Path, first: int, stop: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", IN_ANOTHER_PROCESS, str(folder), str(first), str(stop)]
    return subprocess.Popen(command)  # noqa: S603  our own interpreter and text


def test_a_reader_sees_what_another_process_commits(folder: Path) -> None:
    engine = WhooshEngine(folder)
    assert found(engine, HIGH_TECH) == {1, 2}
    assert applying(folder, 10, 11).wait() == 0
    assert found(engine, HIGH_TECH) == {1, 2, 10}
    assert engine.sequence() == 10


def test_two_writing_processes_lose_nothing(folder: Path) -> None:
    engine = WhooshEngine(folder)
    processes = [applying(folder, 100, 120), applying(folder, 200, 220)]
    while any(process.poll() is None for process in processes):
        assert found(engine, HIGH_TECH) >= {1, 2}
    assert [process.wait() for process in processes] == [0, 0]
    assert engine.ordinals() == {1, 2, *range(100, 120), *range(200, 220)}


def test_a_second_writer_waits_and_then_says_who_is_in_the_way(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh, "LOCK_TIMEOUT_S", 0.1)
    first, second = WhooshEngine(folder), WhooshEngine(folder)

    def entries() -> Iterator[Entry]:
        with pytest.raises(ArchiveBusy, match="另一个进程"):
            second.apply(3, [], [])
        yield entry(3, "高新区")

    first.apply(2, (), entries())
    second.apply(3, [3], ())
    assert found(first, HIGH_TECH) == {1, 2}


def test_an_index_is_swapped_under_an_open_engine(folder: Path, tmp_path: Path) -> None:
    engine = WhooshEngine(folder)
    other = WhooshEngine.create(tmp_path / "other")
    other.apply(7, (), [entry(5, "高新区")])
    folder.rename(tmp_path / "old")
    (tmp_path / "other").rename(folder)
    assert found(engine, HIGH_TECH) == {5}
    assert engine.sequence() == 7


def test_threads_search_while_another_commits(folder: Path) -> None:
    engine = WhooshEngine(folder)
    wrong: list[object] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            try:
                ordinals = found(engine, HIGH_TECH)
                # A search sees one commit or the next, never a part: pairs come and go together.
                if {n for n in ordinals if n > 2} - {n ^ 1 for n in ordinals if n > 2}:
                    wrong.append(ordinals)
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(2, 40):
        pair = (2 * n, 2 * n + 1)
        engine.apply(n, (2 * n - 4, 2 * n - 3) if n > 3 else (), [entry(m, "高新区") for m in pair])
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_closed_engine_lets_go_of_its_files(folder: Path) -> None:
    gc.collect()  # what Whoosh's writer, which made the folder, has left behind in circles
    engine = WhooshEngine(folder)
    engine.search(HIGH_TECH)
    engine.close()
    mapped = Path("/proc/self/maps").read_text(encoding="utf-8")
    assert str(folder) not in mapped
    assert found(engine, HIGH_TECH) == {1, 2}


# --- ranking ---------------------------------------------------------------------------------


def test_a_word_ranks_above_the_same_characters_across_two(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path / "index")
    engine.apply(
        1,
        (),
        [
            entry(1, "提供优质的产品和服务，满足需要"),
            entry(2, "演出人员应当穿着和服出席典礼"),
            entry(3, "市政府应当加强监督管理工作"),
        ],
    )
    assert [match.ordinal for match in engine.search(asked("和服"))] == [2, 1]


def test_a_short_clause_ranks_above_a_long_one_that_says_it_as_often(tmp_path: Path) -> None:
    engine = WhooshEngine.create(tmp_path / "index")
    long = "市政府应当加强监督管理工作" * 5
    engine.apply(1, (), [entry(1, f"高新区{long}"), entry(2, "高新区建设"), entry(3, long)])
    assert [match.ordinal for match in engine.search(HIGH_TECH)] == [2, 1]


def test_a_word_said_three_hundred_times_is_counted_as_often_as_a_byte_holds(
    tmp_path: Path,
) -> None:
    engine = WhooshEngine.create(tmp_path / "index")
    engine.apply(1, (), [entry(1, "高新区" * 300), entry(2, "其他")])
    assert found(engine, HIGH_TECH) == {1}


# --- the house -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("library", "room"),
    [
        ("whoosh", "archive/search/whoosh.py"),
        ("jieba", "archive/words.py"),
        ("rjieba", "archive/words.py"),
    ],
)
def test_a_library_that_may_be_changed_is_imported_in_one_module(
    root: Path, library: str, room: str
) -> None:
    importing = re.compile(rf"(?m)^\s*(?:import|from) {library}\b")
    sources = [
        path for package in ("archive", "ingest", "web") for path in (root / package).rglob("*.py")
    ]
    assert [
        str(p.relative_to(root)) for p in sources if importing.search(p.read_text("utf-8"))
    ] == [room]
