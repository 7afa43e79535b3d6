# What tools/debug, and an editor by .vscode/launch.json, give GDB before it connects. The commands
# that know the kernel are Python, in tools/gdb/robin.

set confirm off
set pagination off
set disassembly-flavor intel
# An argument is shown once: as it is now, and not as it was on entry, too.
set print entry-values no
# What GDB remembers of one space's memory is not true of another's at the same addresses.
set stack-cache off
set code-cache off

# Of a GDB without Python; else they are there already.
if $_isvoid($robin_is_there)
    set $has_program = 0
    define program
        if $has_program
            remove-symbol-file -a 0x08048000
        end
        add-symbol-file build/user/bin/$arg0.elf
        set $has_program = 1
    end
    define robin
        echo Robin's commands need a GDB with Python.\n
    end
end

program init
