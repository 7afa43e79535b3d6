"""Fork bombs: what is left of the machine while they go off, and afterwards."""

BOMBS = ("fork_bomb 1000 & sleep 0.05; ps; kill -KILL -$!; wait; ps; "
         "fork_bomb & sleep 0.2; ps; kill -KILL -$!; wait; ps")


def pictures(boot, programs):
    """What `ps` shows at each time: lines of words."""
    lines = boot(run=BOMBS, memory=8, **programs).lines
    shown = []
    for line in lines:
        if line.split()[:2] == ["PID", "PPID"]:
            shown.append([])
        elif shown and len(line.split()) == 9:
            shown[-1].append(line.split())
    return shown


def bombs(picture):
    return [words for words in picture if words[-1] == "fork_bomb"]


def test_a_user_forks_no_more_than_it_may_have(boot, programs):
    with_limit, _, without_limit, _ = pictures(boot, programs)
    assert 10 < len(bombs(with_limit)) < len(bombs(without_limit))
    assert {words[2] for words in bombs(with_limit)} == {"1000"}


def test_the_shell_runs_programs_while_all_else_of_memory_is_a_fork_bomb(boot, programs):
    _, _, without_limit, _ = pictures(boot, programs)
    assert len(bombs(without_limit)) > 100
    assert [words[-1] for words in without_limit if words[-1] == "ps"] == ["ps"]


def test_a_fork_bomb_is_destroyed_as_a_group(boot, programs):
    _, after_one, _, after_other = pictures(boot, programs)
    for picture in (after_one, after_other):
        assert [words[-1] for words in picture] == ["init", "sh", "ps"]


def test_every_page_comes_back_after_fork_bombs(boot, programs):
    assert "robin: every page came back" in boot(run=BOMBS, memory=8, **programs).lines
