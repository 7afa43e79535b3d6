"""Bochs is another CPU than QEMU's, and stricter: what QEMU's emulation lets pass shows there.
It boots the image by its own BIOS and GRUB."""


def test_an_error_of_sse_that_is_not_masked_ends_the_program(bochs):
    lines = bochs("compute divide_sse 0; echo code $?; compute")
    assert "code 136" in lines
    assert [line for line in lines if line.startswith("not ok")] == []
    assert "ok a_fork_copies_registers" in lines
    assert lines[-2:] == ["robin: every page came back", "robin: power off, status 0"]


def test_programs_share_the_cpu_there_as_the_book_says(bochs):
    lines = bochs("policy rr quantum=1; workload 0,3 0,3")
    slices = [line for line in lines if line.startswith("slice ")]
    assert slices == [f"slice {tick} {tick % 2} 1" for tick in range(6)]


def test_a_cpu_with_smap_and_umip_there_needs_no_more_of_the_kernel(bochs):
    lines = bochs("act open_access 3; echo code $?; act tables; echo code $?; calls_signals; memory",
                  cpu="corei7_icelake_u")
    assert [line for line in lines if line.startswith("code ")] == ["code 0", "code 139"]
    assert len([line for line in lines if line.startswith("ok ")]) >= 20
    assert [line for line in lines if line.startswith("FAIL")] == []
    assert lines[-2:] == ["robin: every page came back", "robin: power off, status 0"]
