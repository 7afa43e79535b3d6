#include "tests/hosted/harness/user.h"

#include <elf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "abi/syscall.h"
#include "kernel/process/table.h"

enum { TURNS_MAX = 1000 };

/* --- The archive with the program --- */

enum { BLOCK = 512, SEGMENTS = 2, TEXT_BYTES = 0x100, DATA_BYTES = 0x100 };

/* Text and data lie in the file one after the other, and in memory a page apart. */
struct program_file {
    Elf32_Ehdr header;
    Elf32_Phdr segments[SEGMENTS];
    char text[TEXT_BYTES - sizeof(Elf32_Ehdr) - SEGMENTS * sizeof(Elf32_Phdr)];
    char data[DATA_BYTES];
};

_Static_assert(sizeof(struct program_file) == BLOCK, "it just fits");

struct tar_file { /* [POSIX pax, "ustar Interchange Format"] */
    char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], checksum[8], type;
    char link_name[100], magic[8], padding[247];
    struct program_file content;
};

_Static_assert(sizeof(struct tar_file) == 2 * BLOCK, "header and content");

static void make_program(struct program_file *file)
{
    *file = (struct program_file){
        .header = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS32, ELFDATA2LSB, EV_CURRENT},
                   .e_type = ET_EXEC,
                   .e_machine = EM_386,
                   .e_version = EV_CURRENT,
                   .e_entry = USER_TEXT + offsetof(struct program_file, text),
                   .e_phoff = offsetof(struct program_file, segments),
                   .e_ehsize = sizeof(Elf32_Ehdr),
                   .e_phentsize = sizeof(Elf32_Phdr),
                   .e_phnum = SEGMENTS},
        .segments = {{.p_type = PT_LOAD,
                      .p_vaddr = USER_TEXT,
                      .p_filesz = TEXT_BYTES,
                      .p_memsz = TEXT_BYTES,
                      .p_flags = PF_R | PF_X},
                     {.p_type = PT_LOAD,
                      .p_offset = TEXT_BYTES,
                      .p_vaddr = USER_DATA + TEXT_BYTES,
                      .p_filesz = DATA_BYTES,
                      .p_memsz = USER_DATA_PAGES * PAGE_SIZE - TEXT_BYTES,
                      .p_flags = PF_R | PF_W}}};
}

static void make_file(struct tar_file *file, const char *name)
{
    unsigned sum = 0;
    *file =
        (struct tar_file){.type = '0', .magic = {'u', 's', 't', 'a', 'r', 0, '0', '0'}};
    snprintf(file->name, sizeof(file->name), "%s", name);
    snprintf(file->size, sizeof(file->size), "%011o", BLOCK);
    memset(file->checksum, ' ', sizeof(file->checksum));
    for (size_t i = 0; i < BLOCK; i++)
        sum += ((const unsigned char *)file)[i];
    snprintf(file->checksum, sizeof(file->checksum), "%06o", sum);
    make_program(&file->content);
}

void user_boot(const char *command_line)
{
    static struct tar_file archive[2];
    make_file(&archive[0], "bin/init");
    make_file(&archive[1], "bin/program");
    machine_reset(command_line, archive, sizeof(archive));
}

/* --- Who has the CPU --- */

pid_t user_running(void)
{
    return machine_is_idle() ? 0 : this_cpu()->running->id;
}

void user_let_run(pid_t pid)
{
    for (int turn = 0; turn < TURNS_MAX && user_running() != pid; turn++) {
        if (machine_is_idle())
            machine_tick();
        else
            user_yield();
    }
    assert_int_equal(user_running(), pid);
}

const struct process *user_process(pid_t pid)
{
    return table_find(pid);
}

int user_power_off(void **state)
{
    (void)state;
    for (int turn = 0; turn < TURNS_MAX && machine_is_idle(); turn++)
        machine_tick();
    assert_false(machine_is_idle());
    user_call(SYS_PROCESS_POWER_OFF, 0, 0, 0);
    assert_true(machine_is_off());
    return 0;
}

/* --- Calls. What they exchange lies in the program's data, a page for each kind --- */

enum {
    STRING_AT = USER_DATA,
    OPTIONS_AT = USER_DATA + 0x800,
    RESULT_AT = USER_DATA + PAGE_SIZE,
    STATUS_AT = USER_DATA + 2 * PAGE_SIZE,
};

virt_t user_put(virt_t address, const void *from, size_t size)
{
    struct transfer to = transfer_make(&process_current()->space, TO_USER, address, size);
    assert_int_equal(transfer_out(&to, from, size), 0);
    return address;
}

void user_get(virt_t address, void *to, size_t size)
{
    struct transfer from =
        transfer_make(&process_current()->space, FROM_USER, address, size);
    assert_int_equal(transfer_in(&from, to, size), 0);
}

int32_t user_call(uint32_t number, uint32_t a, uint32_t b, uint32_t c)
{
    return machine_call(number, (const uint32_t[6]){a, b, c});
}

static pid_t create(const char *path, const struct process_options *options)
{
    virt_t string = user_put(STRING_AT, path, strlen(path) + 1);
    virt_t at = options ? user_put(OPTIONS_AT, options, sizeof(*options)) : 0;
    return user_call(SYS_PROCESS_CREATE, string, 0, at);
}

pid_t user_create(const struct process_options *options)
{
    return create("/bin/program", options);
}

pid_t user_create_from(const char *path)
{
    return create(path, NULL);
}

pid_t user_create_zombie(int32_t code)
{
    pid_t self = user_running();
    pid_t pid = user_create(NULL);
    user_let_run(pid);
    user_exit(code);
    user_let_run(self);
    return pid;
}

pid_t user_fork(void)
{
    return user_call(SYS_FORK, 0, 0, 0);
}

int32_t user_exec(const char *path)
{
    return user_call(SYS_EXECVE, user_put(STRING_AT, path, strlen(path) + 1), 0, 0);
}

void user_exit(int32_t code)
{
    user_call(SYS_EXIT, (uint32_t)code, 0, 0);
}

int32_t user_destroy(pid_t pid)
{
    return user_call(SYS_PROCESS_DESTROY, (uint32_t)pid, 0, 0);
}

int32_t user_suspend(pid_t pid)
{
    return user_call(SYS_PROCESS_SUSPEND, (uint32_t)pid, 0, 0);
}

int32_t user_resume(pid_t pid)
{
    return user_call(SYS_PROCESS_RESUME, (uint32_t)pid, 0, 0);
}

void user_yield(void)
{
    user_call(SYS_SCHED_YIELD, 0, 0, 0);
}

int32_t user_sleep(tick_t ticks)
{
    return user_call(SYS_PROCESS_SLEEP, (uint32_t)ticks, (uint32_t)(ticks >> 32), 0);
}

int32_t user_sleep_until(tick_t tick)
{
    return user_call(SYS_PROCESS_SLEEP_UNTIL, (uint32_t)tick, (uint32_t)(tick >> 32), 0);
}

int32_t user_setuid(uint32_t uid)
{
    return user_call(SYS_SETUID, uid, 0, 0);
}

int32_t user_wait(pid_t pid, uint32_t flags, tick_t timeout_ticks)
{
    struct process_wait_options options = {.flags = flags,
                                           .timeout_ticks = timeout_ticks};
    virt_t at = user_put(OPTIONS_AT, &options, sizeof(options));
    return user_call(SYS_PROCESS_WAIT, (uint32_t)pid, RESULT_AT, at);
}

struct process_result user_result(void)
{
    struct process_result result;
    user_get(RESULT_AT, &result, sizeof(result));
    return result;
}

struct process_status user_status(pid_t pid)
{
    struct process_status status;
    assert_int_equal(user_call(SYS_PROCESS_STATUS, (uint32_t)pid, STATUS_AT, 0), 0);
    user_get(STATUS_AT, &status, sizeof(status));
    return status;
}
