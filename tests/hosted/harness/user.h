/* What the programs of a test do. All of them are one program without code, /bin/init and
 * /bin/program: whoever has the CPU makes the calls below when the test says so.
 *
 * Each call returns what the program gets, or AWAY when it is not back yet; user_result
 * and machine_result tell the rest when it is. */
#pragma once

#include "kernel/process/process.h"
#include "tests/hosted/harness/machine.h"

/* Where the program has its memory: one page of text, and pages of data to write in. */
enum { USER_TEXT = 0x08048000, USER_DATA = 0x08049000, USER_DATA_PAGES = 4 };
#define USER_NOWHERE 0x40000000u /* nothing is mapped here */

/* A machine with that program, booted with the words of COMMAND_LINE. */
void user_boot(const char *command_line);
/* The end of a test (a teardown of cmocka's): somebody gets to run, and powers off;
 * booted with check=1, the kernel itself then checks that all memory has come back. */
int user_power_off(void **state);

/* The pid of who has the CPU; 0: the machine is idle. */
pid_t user_running(void);
/* Others yield, and time passes where nobody runs, until PID has the CPU. */
void user_let_run(pid_t pid);
/* What is in the process table under PID, or NULL. */
const struct process *user_process(pid_t pid);

/* Makes call NUMBER with up to three words of arguments. */
int32_t user_call(uint32_t number, uint32_t a, uint32_t b, uint32_t c);

/* Puts SIZE bytes to ADDRESS, which it returns, and gets them from there. */
virt_t user_put(virt_t address, const void *from, size_t size);
void user_get(virt_t address, void *to, size_t size);

pid_t user_create(const struct process_options *options);
pid_t user_create_from(const char *path);
/* A child that does nothing else than end at once; then its parent has the CPU again. */
pid_t user_create_zombie(int32_t code);
pid_t user_fork(void);
int32_t user_exec(const char *path);
void user_exit(int32_t code);
int32_t user_destroy(pid_t pid);
int32_t user_suspend(pid_t pid);
int32_t user_resume(pid_t pid);
void user_yield(void);
int32_t user_sleep(tick_t ticks);
int32_t user_sleep_until(tick_t tick);
int32_t user_setuid(uint32_t uid);

/* OPTIONS' flags and time-out. */
int32_t user_wait(pid_t pid, uint32_t flags, tick_t timeout_ticks);
/* What the last wait of the program that has the CPU has written. */
struct process_result user_result(void);

/* What PID's status says to the program that has the CPU. */
struct process_status user_status(pid_t pid);
