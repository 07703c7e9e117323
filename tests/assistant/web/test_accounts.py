"""Accounts: how they are made and kept, whose password is whose, and that damage lets nobody in."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from time import perf_counter

import pytest
from argon2 import PasswordHasher

from assistant.administration.accounts import (
    LONGEST,
    MOST_KEYS,
    SHORTEST,
    Account,
    Accounts,
    AccountsUnavailable,
    Role,
    accounts_of,
)
from assistant.settings import Settings
from corpus.errors import ResolutionsError

PASSWORD = "lanterns on the pier"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def at(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def accounts(at: Path) -> Accounts:
    return Accounts(at, QUICK)


def test_an_account_is_known_by_its_name_and_password(accounts: Accounts):
    accounts.add("anna", PASSWORD, Role.CURATOR)
    found = accounts.verify("anna", PASSWORD)
    assert found is not None
    assert found.account == Account("anna", Role.CURATOR, found.id)
    assert found.account.is_curator


@pytest.mark.parametrize(
    ("rule", "name", "password"),
    [
        ("a wrong password", "anna", "lanterns on the pies"),
        ("the beginning of it", "anna", PASSWORD[:-1]),
        ("more than it", "anna", PASSWORD + " "),
        ("none", "anna", ""),
        ("one longer than any", "anna", PASSWORD + "x" * LONGEST),
        ("another name", "rolf", PASSWORD),
        ("the name in capitals", "ANNA", PASSWORD),
        ("no name", "", PASSWORD),
        ("a NUL", "anna\0", PASSWORD),
    ],
)
def test_what_does_not_belong_together_is_nobody(accounts: Accounts, rule, name, password):
    accounts.add("anna", PASSWORD, Role.CURATOR)
    assert accounts.verify(name, password) is None, rule


@pytest.mark.parametrize(
    ("rule", "name", "password", "said"),
    [
        ("too short", "anna", "x" * (SHORTEST - 1), "a password of 9 characters"),
        ("too long", "anna", "x" * (LONGEST + 1), "at most 1,000"),
        ("no name", "", PASSWORD, "'' is not a valid account name"),
        ("a space", "an na", PASSWORD, "is not a valid account name"),
        ("markup", "<b>", PASSWORD, "is not a valid account name"),
        ("a line", "a\nb", PASSWORD, "is not a valid account name"),
        ("a long one", "a" * 65, PASSWORD, "is not a valid account name"),
        ("one that turns what follows", "a\u202eb", PASSWORD, "is not a valid account name"),
        ("a name that is taken", "rolf", PASSWORD, "'rolf' has an account"),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_a_sentence(accounts: Accounts, rule, name, password, said):
    accounts.add("rolf", PASSWORD, Role.READER)
    before = accounts.path.read_bytes()
    with pytest.raises(ResolutionsError) as refused:
        accounts.add(name, password, Role.READER)
    assert said in str(refused.value), rule
    assert accounts.path.read_bytes() == before


def test_letters_of_two_keyboards_are_one_name(accounts: Accounts):
    accounts.add("Zoë", "ünder the lanterns", Role.READER)
    assert accounts.verify("Zoe\u0308", "u\u0308nder the lanterns")


def test_the_file_is_for_its_owner_alone_and_holds_no_password(accounts: Accounts):
    accounts.add("anna", PASSWORD, Role.CURATOR)
    assert stat.S_IMODE(accounts.path.stat().st_mode) == 0o600
    kept = accounts.path.read_text()
    assert PASSWORD not in kept
    assert "$argon2id$" in kept
    assert [path.name for path in accounts.home.iterdir() if path.suffix == ".new"] == []


def test_an_account_that_is_removed_is_nobody(accounts: Accounts):
    accounts.add("anna", PASSWORD, Role.CURATOR)
    accounts.add("rolf", PASSWORD, Role.READER)
    accounts.remove("anna")
    assert accounts.verify("anna", PASSWORD) is None
    assert accounts.verify("rolf", PASSWORD)
    with pytest.raises(ResolutionsError, match="'anna' has no account"):
        accounts.remove("anna")


def test_what_another_process_changes_counts_at_once(accounts: Accounts, at: Path):
    accounts.add("anna", PASSWORD, Role.CURATOR)
    assert accounts.verify("anna", PASSWORD)
    Accounts(at, QUICK).remove("anna")
    assert accounts.verify("anna", PASSWORD) is None


def damaged(rows: object) -> bytes:
    return json.dumps({"accounts": rows}).encode()


ROW = {"name": "anna", "role": "curator", "hash": QUICK.hash(PASSWORD)}


@pytest.mark.parametrize(
    ("rule", "data"),
    [
        ("empty", b""),
        ("cut off", damaged([ROW])[:-9]),
        ("no JSON", b"anna:password"),
        ("no text", b"\xff\xfe\x00"),
        ("a list", b"[]"),
        ("no accounts in it", b"{}"),
        ("accounts that are none", damaged("anna")),
        ("a row that is none", damaged(["anna"])),
        ("no hash", damaged([{"name": "anna", "role": "curator"}])),
        ("an empty hash", damaged([{**ROW, "hash": ""}])),
        ("a password in place of its hash", damaged([{**ROW, "hash": PASSWORD}])),
        ("a hash that is a number", damaged([{**ROW, "hash": 1}])),
        ("an unknown role", damaged([{**ROW, "role": "queen"}])),
        ("a name twice", damaged([ROW, ROW])),
        ("an empty name", damaged([{**ROW, "name": ""}])),
        ("an empty id", damaged([{**ROW, "id": ""}])),
        ("an id that is a number", damaged([{**ROW, "id": 1}])),
        ("an id twice", damaged([{**ROW, "id": "#1"}, {**ROW, "name": "rolf", "id": "#1"}])),
        ("nested without end", b"[" * 100_000),
    ],
)
def test_a_damaged_file_lets_nobody_in_and_is_left_as_it_is(accounts: Accounts, rule, data):
    accounts.add("anna", PASSWORD, Role.CURATOR)
    accounts.path.write_bytes(data)
    for ask in (
        lambda: accounts.verify("anna", PASSWORD),
        lambda: accounts.add("rolf", PASSWORD, Role.READER),
        lambda: accounts.remove("anna"),
        lambda: accounts_of(Settings(accounts.home, sign_in=True)),
    ):
        with pytest.raises(AccountsUnavailable, match=r"accounts\.json .*damaged") as refused:
            ask()
        assert len(str(refused.value).splitlines()) == 1, rule
    assert accounts.path.read_bytes() == data


def test_a_hash_that_cannot_be_read_is_nobody_s(accounts: Accounts):
    accounts.home.mkdir()
    accounts.path.write_bytes(damaged([{**ROW, "hash": "$argon2id$v=19$nonsense"}]))
    assert accounts.verify("anna", PASSWORD) is None


@pytest.mark.slow
def test_an_unknown_name_takes_as_long_as_a_wrong_password(at: Path):
    accounts = Accounts(at)
    accounts.add("anna", PASSWORD, Role.CURATOR)
    accounts.verify("nobody", PASSWORD)

    def took(name: str) -> float:
        times = []
        for _ in range(5):
            started = perf_counter()
            accounts.verify(name, "a wrong password")
            times.append(perf_counter() - started)
        return min(times)

    known, unknown = took("anna"), took("rolf")
    assert unknown > known / 3
    assert known > unknown / 3


@pytest.mark.parametrize(
    ("rule", "host", "sign_in", "needed"),
    [
        ("this machine", "127.0.0.1", False, False),
        ("this machine by name", "localhost", False, False),
        ("this machine by IPv6", "::1", False, False),
        ("this machine, behind a proxy", "127.0.0.1", True, True),
        ("every address", "0.0.0.0", False, True),
        ("every address by IPv6", "::", False, True),
        ("another address", "192.168.1.2", False, True),
        ("a name", "archive.example", False, True),
    ],
)
def test_a_sign_in_is_needed_where_others_reach_the_pages(at: Path, rule, host, sign_in, needed):
    settings = Settings(at, host=host, sign_in=sign_in)
    assert settings.needs_sign_in is needed, rule
    if needed:
        with pytest.raises(ResolutionsError, match="resolutions account add NAME --role curator"):
            accounts_of(settings)
        Accounts(at, QUICK).add("anna", PASSWORD, Role.CURATOR)
        assert accounts_of(settings) is not None
    else:
        assert accounts_of(settings) is None


# -- the commands ------------------------------------------------------------------------------------


def test_accounts_are_made_listed_and_removed_by_commands(run, at: Path):
    done = run("account", "add", "anna", "--role", "curator", stdin=f"{PASSWORD}\n".encode(), at=at)
    assert (done.status, done.out, done.err) == (0, "", "'anna' has an account now, as curator\n")
    assert run("account", "add", "rolf", "--json", stdin=b"another good one\r\n", at=at).json == {
        "added": "rolf",
        "role": "reader",
    }
    assert Accounts(at).verify("rolf", "another good one")
    assert run("account", "list", at=at).out == "curator  anna\nreader   rolf\n"
    assert run("account", "remove", "anna", "--keep", at=at).status == 0
    assert run("account", "list", "--json", at=at).json == {"accounts": [{"name": "rolf", "role": "reader"}]}


@pytest.mark.parametrize(
    ("rule", "arguments", "stdin", "said"),
    [
        ("too short", ["add", "anna"], b"short\n", "a password of 5 characters; give one of at least 10"),
        ("none", ["add", "anna"], b"", "a password of 0 characters"),
        ("nobody", ["remove", "anna"], b"", "'anna' has no account; see: resolutions account list"),
        ("no role", ["add", "anna", "--role", "queen"], b"", "invalid choice: 'queen'"),
        ("no command", [], b"", "required"),
    ],
)
def test_a_command_that_cannot_be_done_says_why(run, at: Path, rule, arguments, stdin, said):
    done = run("account", *arguments, stdin=stdin, at=at)
    assert done.status != 0, rule
    assert said in done.err
    assert not (at / "accounts.json").exists()


def test_at_a_terminal_a_password_is_typed_twice_and_not_shown(run, at: Path, monkeypatch):
    class Terminal:
        typed = iter([PASSWORD, PASSWORD, PASSWORD, "something else"])

        def isatty(self):
            return True

    monkeypatch.setattr("assistant.cli.accounts.sys", type("Sys", (), {"stdin": Terminal()}))
    monkeypatch.setattr("assistant.cli.accounts.getpass", lambda _: next(Terminal.typed))
    assert run("account", "add", "anna", at=at).status == 0
    done = run("account", "add", "rolf", at=at)
    assert (done.status, done.err) == (1, "resolutions: the two passwords are not the same; try again\n")


def test_the_pages_are_not_served_to_others_without_an_account(run, at: Path, monkeypatch):
    monkeypatch.setenv("RESOLUTIONS_HOST", "0.0.0.0")
    done = run("chat", at=at)
    assert done.status == 1
    assert done.err == (
        "resolutions: 0.0.0.0: the pages need a sign-in there and nobody has an account; make one with: "
        "resolutions account add NAME --role curator\n"
    )


@pytest.mark.parametrize("text", ["yes", "true", "2"])
def test_a_switch_is_on_or_off_and_never_guessed(run, at: Path, monkeypatch, text):
    monkeypatch.setenv("RESOLUTIONS_SIGN_IN", text)
    assert f"RESOLUTIONS_SIGN_IN='{text}' is neither on nor off; set 1 or 0" in run("chat", at=at).err


# -- keys for programs ---------------------------------------------------------------------------------


def test_keys_are_made_listed_and_revoked_by_commands(run, at: Path):
    run("account", "add", "anna", stdin=f"{PASSWORD}\n".encode(), at=at)
    made = run("account", "key", "add", "anna", at=at)
    key = made.out.strip()
    assert "it is not shown again" in made.err
    found = Accounts(at).of_key(key)
    assert found is not None
    assert (found[0].name, found[0].role) == ("anna", Role.READER)
    (row,) = run("account", "key", "list", "--json", at=at).json["keys"]
    assert (row["id"], row["name"]) == (found[1], "anna")
    assert key not in run("account", "key", "list", at=at).out
    assert run("account", "key", "revoke", row["id"], at=at).err == f"{row['id']}: revoked, a key of anna\n"
    assert Accounts(at).of_key(key) is None
    assert run("account", "key", "list", at=at).out == ""


def test_keys_and_lists_are_printed_on_whole_lines_in_a_narrow_terminal(run, at: Path):
    name = "anna.of.the.north.pier@lanterns.example.org"
    run("account", "add", name, stdin=f"{PASSWORD}\n".encode(), at=at)
    (key,) = run("account", "key", "add", name, at=at, columns=40).out.splitlines()
    assert Accounts(at).of_key(key) is not None
    assert run("account", "list", at=at, columns=40).out == f"reader   {name}\n"
    (row,) = run("account", "key", "list", at=at, columns=40).out.splitlines()
    assert row.endswith(f"  {name}")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "rolf"], "'rolf' has no account; see: resolutions account list"),
        (["revoke", "00000000"], "no key has the id '00000000'; see: resolutions account key list"),
    ],
)
def test_a_key_that_cannot_be_is_said(run, at: Path, arguments, said):
    done = run("account", "key", *arguments, at=at)
    assert (done.status, said in done.err) == (1, True)


def test_an_account_has_so_many_keys(at: Path):
    accounts = Accounts(at, QUICK)
    accounts.add("anna", PASSWORD, Role.READER)
    for _ in range(MOST_KEYS):
        accounts.add_key("anna")
    with pytest.raises(ResolutionsError, match=f"has {MOST_KEYS} keys already; revoke one"):
        accounts.add_key("anna")
