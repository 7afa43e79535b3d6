"""One user eats all memory that it can get, again and again: what user 0 can still do, and
what becomes of the pages of a third."""

import pytest

@pytest.fixture(params=["heap", "processes"])
def greed(request):
    return request.param


# With user_memory=100 nothing but the reserve is left.
@pytest.mark.parametrize("append", ["", "user_memory=100"])
def test_user_0_can_look_destroy_and_power_off_while_another_eats_all(
        boot, programs, greed, append):
    result = boot(run=f"greedy {greed} & sleep 1; ps; hello; kill $!; echo killed $?; "
                      "sleep 0.1; ps; poweroff 7", append=append, memory=8, **programs)
    assert result.status == 7
    assert "memory" not in result.console.split("\n", 1)[1]  # behind the banner
    assert any(line.startswith("Hello, I am process") for line in result.lines)
    before, after = result.console.split("killed 0\n")
    assert "1000 blocked" in before
    assert [line.split()[3] for line in after.splitlines()
            if line.endswith(" greedy")] == ["zombie"]
    assert "robin: every page came back" in result.lines


def test_another_users_pages_are_there_for_it_while_one_eats_all(boot, programs, greed):
    result = boot(run=f"greedy modest 80 & sleep 0.1; greedy {greed} & sleep 1.5; true",
                  memory=8, **programs)
    assert "modest: 80 pages" in result.lines
    assert "greedy " not in result.console


def test_a_user_has_as_many_processes_as_the_boot_line_says(boot, programs):
    result = boot(run="greedy processes & sleep 0.5; ps", append="user_processes=5",
                  memory=8, **programs)
    assert [line.split()[2] for line in result.lines if " blocked " in line].count("1000") == 5
