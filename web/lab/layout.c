/* Where the lab in a page finds what it shows of a process in the kernel's memory. Nothing here
 * is linked into the kernel: the table is read from the object file, which the kernel's compiler
 * has made with the kernel's own flags, so that it is true of that kernel whatever changes. */
#include "arch/x86/x86.h"
#include "kernel/process/group.h"
#include "kernel/process/table.h"

struct entry {
    char name[24];
    int32_t value;
};

#define OF_PROCESS(name, member)                                                         \
    {                                                                                    \
        name, (int32_t)offsetof(struct process, member)                                  \
    }
/* From the top of the kernel stack down, where the program's registers lie. */
#define OF_FRAME(name)                                                                   \
    {                                                                                    \
#name, (int32_t)offsetof(struct frame, name) - (int32_t)sizeof(struct frame)     \
    }

/* Read by web/elf.mjs, by the name of its section. */
extern const struct entry layout[];
__attribute__((section("kernel_layout"))) const struct entry layout[] = {
    OF_PROCESS("pid", thread.id),
    OF_PROCESS("stack", thread.stack),
    OF_PROCESS("state", thread.state),
    OF_PROCESS("suspended", thread.suspended),
    OF_PROCESS("blocked_on", thread.blocked_on),
    OF_PROCESS("tickets", thread.job.scheduling.tickets),
    OF_PROCESS("priority", thread.job.scheduling.priority),
    OF_PROCESS("length_ticks", thread.job.scheduling.length_ticks),
    OF_PROCESS("ran_ticks", thread.job.ran_ticks),
    OF_PROCESS("run_cycles", thread.run_cycles),
    OF_PROCESS("first_run_tick", thread.first_run_tick),
    OF_PROCESS("yielded", thread.yielded),
    OF_PROCESS("preempted", thread.preempted),
    OF_PROCESS("calls", thread.calls),
    OF_PROCESS("page_faults", thread.page_faults),
    OF_PROCESS("thread", thread),
    OF_PROCESS("in_table", in_table),
    OF_PROCESS("parent", parent),
    OF_PROCESS("uid", uid),
    OF_PROCESS("group", group),
    OF_PROCESS("resident_pages", space.resident_pages),
    OF_PROCESS("name", name),
    OF_PROCESS("created_tick", created_tick),
    OF_PROCESS("ended_tick", ended_tick),
    {"session", offsetof(struct group, session)}, /* of a group; so is its id: */
    {"group_id", offsetof(struct group, id)},
    {"running", offsetof(struct cpu, running)}, /* of a CPU */
    OF_FRAME(eip),
    OF_FRAME(esp),
    OF_FRAME(ebp),
    OF_FRAME(eflags),
    OF_FRAME(eax),
    OF_FRAME(ebx),
    OF_FRAME(ecx),
    OF_FRAME(edx),
    OF_FRAME(esi),
    OF_FRAME(edi),
};
