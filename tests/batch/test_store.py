"""What a night keeps: after a kill at any point the next run gives the same bytes."""

import pytest
from nights import ON, TABLES, on_columns

from isda.batch import night as nights
from isda.batch.bind import HEAD, Store
from isda.batch.make_book import Size, make_book
from isda.batch.night import night

AGREEMENTS = 60


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    """A made book, and the tables of a night without a store."""
    folder = tmp_path_factory.mktemp("bank") / "book"
    make_book(folder, Size(AGREEMENTS, 600, 200), seed=11, on=ON)
    tables, _ = on_columns(folder, folder.parent / "out")
    return folder, tables


@pytest.fixture
def counted(monkeypatch):
    """How many agreements each call of `bind` was asked for; a run may be killed at one."""
    asked, kill_at = [], []

    def bind(book, names, day, told):
        if kill_at and len(asked) == kill_at[0]:
            raise KeyboardInterrupt
        asked.append(len(names))
        return real(book, names, day, told)

    real = nights.bind
    monkeypatch.setattr(nights, "bind", bind)
    monkeypatch.setattr(nights, "AT_ONCE", 20)
    return asked, kill_at


@pytest.mark.parametrize("parts", [0, 1, 2])
def test_a_killed_run_is_taken_up_where_it_was(tmp_path, bank, counted, parts):
    """What was bound before is not bound again, and the tables are the same."""
    folder, tables = bank
    asked, kill_at = counted
    kill_at.append(parts)
    with pytest.raises(KeyboardInterrupt):
        night(folder, on=ON, store=tmp_path / "store")
    assert sum(asked) == parts * 20
    asked.clear()
    kill_at.clear()
    mine, _ = on_columns(folder, tmp_path / "out", store=tmp_path / "store")
    assert sum(asked) == AGREEMENTS - parts * 20
    assert mine == tables


def test_a_second_night_binds_nothing(tmp_path, bank, counted):
    """With every term bound, no agreement is asked for, and the tables are the same."""
    folder, tables = bank
    asked, _ = counted
    on_columns(folder, tmp_path / "one", store=tmp_path / "store")
    asked.clear()
    mine, _ = on_columns(folder, tmp_path / "two", store=tmp_path / "store")
    assert asked == []
    assert mine == tables


def test_a_kill_while_the_store_is_written_leaves_it_as_it_was(tmp_path, bank, monkeypatch):
    """The head names the files that belong together, and is written last."""
    folder, tables = bank
    store = tmp_path / "store"
    monkeypatch.setattr(nights, "AT_ONCE", 20)
    on_columns(folder, tmp_path / "one", store=store)
    head = (store / HEAD).read_bytes()
    before = {path.name: path.read_bytes() for path in store.glob("*.parquet")}
    assert len(before) == len(set(before))

    def killed(self, *_):
        self.folder.mkdir(exist_ok=True)
        (self.folder / "agreements.part").write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "save", killed)
    with pytest.raises(KeyboardInterrupt):
        night(folder, on=ON.replace(day=29), store=store)
    assert (store / HEAD).read_bytes() == head
    assert {path.name: path.read_bytes() for path in store.glob("*.parquet")} == before
    monkeypatch.undo()
    mine, _ = on_columns(folder, tmp_path / "two", store=store)
    assert mine == tables


@pytest.mark.parametrize("damage", ["", "{}", "no JSON", '{"engine": "other"}'])
def test_a_store_that_does_not_read_is_made_anew(tmp_path, bank, damage):
    """A head of another engine, or none at all, is as if there were no store."""
    folder, tables = bank
    store = tmp_path / "store"
    on_columns(folder, tmp_path / "one", store=store)
    (store / HEAD).write_text(damage, encoding="utf-8")
    mine, _ = on_columns(folder, tmp_path / "two", store=store)
    assert mine == tables
    assert set(TABLES) == set(mine)


def test_files_of_a_store_that_are_lost_are_made_anew(tmp_path, bank):
    """A store is safe to delete, in part too."""
    folder, tables = bank
    store = tmp_path / "store"
    on_columns(folder, tmp_path / "one", store=store)
    for path in store.glob("*.parquet"):
        path.unlink()
        mine, _ = on_columns(folder, tmp_path / "two", store=store)
        assert mine == tables
