# What tools/debug gives GDB: connect to $port, stop at the kernel's first C function.

set confirm off
set pagination off
set disassembly-flavor intel

set $has_program = 0
define program
    if $has_program
        remove-symbol-file -a 0x08048000
        set $has_program = 0
    end
    add-symbol-file build/user/bin/$arg0.elf
    set $has_program = 1
end
document program
program NAME: takes the symbols of /bin/NAME for user addresses.
All programs lie at the same addresses, so GDB can know one at a time.
end

program init
eval "target remote 127.0.0.1:%d", $port
tbreak boot_main
continue
