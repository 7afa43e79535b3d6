# Robin: `make help` lists the verbs. Everything that is built goes to build/. V=1 shows the
# commands that build it.
Q := $(if $(filter 1,$(V)),,@)
# All rules are here: of make's own it need not try each on each file, which takes longest of all.
MAKEFLAGS += --no-builtin-rules --no-builtin-variables

# --- The compiler: CROSS=i686-elf- | i686-linux-gnu- | clang | host (gcc -m32); else the first
# --- of them that is there.
ifndef CROSS
CROSS := $(shell if command -v i686-elf-gcc >/dev/null; then echo i686-elf-; \
	elif command -v i686-linux-gnu-gcc >/dev/null; then echo i686-linux-gnu-; \
	elif command -v clang >/dev/null && command -v ld.lld >/dev/null; then echo clang; \
	else echo host; fi)
endif

first-of = $(firstword $(foreach tool,$(1),$(shell command -v $(tool))))

ifeq ($(CROSS),clang)
CC := clang --target=i686-elf
LD := ld.lld
NM := $(call first-of,llvm-nm nm)
STRIP := $(call first-of,llvm-strip strip) --strip-all
OBJCOPY := $(call first-of,llvm-objcopy objcopy)
AR := $(call first-of,llvm-ar ar)
else ifeq ($(CROSS),host)
CC := gcc
LD := ld
NM := nm
STRIP := strip --strip-all
OBJCOPY := objcopy
AR := ar
else
CC := $(CROSS)gcc
LD := $(CROSS)ld
NM := $(CROSS)nm
STRIP := $(CROSS)strip --strip-all
OBJCOPY := $(CROSS)objcopy
AR := $(CROSS)ar
endif
HOSTCC ?= $(if $(call first-of,gcc),gcc,clang)
PYTHON := /usr/bin/python3

# `make CHECKED=1 ...`: a kernel that looks before what C leaves undefined and after its small objects, in a folder
# of its own.
override CHECKED := $(filter-out 0,$(CHECKED))
B := build$(if $(CHECKED),/checked)

# Only `make check` makes errors of warnings, by WERROR: a newer compiler has new ones.
WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes -Wstrict-prototypes -Wvla \
	$(WERROR)
# A bare i686-elf-gcc takes `long` for int32_t; everyone else takes `int`, as printf's %d wants.
ifeq ($(CROSS),i686-elf-)
INT32 := -U__INT32_TYPE__ -D__INT32_TYPE__=int -U__UINT32_TYPE__ \
	'-D__UINT32_TYPE__=unsigned int'
endif
# Of this machine's headers only the compiler's own: stdint.h, stddef.h, stdarg.h, stdbool.h.
ifeq ($(CROSS),clang)
COMPILER_HEADERS := $(shell $(CC) -print-resource-dir 2>/dev/null)/include
else
COMPILER_HEADERS := $(shell $(CC) -print-file-name=include 2>/dev/null)
endif
# The stack needs no more alignment than a word: where a function needs more, it sees to that itself.
FREESTANDING := -nostdinc -isystem $(COMPILER_HEADERS) $(INT32) $(if $(filter clang,$(CROSS)),,-mtune=generic \
	-mpreferred-stack-boundary=2) -std=c11 -m32 -march=i686 -ffreestanding -fno-pie -fno-stack-protector \
	-fno-asynchronous-unwind-tables -fno-omit-frame-pointer -fno-strict-aliasing -fno-common
CFLAGS := $(FREESTANDING) $(WARNINGS) -O2 -g -MMD -MP
# memcpy and memset become single instructions where the compiler can; but not within themselves.
# Within the kernel the first three arguments are passed in EAX, EDX and ECX: so nothing of libgcc,
# which looks for its own on the stack, may be linked.
# It never uses floating point: those registers are always a program's.
KERNEL_CFLAGS := $(CFLAGS) -mno-sse -mno-mmx -mno-80387 -mregparm=3 -Iinclude -I. -Wframe-larger-than=1024 -ffunction-sections -fbuiltin -falign-loops=1 -falign-functions=1 \
	$(if $(filter clang,$(CROSS)),,-falign-jumps=1 -minline-all-stringops -mmemcpy-strategy=rep_4byte:-1:noalign \
	-mmemset-strategy=rep_4byte:-1:noalign)
$(B)/kernel/lib/string.o: KERNEL_CFLAGS += -fno-builtin
ifneq ($(CHECKED),)
KERNEL_CFLAGS += -fsanitize=undefined -fno-sanitize-recover=undefined $(if $(filter clang,$(CROSS)),-fno-sanitize=function) \
	-DOBJECT_ZONE=16
KERNEL_CFLAGS += -fstack-protector-strong $(if $(filter clang,$(CROSS)),,-mstack-protector-guard=global)
$(B)/kernel/kernel/debug/undefined.o: KERNEL_CFLAGS += -fno-sanitize=all
endif
# What is seldom done is made small, not fast; in a file that has to be fast, what is marked cold.
SELDOM := boot/boot boot/multiboot lib/format lib/names lib/trace_words lib/utf8 lib/words \
	arch/x86/apic arch/x86/serial arch/x86/gdt arch/x86/ide arch/x86/idt arch/x86/machine arch/x86/pic arch/x86/protection arch/x86/rtc arch/x86/screen arch/x86/scancode \
	kernel/main kernel/options $(addprefix kernel/debug/,debug event panic print symbols) kernel/clock/wall \
	$(addprefix kernel/fs/,archive block cache device directory disk ext2 ext2_change ext2_directory ext2_node ext2_space ext2_tree ext2_volume ext2_write file inode memory memory_file names path tar) \
	kernel/memory/map kernel/memory/region \
	$(addprefix kernel/process/,actions check elf init kill limits owner pending power proc proc_process proc_system program schedule signal status timers) \
	$(addprefix kernel/policy/,lottery mlfq process_run sjf stcf stride fair) lib/tickets $(addprefix kernel/sched/,budget policies thoughts watch) \
	$(addprefix kernel/syscall/,arguments attributes descriptor names path policy poll script select self signal terminal time) \
	$(addprefix kernel/terminal/,console line terminal)
$(SELDOM:%=$(B)/kernel/%.o): KERNEL_CFLAGS += -Os
# And copies and comparisons by calls; but not in the life of a process, which is counted.
CALLING := $(filter-out kernel/process/% kernel/syscall/%,$(SELDOM))
$(CALLING:%=$(B)/kernel/%.o): KERNEL_CFLAGS += $(if $(filter clang,$(CROSS)),,-mno-inline-all-stringops)
USER_CFLAGS := $(CFLAGS) -ffunction-sections -fdata-sections -Iuser/include -Iinclude
# Programs from elsewhere are written for an ordinary compiler: they get GNU's C, a main that
# returns 0 of itself, floating point, and no warnings: of the house's style, and within headers.
HOUSE_STYLE := -std=c11 -ffreestanding -Wshadow -Wconversion -Wmissing-prototypes -Wstrict-prototypes -Wvla \
	-mno-sse -mno-mmx -mno-80387 -mpreferred-stack-boundary=2
# Where the library calls the program back, the stack is aligned as an ordinary compiler has it.
CALLS_BACK := $(patsubst %,$(B)/user/user/lib/%.o,atexit exit quick_exit scandir sort)
$(CALLS_BACK): USER_CFLAGS += $(if $(filter clang,$(CROSS)),,-mpreferred-stack-boundary=4)
PROGRAM_HEADERS := -isystem user/include -isystem include
PROGRAM_CFLAGS := $(PROGRAM_HEADERS) $(filter-out -Iuser/include -Iinclude -MMD $(HOUSE_STYLE),$(USER_CFLAGS)) -MD -std=gnu11

# --- The kernel, layer by layer, lowest first.
POLICIES := rr fifo sjf stcf mlfq lottery stride fair process_run
POLICY_FILES := $(POLICIES:%=kernel/policy/%.c)

# --- `make POLICY_SOURCE=FILE.c`: one policy more, from outside; its name is the file's. What
# --- depends on it is built in P, beside the usual kernel: a folder for each path and content of
# --- the file, or the one that P=DIR names. Make does not know the file by name, so the path may
# --- have blanks.
P := $(B)
ifneq ($(value POLICY_SOURCE),)
OWN_FILE := '$(subst ','\'',$(value POLICY_SOURCE))'
OWN := $(shell tools/build/own-policy $(OWN_FILE) $(POLICIES))
ifeq ($(OWN),)
$(error POLICY_SOURCE: no policy can be built from this)
endif
OWN_POLICY := $(firstword $(subst -, ,$(OWN)))
P := $(B)/custom-policy/$(OWN)
ifneq ($(words $(P)),1)
$(error P=$(P): make cannot use a path with blanks)
endif
# For makes within this one: the file may be edited meanwhile.
OWN_FOLDER := P=$(P)
endif

K += lib/string.c                   # memcpy and its kin
K += lib/divide.c                   # 64 bits by 32
K += lib/sorted.c                   # things in order
K += lib/tickets.c                  # lottery tickets in a row
K += lib/format.c                   # the engine of printf
K += lib/words.c                    # the grammar of the boot line
K += lib/names.c                    # numbers in words
K += lib/trace_words.c              # events in words
K += lib/utf8.c                     # characters of several bytes
K += arch/x86/screen.c              # a text screen that knows some ANSI
K += boot/start.asm                 # the first instructions
K += boot/multiboot.c               # what the loader tells
K += boot/boot.c                    # from the loader to kernel_main
K += arch/x86/machine.c             # the machine as a whole
K += arch/x86/gdt.c                 # segments, the double fault's stack
K += arch/x86/idt.c                 # vectors
K += arch/x86/entry.asm             # into the kernel and out of it
K += arch/x86/switch.asm            # THE CONTEXT SWITCH
K += arch/x86/trap.c                # faults and interrupts, sorted
K += arch/x86/copy.asm              # to a program's memory and from it
K += arch/x86/paging.c              # page tables
K += arch/x86/stack.c               # kernel stacks
K += arch/x86/segment.c             # thread-local data
K += arch/x86/pic.c                 # interrupt controllers
K += arch/x86/apic.c                # the one in the CPU, which lets the others pass
K += arch/x86/fpu.c                 # floating point
K += arch/x86/signal.c            # frames of handlers
K += arch/x86/protection.c          # what the CPU itself forbids
K += arch/x86/timer.c               # timer and cycle counter
K += arch/x86/rtc.c                 # the date
K += arch/x86/watchdog.c            # finds a kernel that does not end
K += arch/x86/serial.c              # console and trace lines
K += arch/x86/vga.c                 # screen
K += arch/x86/ide.c                 # the disk
K += arch/x86/scancode.c            # keys to bytes
K += arch/x86/keyboard.c            # keyboard
K += kernel/clock/clock.c           # ticks, and how long one is
K += kernel/clock/wall.c            # what time it is for people
K += kernel/clock/pause.c           # long work lets ticks in
K += kernel/memory/frame.c          # page frames
K += kernel/memory/object.c         # small things
K += kernel/memory/fpu.c            # room for floating-point registers
K += kernel/memory/account.c        # what each user has
K += kernel/memory/region.c         # stretches of pages, in order
K += kernel/memory/shared.c         # memory that processes share on purpose
K += kernel/memory/pages.c          # the pages of regions
K += kernel/memory/space.c          # the memory of a process
K += kernel/memory/fork.c           # its copy
K += kernel/memory/map.c            # mmap and its kin, brk
K += kernel/memory/transfer.c       # bytes to and from a process
K += $(POLICY_FILES)                # WHO RUNS NEXT
K += kernel/sched/policies.c        # choosing a policy
K += kernel/sched/watch.c           # does it keep the rules?
K += kernel/sched/thoughts.c        # what does it think?
K += kernel/sched/alarms.c          # what is due at which tick
K += kernel/sched/thread.c          # a thread starts, waits, wakes, ends
K += kernel/sched/budget.c           # how much CPU a thread may have
K += kernel/sched/scheduler.c       # the mechanism: tick, block, wake, switch
K += kernel/fs/tar.c                # archives
K += kernel/fs/archive.c            # the files that the loader brought
K += kernel/fs/inode.c              # what a path leads to, and volumes
K += kernel/fs/path.c               # the walk along a path
K += kernel/fs/names.c              # names made, moved, taken away
K += kernel/fs/file.c               # open files
K += kernel/fs/directory.c          # entries of directories
K += kernel/fs/device.c             # /dev
K += kernel/fs/memory.c             # directories in memory: the root of all paths
K += kernel/fs/memory_file.c        # what files in memory hold
K += kernel/fs/disk.c               # who waits for the disk
K += kernel/fs/cache.c              # its pages in memory
K += kernel/fs/block.c              # its blocks, /dev/hda
K += kernel/fs/ext2_volume.c        # ext2: where its tables are
K += kernel/fs/ext2_node.c          # its inodes, and the blocks that they have
K += kernel/fs/ext2_directory.c     # its names
K += kernel/fs/ext2_space.c         # which blocks and inodes are taken
K += kernel/fs/ext2_tree.c          # files become longer and shorter
K += kernel/fs/ext2_change.c        # names come and go
K += kernel/fs/ext2.c               # and all of it in the tree of paths
K += kernel/fs/ext2_write.c         # which is written, too
K += kernel/fs/pipe.c               # pipes
K += kernel/fs/poll.c               # who waits for one of several files
K += kernel/terminal/line.c         # canonical mode
K += kernel/terminal/terminal.c     # who has the terminal
K += kernel/terminal/console.c      # the console as a file
K += kernel/process/elf.c           # program files
K += kernel/process/arguments.c     # argc and argv
K += kernel/process/program.c       # programs that are known
K += kernel/process/descriptors.c   # open files by number
K += kernel/process/table.c         # all processes
K += kernel/process/check.c         # check=1 looks at them
K += kernel/process/load.c           # a program file becomes memory
K += kernel/process/create.c        # a file becomes a process
K += kernel/process/fork.c           # one process becomes two
K += kernel/process/exec.c           # another program, the same process
K += kernel/process/end.c           # exit, destroy, fault
K += kernel/process/wait.c          # what a parent learns
K += kernel/process/usage.c         # what it has used
K += kernel/process/suspend.c       # suspend, resume
K += kernel/process/signal.c        # signals are sent
K += kernel/process/kill.c          # to whom, and who may
K += kernel/process/pending.c       # which are still to come
K += kernel/process/actions.c       # what a process does about them
K += kernel/process/timers.c        # that send some
K += kernel/process/deliver.c       # and reach a program
K += kernel/process/init.c          # process 1
K += kernel/process/status.c        # what a process is
K += kernel/process/proc.c          # the directories of /proc
K += kernel/process/proc_system.c   # what stands there of all
K += kernel/process/proc_process.c  # and of each process
K += kernel/process/group.c         # groups, sessions
K += kernel/process/foreground.c    # whom the keys reach
K += kernel/process/schedule.c      # tickets, declared length
K += kernel/process/owner.c         # user ids
K += kernel/process/limits.c        # what it may have at most
K += kernel/process/power.c         # the end of all processes
K += kernel/syscall/arguments.c      # strings for a new program
K += kernel/syscall/script.c        # the program that reads a script
K += kernel/syscall/table.c         # numbers to handlers
K += kernel/syscall/file.c          # calls on files
K += kernel/syscall/descriptor.c    # calls on descriptors
K += kernel/syscall/path.c          # calls on what a path leads to
K += kernel/syscall/poll.c          # poll
K += kernel/syscall/select.c        # select
K += kernel/syscall/names.c         # calls on names
K += kernel/syscall/attributes.c    # calls on what files are
K += kernel/syscall/terminal.c      # calls on the terminal
K += kernel/syscall/policy.c        # calls on who runs next
K += kernel/syscall/process.c       # calls on processes
K += kernel/syscall/time.c          # calls on time
K += kernel/syscall/wait.c          # calls on what children did
K += kernel/syscall/self.c          # calls on oneself
K += kernel/syscall/memory.c        # calls on one's memory
K += kernel/syscall/signal.c        # calls on signals
K += kernel/debug/print.c           # what the kernel says
K += kernel/debug/trace.c           # the ring of events
K += kernel/debug/symbols.c         # names for the backtrace
K += kernel/debug/event.c           # an event in words
K += kernel/debug/panic.c           # the end
K += kernel/debug/debug.c           # checks, and failures on demand
K += kernel/options.c               # the boot line
K += kernel/entry.c                 # every way in, and the way out
K += kernel/main.c                  # START HERE
ifneq ($(CHECKED),)
K += kernel/debug/undefined.c       # what the compiler's looks find
K += kernel/memory/object_check.c   # small things after their end, and what lies behind them
K += kernel/debug/stack_guard.c     # buffers that were too short
endif
KERNEL_SOURCES := $(K)

# --- The user library, linked into every program, and the programs.
LIBRARY_SOURCES := $(wildcard user/lib/*.c) user/lib/setjmp.asm user/lib/syscall.asm \
	lib/string.c lib/format.c lib/divide.c lib/names.c lib/trace_words.c lib/utf8.c
# A program is a file of user/bin, or a folder beside it.
PROGRAM_FOLDERS := $(filter-out bin include lib %.ld,$(notdir $(wildcard user/*)))
PROGRAM_NAMES := $(sort $(patsubst user/bin/%.c,%,$(wildcard user/bin/*.c)) $(PROGRAM_FOLDERS))

# --- Two makes at once take turns: whatever builds has the lock. A kernel or an archive that
# --- somebody else boots at that moment is replaced, not written over.
LOCKED = mkdir -p $(B) && flock $(B)/lock $(OWN_LOCKED)
OWN_LOCKED = $(if $(OWN_POLICY),sh -c 'mkdir -p $(P) && touch $(P) && exec flock $(P)/lock "$$@"' -) \
	$(MAKE) --no-print-directory $(OWN_FOLDER)

all: ## build the kernel and the programs
	@+$(LOCKED) image

image: $(P)/robin.elf $(B)/initrd.tar $(P)/policies.txt $(P)/host/boot_line
	@$(FORGET_OLD_POLICIES)

# Of an own policy's folders the last four stay, and those that somebody may be using.
FORGET_OLD_POLICIES = $(if $(filter $(B)/custom-policy/%,$(P)),ls -dt $(B)/custom-policy/$(OWN_POLICY)-* | tail -n +5 | \
	xargs -I OLD find OLD -maxdepth 0 -mmin +10 -exec rm -rf {} +,:)

# All that one own policy needs, in P alone where the rest is built: so many are built at once,
# also from a folder that is read-only.
policy: ## build all that a policy of your own needs: POLICY_SOURCE=FILE.c P=DIR
	@$(if $(OWN_POLICY),,$(error make policy needs POLICY_SOURCE=FILE.c))
	@tools/build/setup policy
	@+$(MAKE) --no-print-directory --question shared >/dev/null || { $(LOCKED) shared; }
	@+$(OWN_LOCKED) own

own: $(P)/robin.elf $(P)/policies.txt $(P)/host/schedule $(P)/host/boot_line
	@$(FORGET_OLD_POLICIES)

# --- Rules: an object for each source, below build/kernel or build/user.
objects = $(patsubst %,$(B)/$(1)/%.o,$(basename $(filter %.c %.asm,$(2))))
SHARED_OBJECTS := $(call objects,kernel,$(KERNEL_SOURCES))
KERNEL_OBJECTS := $(SHARED_OBJECTS) $(P)/policies.o $(OWN_POLICY:%=$(P)/%.o)
LIBRARY_OBJECTS := $(call objects,user,$(LIBRARY_SOURCES))

# What they were built with is told, and kept in a stamp that each object depends on: so other
# objects are made when the compiler or its flags change.
COMPILER := $(shell $(CC) --version 2>/dev/null | head -n 1)
BUILT_WITH := $(COMPILER): $(KERNEL_CFLAGS) $(USER_CFLAGS)
ifneq ($(file <$(B)/compiler),$(BUILT_WITH))
.PHONY: $(B)/compiler
endif
$(B)/compiler: export STAMP = $(BUILT_WITH)
$(B)/compiler:
	@$(if $(COMPILER),,$(error CROSS=$(CROSS): there is no $(firstword $(CC))))
	@mkdir -p $(@D)
	@echo 'robin: building with $(COMPILER)' >&2
	@printf '%s\n' "$$STAMP" > $@

# A source into an object, and sources into a program of the host: each told in a line.
define compile
@mkdir -p $(@D)
@echo '  CC   $<'
$(Q)$(1) -c $< -o $@
endef

define assemble
@mkdir -p $(@D)
@echo '  ASM  $<'
$(Q)nasm -f elf32 $(1) -MD $(@:.o=.d) $< -o $@
endef

# Which instruction stands in which line, for GDB; nothing of it is loaded. NASM tells it of one
# section a file, and GDB complains for ever of code in another, as boot/start.asm has it.
LINES = $(if $(filter boot/%,$<),,-g -F dwarf)

define build-for-host
@mkdir -p $(@D)
@echo '  CC   $@'
$(Q)$(HOSTCC) $(HOST_CFLAGS) $(1) -o $@
endef

$(B)/kernel/%.o: %.c Makefile $(B)/compiler
	$(call compile,$(CC) $(KERNEL_CFLAGS))

$(B)/user/%.o: %.c Makefile $(B)/compiler
	$(call compile,$(CC) $(USER_CFLAGS) -I.)

$(B)/kernel/%.o: %.asm Makefile
	$(call assemble,$(LINES))

$(B)/user/%.o: %.asm Makefile
	$(call assemble,$(LINES))

# The table of policies, and their names for tools/boot. An own policy's may be another one's
# than last time.
OWN_IN = $(if $(filter $(P)/%,$@),$(OWN_POLICY))
POLICIES_IN = $(POLICIES) $(OWN_IN)
IN_ANY_FOLDER = $(sort $(B)/$(1) $(P)/$(1))
KEEP_IF_SAME = if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(call IN_ANY_FOLDER,policies.c): Makefile $(if $(OWN_POLICY),always)
	@mkdir -p $(@D)
	@{ echo '/* Made from POLICIES in the Makefile. */'; \
	echo '#include "kernel/sched/policies.h"'; \
	echo '#include "kernel/sched/watch.h"'; \
	for name in $(POLICIES_IN); do echo "extern const struct policy policy_$$name;"; done; \
	echo 'const struct policy *const policies[] = {'; \
	for name in $(POLICIES_IN); do echo "    &policy_$$name,"; done; \
	echo '    0,'; echo '};'; \
	echo 'const struct policy *const own_policy = $(if $(OWN_IN),&policy_$(OWN_IN),0);'; } > $@.new
	@$(if $(OWN_POLICY),$(KEEP_IF_SAME),mv $@.new $@)

$(call IN_ANY_FOLDER,policies.txt): Makefile $(if $(OWN_POLICY),always)
	@mkdir -p $(@D)
	@printf '%s\n' $(subst _,-,$(POLICIES)) $(OWN_IN) > $@

$(P)/policies.o: $(P)/policies.c kernel/policy/policy.h $(B)/compiler
	$(call compile,$(CC) $(KERNEL_CFLAGS))

# Always anew, since make does not know what it depends on; an object that is as it was before
# stays, so that nothing is linked for nothing. Only the kernel's compiler tells its warnings.
define compile-own
@mkdir -p $(@D)
$(Q)$(1) -c $(OWN_FILE) -o $@.new
endef

ifneq ($(OWN_POLICY),)
# Misused lists are told by line; and the variables get a place of their own in the kernel.
EXPECT := -include kernel/sched/expect.h
OWN_CFLAGS := $(filter-out -MMD -MP,$(KERNEL_CFLAGS)) $(EXPECT)
$(P)/$(OWN_POLICY).o: always
	@echo '  CC   '$(OWN_FILE)
	$(call compile-own,$(CC) $(OWN_CFLAGS))
	@$(NM) $@.new | grep -q ' [BDR] policy_$(OWN_POLICY)$$' || { rm $@.new; \
		echo 'robin: '$(OWN_FILE)' does not define `const struct policy policy_$(OWN_POLICY)`' >&2; exit 1; }
	$(Q)$(OBJCOPY) --rename-section .data=.policy.data --rename-section .bss=.policy.bss $@.new
	@$(KEEP_IF_SAME)

$(P)/host/$(OWN_POLICY).o: always | $(P)/$(OWN_POLICY).o
	$(call compile-own,$(HOSTCC) $(HOST_CFLAGS) -w $(HOST_OBJECT_CFLAGS) -fno-inline $(EXPECT))
	@$(KEEP_IF_SAME)

$(P)/host/plain/$(OWN_POLICY).o: always | $(P)/$(OWN_POLICY).o
	$(call compile-own,$(HOSTCC) $(PLAIN_CFLAGS) -w)
	@$(KEEP_IF_SAME)
endif

# The kernel is linked twice: the second time with the names that the first one has.
LINK = $(LD) -m elf_i386 -T linker.ld --gc-sections -z noexecstack --build-id=none \
	$(if $(CHECKED),--wrap=object_allocate --wrap=object_free)

$(P)/no-symbols.asm: tools/build/symbols
	@mkdir -p $(@D)
	$(Q)tools/build/symbols /dev/null > $@

$(P)/first.elf: $(KERNEL_OBJECTS) $(P)/no-symbols.o linker.ld
	@echo '  LINK $@'
	$(Q)$(LINK) -o $@ $(KERNEL_OBJECTS) $(P)/no-symbols.o

$(P)/symbols.asm: $(P)/first.elf tools/build/symbols
	$(Q)$(NM) -n $< > $(P)/symbols.nm
	$(Q)tools/build/symbols $(P)/symbols.nm > $@

$(P)/%.o: $(P)/%.asm
	$(assemble)

$(P)/robin.elf: $(KERNEL_OBJECTS) $(P)/symbols.o linker.ld
	@echo '  LINK $@'
	$(Q)$(LINK) -o $@.new $(KERNEL_OBJECTS) $(P)/symbols.o && mv $@.new $@

# --- Programs: an ELF file each, and all of them in a tar archive for the loader.
START := $(B)/user/user/lib/start.o
LIBRARY := $(B)/user/libuser.a
LINK_PROGRAM = $(LD) -m elf_i386 -T user/program.ld -z max-page-size=4096 -z noexecstack --gc-sections \
	--build-id=none $(LINK_ALSO) -o $@ $(START) $(filter-out $(START),$(filter %.o,$^)) $(LIBRARY)

$(LIBRARY): $(LIBRARY_OBJECTS)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

$(B)/user/bin/%.elf: $(B)/user/user/bin/%.o $(START) $(LIBRARY) user/program.ld
	@mkdir -p $(@D)
	$(Q)$(LINK_PROGRAM)

.SECONDEXPANSION:
$(PROGRAM_FOLDERS:%=$(B)/user/bin/%.elf): $(B)/user/bin/%.elf: \
		$$(call objects,user,$$(wildcard user/%/*.c)) $(START) $(LIBRARY) user/program.ld
	@mkdir -p $(@D)
	$(Q)$(LINK_PROGRAM)

PROGRAMS_BUILT := $(PROGRAM_NAMES:%=$(B)/user/bin/%.elf)

# --- `make initrd PROGRAMS=DIR FILES=DIR INITRD=FILE`: an archive with the .c files of DIR as
# --- programs too, and the files of the other DIR below /files.
INITRD ?= $(B)/initrd.tar
EXTRA := $(INITRD:.tar=)
EXTRA_NAMES := $(if $(PROGRAMS),$(sort $(patsubst %.c,%,$(notdir $(wildcard $(PROGRAMS)/*.c)))))
EXTRA_BUILT := $(EXTRA_NAMES:%=$(EXTRA)/%.elf)
TAR_FLAGS := --format=ustar --owner=0 --group=0 --numeric-owner --mtime=@1704067200 --sort=name

ifneq ($(filter $(PROGRAM_NAMES),$(EXTRA_NAMES)),)
$(error $(PROGRAMS): Robin has a program of this name already: $(filter $(PROGRAM_NAMES),$(EXTRA_NAMES)))
endif

$(EXTRA)/%.o: $(PROGRAMS)/%.c $(B)/compiler
	$(call compile,$(CC) $(PROGRAM_CFLAGS))

# They may print and read floating point, which Robin's own programs do without.
$(EXTRA)/%.elf: LINK_ALSO = -u format_float -u scan_float -u strerror_rare -u format_positional
$(EXTRA)/%.elf: $(EXTRA)/%.o $(START) $(LIBRARY) user/program.ld
	$(Q)$(LINK_PROGRAM)

initrd:
	@+$(LOCKED) $(INITRD)

# --- A disk with the same files.
DISK_IMAGE := $(B)/disk.ext2
$(DISK_IMAGE): $(INITRD) tools/build/make-disk
	@echo '  DISK $@'
	$(Q)tools/build/make-disk $(EXTRA).root $@

# What it was made of is kept beside it: a program that is gone makes no file newer, and shall be
# gone from the archive, too.
ARCHIVED := $(PROGRAM_NAMES) $(EXTRA_NAMES) $(FILES)
ifneq ($(file <$(EXTRA).names),$(ARCHIVED))
.PHONY: $(EXTRA).names
endif
$(EXTRA).names:
	@mkdir -p $(@D)
	@echo '$(ARCHIVED)' > $@

# Files may have any name, which make could not say it depends on: so they are always put in anew.
$(INITRD): $(PROGRAMS_BUILT) $(EXTRA_BUILT) $(EXTRA).names $(if $(FILES),always)
	@rm -rf $(EXTRA).root && mkdir -p $(addprefix $(EXTRA).root/,bin dev proc tmp)
	$(Q)for elf in $(PROGRAMS_BUILT) $(EXTRA_BUILT); do \
		cp $$elf $(EXTRA).root/bin/$$(basename $$elf .elf) && \
		$(STRIP) $(EXTRA).root/bin/$$(basename $$elf .elf) || exit 1; done
	@$(if $(FILES),mkdir -p $(EXTRA).root/files && cp -rL $(FILES)/. $(EXTRA).root/files && \
		chmod -R a+rx $(EXTRA).root/files) # a program may be among them
	$(Q)tar $(TAR_FLAGS) -C $(EXTRA).root -cf $@.new bin dev tmp $(if $(FILES),files) && mv $@.new $@

# --- All sources, and all headers.
C_FILES := $(shell find include lib boot arch kernel user tests -name '*.[ch]' 2>/dev/null)
HEADERS := $(filter %.h,$(C_FILES))

# --- Host tests: the pure modules under sanitizers; a test and the sources that it is about.
HOST_CFLAGS := -std=c11 -D_DEFAULT_SOURCE $(WARNINGS) -g -O1 -fsanitize=address,undefined \
	-fno-sanitize-recover=all -Iinclude -I. $(INSTRUMENT)
HOST_OBJECT_CFLAGS := -ffreestanding -fno-pie
HOST_TESTS := $(patsubst tests/unit/test_%.c,%,$(wildcard tests/unit/test_*.c))
SOURCES_list :=
SOURCES_string :=
SOURCES_divide := lib/divide.c
SOURCES_sorted := lib/sorted.c
SOURCES_tickets := lib/tickets.c
SOURCES_format := lib/format.c lib/divide.c
SOURCES_library :=
SOURCES_real := user/lib/real.c user/lib/decimal.c user/lib/format_real.c lib/format.c lib/divide.c
SOURCES_words := lib/words.c
SOURCES_screen := arch/x86/screen.c
SOURCES_tar := kernel/fs/tar.c
EXT2 := $(addprefix kernel/fs/ext2_,volume.c node.c directory.c space.c tree.c change.c)
SOURCES_ext2 := tests/unit/harness/ext2_image.c tests/unit/harness/pause.c $(EXT2)
SOURCES_ext2_broken := $(SOURCES_ext2)
SOURCES_ext2_change := tests/unit/harness/ext2_files.c $(SOURCES_ext2)
SOURCES_ext2_cuts := $(SOURCES_ext2_change)
SOURCES_line := kernel/terminal/line.c lib/utf8.c
SOURCES_utf8 := lib/utf8.c
SOURCES_edit := user/sh/edit.c user/sh/keys.c user/sh/history.c lib/utf8.c
SOURCES_buffer := user/edit/buffer.c lib/utf8.c
SOURCES_complete := user/sh/complete.c
SOURCES_pattern := user/grep/pattern.c
SOURCES_parse := user/sh/parse.c user/sh/words.c user/sh/glob.c user/sh/variables.c
SOURCES_parse_any := $(SOURCES_parse)
FLAGS_parse_any := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
SOURCES_elf := kernel/process/elf.c
SOURCES_arguments := kernel/process/arguments.c
SOURCES_scancode := arch/x86/scancode.c
SOURCES_multiboot := boot/multiboot.c lib/words.c

TEST_FILTER_SOURCE := tests/unit/harness/filter.c

$(B)/host/unit/%: tests/unit/test_%.c $$(SOURCES_$$*) $(TEST_FILTER_SOURCE) $(HEADERS) Makefile
	$(call build-for-host,$(FLAGS_$*) $(filter %.c,$^) -lcmocka)

# The policies alone, as a host program that runs job lists through them.
SCHEDULE_SOURCES := $(addprefix tools/schedule/,mistakes.c schedule.c simulation.c) user/workload/program.c $(POLICY_FILES) kernel/sched/policies.c \
	kernel/sched/watch.c kernel/clock/pause.c lib/sorted.c lib/tickets.c lib/divide.c lib/words.c lib/format.c
SCHEDULE_OBJECTS := $(SCHEDULE_SOURCES:%.c=$(B)/host/%.o)
$(P)/host/schedule: $(SCHEDULE_OBJECTS) $(P)/host/policies.o $(OWN_POLICY:%=$(P)/host/%.o)
	$(call build-for-host,-no-pie $^ -ljansson)

# The same for a page, where a prediction is made without a server. Of the C library there is what
# Robin's own programs have. Any machine of WebAssembly runs it (mvp), whichever Clang made it.
WASM_SOURCES := $(addprefix tools/schedule/,page.c simulation.c) user/workload/program.c $(POLICY_FILES) \
	kernel/sched/policies.c kernel/clock/pause.c $(addprefix lib/,sorted.c tickets.c divide.c words.c format.c string.c) \
	$(addprefix user/lib/,numbers.c string.c)
WASM_OBJECTS := $(WASM_SOURCES:%.c=$(B)/wasm/%.o) $(B)/wasm/policies.o
WASM_EXPORTS := policies clear text add add_program run problem words slice_count slices times activity word
WASM_CC = clang --target=wasm32 -mcpu=mvp -std=c11 $(WARNINGS) -Oz -ffreestanding -nostdinc \
	-isystem $$(clang -print-resource-dir)/include -Iuser/include -Iinclude -I.
WASM_LINK := wasm-ld --no-entry --stack-first --strip-all $(WASM_EXPORTS:%=--export=page_%)

$(B)/wasm/%.o: %.c Makefile
	$(call compile,$(WASM_CC) -MMD -MP)

$(B)/wasm/policies.o: $(B)/policies.c $(HEADERS)
	$(call compile,$(WASM_CC))

$(B)/web/schedule.wasm: $(WASM_OBJECTS)
	@mkdir -p $(@D)
	@echo '  LINK $@'
	$(Q)$(WASM_LINK) $^ -o $@

# The lab in a page: static files. What comes from the npm registry is pinned by web/package-lock.json.
WEB_MODULES := web/node_modules/.package-lock.json
WEB_SOURCES := $(shell test ! -d web || find web -name node_modules -prune -o -type f -print)

$(WEB_MODULES): web/package-lock.json
	@echo '  NPM  web/node_modules'
	$(Q)cd web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
	@touch $@

$(B)/web/robin.elf: $(B)/robin.elf
	@mkdir -p $(@D)
	$(Q)$(STRIP) $< -o $@

$(B)/web/initrd.tar: $(B)/initrd.tar
	@mkdir -p $(@D)
	$(Q)cp $< $@

# Its table of where things stand in the kernel's memory is made as all of the kernel is.
LAYOUT := $(B)/kernel/web/lab/layout.o

$(B)/web/build.json: $(addprefix $(B)/web/,robin.elf initrd.tar schedule.wasm) $(LAYOUT) $(WEB_MODULES) $(WEB_SOURCES) \
		$(wildcard kernel/policy/*.[ch] kernel/sched/*.[ch] lib/*.[ch])
	@echo '  PAGE $(@D)'
	$(Q)node web/build.mjs $(@D) $(B)/robin.elf $(LAYOUT)

# The kernel's reader of boot lines and policies, with which tools/boot looks before it boots.
# Without sanitizers, as each boot waits for it.
BOOT_LINE_SOURCES := tools/boot_line.c $(POLICY_FILES) kernel/options.c kernel/sched/policies.c \
	kernel/clock/pause.c lib/string.c lib/sorted.c lib/tickets.c lib/divide.c lib/words.c lib/format.c
BOOT_LINE_OBJECTS := $(BOOT_LINE_SOURCES:%.c=$(B)/host/plain/%.o)
PLAIN_CFLAGS := -std=c11 $(WARNINGS) -O1 -ffreestanding -fno-pie -Iinclude -I.

$(B)/host/plain/%.o: %.c Makefile
	$(call compile,$(HOSTCC) $(PLAIN_CFLAGS) -MMD -MP)

$(call IN_ANY_FOLDER,host/plain/policies.o): $$(subst host/plain/policies.o,policies.c,$$@) $(HEADERS)
	$(call compile,$(HOSTCC) $(PLAIN_CFLAGS))

$(P)/host/boot_line: $(BOOT_LINE_OBJECTS) $(P)/host/plain/policies.o $(OWN_POLICY:%=$(P)/host/plain/%.o)
	@mkdir -p $(@D)
	@echo '  CC   $@'
	$(Q)$(HOSTCC) -no-pie $^ -o $@
	@$(if $(OWN_POLICY),problem=$$($@ --own $(OWN_POLICY)) || { rm $@; \
		echo 'robin: '$(OWN_FILE)": $$problem" >&2; exit 1; })

shared: $(SHARED_OBJECTS) $(SCHEDULE_OBJECTS) $(BOOT_LINE_OBJECTS)

# --- Plugins for QEMU, with which `make bench` looks from outside.
$(B)/host/measure/%.so: tools/measure/%.c tools/measure/plugin.h Makefile
	@mkdir -p $(@D)
	@echo '  CC   $@'
	$(Q)$(HOSTCC) -std=c11 $(WARNINGS) -O2 -shared -fPIC $< -o $@

# --- kernel/ as a host program: all of it, unchanged, on a machine that tests/hosted/harness/machine.c
# --- plays. Its variables get sections of their own, which a reset of that machine puts back to
# --- how they were, and its memcpy and the like stay its own.
HOST_KERNEL_SOURCES := $(filter-out kernel/debug/symbols.c,$(filter kernel/%.c lib/%.c,$(KERNEL_SOURCES)))
HOST_KERNEL_OBJECTS := $(HOST_KERNEL_SOURCES:%.c=$(B)/host/%.o)
KERNEL_TESTS := $(patsubst tests/hosted/test_%.c,%,$(wildcard tests/hosted/test_*.c))
KERNEL_TEST_SOURCES := $(wildcard tests/hosted/harness/*.c) $(TEST_FILTER_SOURCE)
KERNEL_TEST_OBJECTS_orders := $(patsubst %.c,$(B)/host/%.o,$(wildcard tests/hosted/orders/*.c))
VOLUME_OBJECTS := $(B)/host/tests/hosted/ext2/volume.o $(B)/host/tests/unit/harness/ext2_image.o
KERNEL_TEST_OBJECTS_ext2_power := $(VOLUME_OBJECTS)
KERNEL_TEST_OBJECTS_ext2_lot := $(VOLUME_OBJECTS)
KERNEL_TEST_OBJECTS_ext2_names := $(VOLUME_OBJECTS)
KERNEL_TEST_OBJECTS_ext2 := $(B)/host/tests/hosted/ext2/acts.o $(VOLUME_OBJECTS)
KERNEL_TEST_OBJECTS_descent := $(B)/host/tests/hosted/orders/policy.o
KERNEL_TEST_OBJECTS_models := $(patsubst %.c,$(B)/host/%.o,$(wildcard tests/hosted/models/*.c))
OWN_NAMES := memcpy memmove memset memcmp strlen strnlen strcmp strncmp strchr strrchr

$(B)/host/%.o: %.c Makefile
	$(call build-for-host,$(HOST_OBJECT_CFLAGS) -MMD -MP -c $<)

$(call IN_ANY_FOLDER,host/policies.o): $$(subst host/policies.o,policies.c,$$@) $(HEADERS)
	$(call build-for-host,$(HOST_OBJECT_CFLAGS) -c $<)

# An archive, so that it stands back where a test has a table of policies of its own.
$(B)/host/policies.a: $(B)/host/policies.o
	$(Q)ar rcs $@ $^

$(B)/host/kernel.o: $(HOST_KERNEL_OBJECTS)
	$(Q)ld -r $^ -o $@
	$(Q)objcopy --rename-section .data=kernel_data --rename-section .bss=kernel_bss \
		$(OWN_NAMES:%=--localize-symbol=%) $@

$(B)/host/tests/%.o: tests/%.c Makefile
	$(call build-for-host,-fno-pie -MMD -MP -c $<)

$(B)/host/hosted/%: $(B)/host/tests/hosted/test_%.o $(KERNEL_TEST_SOURCES:%.c=$(B)/host/%.o) \
		$$(KERNEL_TEST_OBJECTS_$$*) $(B)/host/kernel.o $(B)/host/policies.a
	$(call build-for-host,-no-pie $^ -lcmocka)

# --- What tests/mutation/run needs to link the tests with one object changed.
$(B)/host/mutation.txt: $(KERNEL_TESTS:%=$(B)/host/hosted/%) $(B)/host/schedule Makefile
	@printf '%s\n' 'compile=$(HOSTCC) $(HOST_CFLAGS)' 'objects=$(HOST_KERNEL_OBJECTS)' \
		'rename=--rename-section .data=kernel_data --rename-section .bss=kernel_bss $(OWN_NAMES:%=--localize-symbol=%)' \
		'harness=$(KERNEL_TEST_SOURCES:%.c=$(B)/host/%.o)' 'policies=$(B)/host/policies.a' \
		'schedule=$(SCHEDULE_OBJECTS) $(B)/host/policies.o' \
		$(foreach test,$(KERNEL_TESTS),$(if $(KERNEL_TEST_OBJECTS_$(test)),'more-$(test)=$(KERNEL_TEST_OBJECTS_$(test))')) > $@

# --- The fuzz targets on archives and program files, and on ext2: with a plain driver, whose
# --- rounds are the same each time, among the host tests; with libFuzzer by `make fuzz`.
FUZZ_SOURCES := tests/unit/fuzz/program.c kernel/fs/tar.c kernel/process/elf.c
FUZZ_DRIVER_SOURCES := $(addprefix tests/unit/fuzz/,driver.c seeds.c) $(FUZZ_SOURCES)
FUZZ_EXT2_SOURCES := tests/unit/fuzz/ext2.c $(addprefix tests/unit/harness/,ext2_empty.c ext2_files.c) $(SOURCES_ext2)
FUZZ_SECONDS ?= 30

$(B)/host/fuzz_driver: $(FUZZ_DRIVER_SOURCES) $(HEADERS) Makefile
	$(call build-for-host,$(filter %.c,$^))

$(B)/host/fuzz_ext2_driver: tests/unit/fuzz/ext2_driver.c $(FUZZ_EXT2_SOURCES) $(HEADERS) Makefile
	$(call build-for-host,$(filter %.c,$^))

$(B)/host/fuzz $(B)/host/fuzz_ext2: HOSTCC := clang
$(B)/host/fuzz: $(FUZZ_SOURCES) $(HEADERS) Makefile
	$(call build-for-host,-fsanitize=fuzzer $(filter %.c,$^))

$(B)/host/fuzz_ext2: $(FUZZ_EXT2_SOURCES) $(HEADERS) Makefile
	$(call build-for-host,-fsanitize=fuzzer $(filter %.c,$^))

# --- The fuzz target on all of kernel/: as above; libFuzzer has it built in a folder of its own, by
# --- Clang, with a counter in each branch.
FUZZ_KERNEL_OBJECTS := $(patsubst %,$(B)/host/tests/hosted/fuzz/%.o,steps strings mutate tell) \
	$(KERNEL_TEST_SOURCES:%.c=$(B)/host/%.o) $(B)/host/tests/unit/harness/ext2_empty.o \
	$(B)/host/kernel.o $(B)/host/policies.a
FUZZ_KERNEL := $(B)/fuzz/host/fuzz_kernel_libfuzzer
FUZZ_KERNEL_FLAGS := -max_len=1536 -timeout=10 -rss_limit_mb=2000 -artifact_prefix=$(B)/

$(B)/host/fuzz_kernel: $(B)/host/tests/hosted/fuzz/driver.o $(FUZZ_KERNEL_OBJECTS)
	$(call build-for-host,-no-pie $^ -lcmocka)

$(B)/host/fuzz_kernel_libfuzzer: $(B)/host/tests/hosted/fuzz/libfuzzer.o $(FUZZ_KERNEL_OBJECTS)
	$(call build-for-host,-fsanitize=fuzzer -no-pie $^ -lcmocka)

BUILD_FUZZ_KERNEL = $(MAKE) --no-print-directory B=$(B)/fuzz HOSTCC=clang $(FUZZ_KERNEL) \
	HOST_OBJECT_CFLAGS='$(HOST_OBJECT_CFLAGS) -fsanitize=fuzzer-no-link'

.SECONDARY:
.PHONY: all image policy own shared initrd always
# What a source has included. (Not what lies right in build/ or build/host: programs of several
# sources, which depend on all headers.)
ELSEWHERE := $(addprefix $(B)/,custom-policy check clang checked fuzz)
-include $(shell find $(B) $(ELSEWHERE:%=-path % -prune -o) -path '$(B)/*/*/*.d' -print 2>/dev/null)

# --- The verbs: each first installs what it needs and this machine lacks; so the build comes as
# --- a make of its own, which finds the compiler that has just been installed.

# What to boot with reaches tools/boot by the environment, so that quotes and $? arrive unharmed.
SETTINGS := RUN POLICY QUANTUM HZ SEED MEMORY PROGRAMS FILES DISK ROOT SEEK APPEND FROM AT NAME SVG PNG ARROWS
$(foreach setting,$(SETTINGS),$(eval export ROBIN_$(setting) = $$(value $(setting))))
unexport $(SETTINGS) REPEAT T
ifeq ($(value POLICY),)
export ROBIN_POLICY = $(OWN_POLICY)
endif
export ROBIN_KERNEL := $(P)/robin.elf
export ROBIN_INITRD := $(B)/initrd.tar

RECORD := $(B)/record

# WRITABLE=1: DISK=FILE is changed.
WRITING := $(if $(filter-out 0,$(WRITABLE)),--writable)

# Standard output belongs to the guest's console; PROGRAMS and FILES go to a module of their own.
BUILD := $(MAKE) --no-print-directory all PROGRAMS= FILES= $(OWN_FOLDER) >&2

# How long a verb takes, and how far it is, for who waits. (No comma in what is said.)
say = echo 'make $@: $(1)' >&2

# A window for the screen, where it is asked for. Nothing is installed for it where there is no
# display: tools/boot then says so.
ifeq ($(filter-out 0,$(SCREEN)),)
WINDOW :=
else
WINDOW := --screen
WINDOW_NEEDS := $(if $(DISPLAY)$(WAYLAND_DISPLAY),screen)
endif

run: ## boot Robin here: RUN='ps' POLICY=rr QUANTUM=4 HZ=100 MEMORY=128 PROGRAMS=DIR FILES=DIR DISK=FILE ROOT=hda WRITABLE=1 SEEK=MS POLICY_SOURCE=FILE.c SCREEN=1
	@tools/build/setup $(or $(WINDOW_NEEDS),run)
	@$(BUILD)
	@if [ -n "$$ROBIN_RUN" ] || [ -t 0 ]; then tools/boot $(WINDOW) $(WRITING); \
		else tools/boot --interactive $(WINDOW) $(WRITING); fi

disk: ## make the disk image build/disk.ext2: PROGRAMS=DIR FILES=DIR; then `make run DISK=build/disk.ext2`, with ROOT=hda as the root
	@tools/build/setup disk
	@$(BUILD)
	@+$(LOCKED) $(DISK_IMAGE) >&2

run-iso: ## the same from a CD image, by GRUB; SCREEN=1: in a window, too
	@tools/build/setup iso
	@$(if $(WINDOW_NEEDS),tools/build/setup screen)
	@$(BUILD)
	@tools/boot --iso $(WINDOW) $(WRITING)

iso: ## make the CD image build/robin.iso
	@tools/build/setup iso
	@$(BUILD)
	@tools/build/make-iso $(B)/robin.iso

debug: ## boot under GDB, stopped at the kernel's first C function (FROM=reset: at the machine's first instruction): RUN= and so on as for run; `help robin` there lists the commands
	@tools/build/setup debug
	@$(BUILD)
	@tools/debug

record: ## boot Robin and record the run, and draw it: RUN= and so on as for run
	@tools/build/setup record
	@$(BUILD)
	@+$(LOCKED) $(P)/host/schedule PROGRAMS= FILES= >&2
	@tools/boot --record $(RECORD) $$([ -n "$$ROBIN_RUN" ] || [ -t 0 ] || echo --interactive); \
		status=$$?; [ $$status = 243 ] || tools/timeline --recorded $(RECORD); exit $$status

replay: ## GDB in the recorded run, where it goes back, too: AT=NANOSECONDS
	@tools/build/setup debug
	@ROBIN_REPLAY=$(RECORD) tools/debug

timeline: ## draw a run into build/timeline: RUN='workload 0,10 5,4' POLICY=all NAME=picture SVG=1 PNG=1 ARROWS=1
	@$(call say,about 2 seconds or 4 for all policies; 15 more where there is much to build)
	@tools/build/setup timeline$(if $(PNG),-png,$(if $(SVG),-svg))
	@$(BUILD)
	@+$(LOCKED) $(P)/host/schedule PROGRAMS= FILES= >&2
	@tools/timeline

web: ## build the lab in a page: static files for any server, in build/web
	@tools/build/setup web
	@$(BUILD)
	@+$(LOCKED) $(B)/web/build.json >&2

PORT ?= 8000
web-serve: web ## serve the lab on this machine, and open it: PORT=8000
	@tools/build/serve $(B)/web $(PORT)

schedule: ## run the job lists of a file through the policies, on the host: CASES=FILE.json POLICY_SOURCE=FILE.c
	@tools/build/setup policy
	@$(if $(CASES),,$(error make schedule needs CASES=FILE.json))
	@+$(LOCKED) $(P)/host/schedule >&2
	@$(P)/host/schedule $(CASES)

grade: ## grade policies or programs: SUITE=suites/lifo SUBMISSIONS='a.c b.c' GRADES=DIR SEED=1 SVG=1
	@tools/build/setup grade
	@$(if $(SVG),tools/build/setup timeline-svg)
	@tools/grade $(if $(SVG),--svg) $(if $(GRADES),--out '$(GRADES)') $(if $(SEED),--seed '$(SEED)') '$(SUITE)' $(SUBMISSIONS)

test: ## everything that is tested, without a screen; T=wait: only tests with this word in their names; REPEAT=9: what boots 9 times, and which tests failed how often
ifneq ($(REPEAT),)
	@tools/build/setup test
	@$(MAKE) --no-print-directory all REPEAT=
	@tests/repeat '$(REPEAT)' '$(T)'
else ifneq ($(T),)
	@tests/topic '$(T)'
else
	@$(call say,about three minutes, five the first time, on two cores that have nothing else to do)
	@tools/build/setup test
	@$(call say,1/3 the build)
	@$(MAKE) --no-print-directory all
	@$(call say,2/3 check and host-tests)
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check host-tests
	@$(call say,3/3 booted-tests)
	@$(MAKE) --no-print-directory booted-tests
endif

HOST_TESTS_BUILT = $(HOST_TESTS:%=$(B)/host/unit/%) $(KERNEL_TESTS:%=$(B)/host/hosted/%) \
	$(B)/host/fuzz_driver $(B)/host/fuzz_ext2_driver $(B)/host/fuzz_kernel

host-tests: ## what is tested on the host
	@tools/build/setup host-tests
	@+$(LOCKED) $(HOST_TESTS_BUILT) $(B)/host/schedule
	@for test in $(HOST_TESTS_BUILT); do $$test || exit 1; done
	@for cases in tests/ostep/*.json; do \
		$(B)/host/schedule $$cases > $(B)/host/schedule.log || \
		{ grep -v PASS $(B)/host/schedule.log; exit 1; }; done

# A checked kernel is tested where it is booted; what counts its bytes or instructions is left out.
booted-tests: ## what is tested on the booted kernel: CROSS=clang CHECKED=1
	@tools/build/setup booted-tests
	@$(MAKE) --no-print-directory all
	@pytest-3 -q -rs -n 3 --dist loadfile -p no:cacheprovider -m 'not slow $(if $(CHECKED),and not exact)' \
		--ignore=tests/booted/test_timeline.py $(if $(CHECKED),,tests/tools) tests/booted

test-web: web ## the lab in a page: the real kernel in v86, in Node and in Chromium
	@tools/build/setup test-web
	@+$(LOCKED) $(B)/host/schedule
	@web/node_modules/.bin/biome check
	@cd web && node_modules/.bin/tsc -p .
	@node --test tests/web/test_*.mjs tests/lab/test_*.mjs

fuzz: ## give random bytes to the readers of archives, programs and disks, and random calls and ticks to all of kernel/: FUZZ_SECONDS=30
	@tools/build/setup test
	@+$(LOCKED) $(B)/host/fuzz_driver $(B)/host/fuzz $(B)/host/fuzz_ext2_driver $(B)/host/fuzz_ext2 $(B)/host/fuzz_kernel
	@+$(BUILD_FUZZ_KERNEL)
	@mkdir -p $(B)/corpus $(B)/corpus_ext2 $(B)/corpus_kernel
	@$(B)/host/fuzz_driver $(B)/corpus
	@$(B)/host/fuzz_ext2_driver $(B)/corpus_ext2
	@$(B)/host/fuzz_kernel --unpack $(B)/corpus_kernel
	@$(B)/host/fuzz -max_total_time=$(FUZZ_SECONDS) -max_len=8192 -artifact_prefix=$(B)/ \
		-verbosity=0 -print_final_stats=1 $(B)/corpus
	@$(B)/host/fuzz_ext2 -max_total_time=$(FUZZ_SECONDS) -max_len=120 -artifact_prefix=$(B)/ \
		-verbosity=0 -print_final_stats=1 $(B)/corpus_ext2
	@$(FUZZ_KERNEL) -max_total_time=$(FUZZ_SECONDS) $(FUZZ_KERNEL_FLAGS) \
		-verbosity=0 -print_final_stats=1 $(B)/corpus_kernel

# Of all that `make fuzz` has kept since, so much as reaches each branch of kernel/.
fuzz-corpus: ## renew the corpus of kernel/ from what `make fuzz` has found
	@+$(BUILD_FUZZ_KERNEL)
	@rm -rf $(B)/corpus_small && mkdir -p $(B)/corpus_small $(B)/corpus_kernel
	@$(B)/host/fuzz_kernel --unpack $(B)/corpus_kernel
	@$(FUZZ_KERNEL) -merge=1 -use_counters=0 $(FUZZ_KERNEL_FLAGS) -verbosity=0 \
		$(B)/corpus_small $(B)/corpus_kernel
	@$(B)/host/fuzz_kernel --pack $(B)/corpus_small/* > $(B)/corpus_small.txt
	@mv $(B)/corpus_small.txt tests/hosted/fuzz/corpus

test-all: test ## and what takes long: seeds, Chromium, every allocation failing, deeper searches, mutations, a checked kernel
	@tools/build/setup test-all
	@ORDERS_DEPTH=6 $(B)/host/hosted/orders
	@FUZZ_ROUNDS=20000 $(B)/host/fuzz_kernel
	@EXT2_ALL_CUTS=1 $(B)/host/unit/ext2_cuts
	@EXT2_RUNS=1000 $(B)/host/hosted/ext2_lot > $(B)/ext2_lot.log || { tail $(B)/ext2_lot.log; exit 1; }
	@for cases in tests/ostep/*.json; do \
		tools/compare-schedule $$cases > $(B)/compare-schedule.log || \
		{ grep -v PASS $(B)/compare-schedule.log; exit 1; }; done
	@BOOK_ALL=1 $(MAKE) --no-print-directory test-web
	@node --test tests/lab/long/test_*.mjs
	@$(MAKE) --no-print-directory mutation
	@$(MAKE) --no-print-directory booted-tests CHECKED=1
	@pytest-3 -q -n 2 -p no:cacheprovider -m slow tests/tools tests/booted
	@pytest-3 -q -n 2 -p no:cacheprovider tests/long tests/booted/test_timeline.py

coverage: ## what of the kernel no test executes: build/coverage/html/index.html; fails at a function that is not listed
	@$(call say,about six minutes)
	@tools/build/setup coverage
	@$(BUILD)
	@tools/coverage

soak: ## attack Robin with new seeds until the time is over: HOURS=1
	@tools/build/setup booted-tests
	@$(BUILD)
	@tests/soak --hours '$(or $(HOURS),1)'

mutation: ## change the kernel in 350 small ways, one at a time: which do the host tests notice? EVERY=10: a part
	@$(call say,about ten minutes on two cores)
	@tools/build/setup host-tests
	@+$(LOCKED) $(B)/host/mutation.txt
	@tests/mutation/run $(if $(EVERY),--every $(EVERY))

fresh-machines: ## what a user sees on bare Debians: as root, a quarter of an hour
	@tests/fresh-machine bookworm
	@tests/fresh-machine bookworm clang lld
	@tests/fresh-machine trixie
	@tests/fresh-machine sid

bench: ## what the kernel costs, in instructions, beside its peers; fails if interrupts are off too long
	@$(call say,about four minutes; each load is told as it is measured)
	@tools/build/setup bench
	@$(BUILD)
	@tools/bench

bench-linux: ## the same calls of the same program on Robin and on Debian's Linux for i386, which it downloads
	@$(call say,about two minutes; and 50 MB the first time)
	@tools/build/setup bench-linux
	@$(BUILD)
	@tools/bench-linux

bench-cache: ## how much of the cache each row of `make bench` takes
	@tools/build/setup bench
	@$(BUILD)
	@tools/bench-cache

HOST_FILES := $(filter tests/unit/%.c tests/hosted/%.c,$(C_FILES)) $(wildcard tools/schedule/*.c) \
	$(wildcard tools/measure/*.c)
BENCH_FILES := $(wildcard bench/*.[ch] bench/*/*.[ch] tools/measure/*.[ch])
SCRIPTS := tools/build/setup tools/build/own-policy tools/build/pinned tools/build/make-iso tools/build/make-disk tools/debug tests/fresh-machine tests/topic \
	tests/repeat .ci/run

check: ## layers, warnings of both compilers, format, analysis
	@tools/build/setup check
	@$(MAKE) --no-print-directory all
	@tools/build/check-layers --symbols $(NM)
	@tools/build/pinned $(firstword $(CC)) 12 \
		$(MAKE) --no-print-directory --keep-going B=$(B)/check WERROR=-Werror all
	@tools/build/pinned clang 14 \
		$(MAKE) --no-print-directory --keep-going CROSS=clang B=$(B)/check/clang WERROR=-Werror all
	@tools/build/pinned $(HOSTCC) 12 \
		$(HOSTCC) $(HOST_CFLAGS) -Werror -fsyntax-only $(HOST_FILES)
	@tools/build/pinned $(firstword $(CC)) 12 \
		$(MAKE) --no-print-directory WERROR=-Werror check-headers
	@tools/build/pinned clang-format 14 clang-format --dry-run -Werror $(C_FILES) $(BENCH_FILES)
	@mkdir -p $(B)/check/cppcheck
	@tools/build/pinned cppcheck 2.10 \
		cppcheck --cppcheck-build-dir=$(B)/check/cppcheck --quiet --error-exitcode=1 --std=c11 --platform=unix32 \
		--enable=warning,performance,portability --inline-suppr \
		-Iuser/include -Iinclude -I. lib boot arch kernel user
	@tools/build/pinned shellcheck 0.9 shellcheck $(SCRIPTS)

# Each header must compile alone.
check-headers:
	@for header in $(filter-out tests/%,$(HEADERS)); do \
		case $$header in user/*) folders=-Iuser/include ;; *) folders= ;; esac; \
		$(CC) $(FREESTANDING) $(WARNINGS) $$folders -Iinclude -I. -fsyntax-only \
			-include $$header -x c /dev/null || exit 1; \
	done

compile-commands: ## compile_commands.json, for clangd and other tools
	@tools/build/setup compile-commands
	@rm -f compile_commands.json
	@bear --output compile_commands.json -- \
		$(MAKE) --no-print-directory B=$(B)/editor CROSS=clang --always-make image >&2

clean: ## remove all that was built
	rm -rf $(B)

help: ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

.PHONY: web web-serve test-web fuzz fuzz-corpus coverage soak timeline schedule grade run disk run-iso iso debug test host-tests booted-tests test-all fresh-machines bench bench-linux bench-cache check check-headers compile-commands clean help
