"""One user eats all memory that it can get, again and again: what
becomes of the pages of another."""

import pytest

@pytest.fixture(params=["heap", "processes"])
def greed(request):
    return request.param


def test_another_users_pages_are_there_for_it_while_one_eats_all(boot, programs, greed):
    result = boot(run=f"greedy modest 80 & sleep 0.1; greedy {greed} & sleep 1.5; true",
                  memory=8, **programs)
    assert "modest: 80 pages" in result.lines
    assert "greedy " not in result.console
