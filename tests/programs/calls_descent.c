/* fork and exec: whether a child is its parent's copy, and a program that takes another's place
 * keeps what it should. */
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

enum { PAGES = 20, PAGE = 4096 };

static char pages[PAGES][PAGE];

static void a_child_is_told_0_and_knows_its_parent(void)
{
    pid_t parent = getpid(), child = fork();

    if (child == 0)
        _exit(getppid() == parent && getpid() > parent ? 7 : 1);
    EXPECT_EQUAL(code_of(child), 7);
}

static void memory_is_copied_on_both_sides(void)
{
    int own = 1;
    char *heap = malloc(PAGE);

    for (int i = 0; i < PAGES; i++)
        pages[i][0] = 'p';
    heap[0] = 'p';
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < PAGES; i++)
            if (pages[i][0]++ != 'p')
                _exit(1);
        _exit(own++ == 1 && heap[0]++ == 'p' ? 0 : 1);
    }
    own = 5;
    heap[0] = 'h';
    memset(pages, 'q', sizeof(pages));
    EXPECT_EQUAL(code_of(child), 0);
    EXPECT_EQUAL(pages[3][0], 'q');
    EXPECT_EQUAL(own, 5);
    free(heap);
}

static void children_of_children_have_copies_of_copies(void)
{
    int depth = 0;

    while (depth < 8) {
        pid_t child = fork();
        if (child > 0) {
            pages[depth][1] = 'x'; /* what its descendants must not see */
            int code = code_of(child);
            if (depth == 0)
                EXPECT_EQUAL(code, 8);
            else
                _exit(code);
            return;
        }
        for (int i = 0; i <= depth; i++)
            if (pages[i][1] == 'x')
                _exit(100);
        depth++;
    }
    _exit(depth);
}

static void a_file_has_one_offset_in_both(void)
{
    char text[2];
    int fd = open("/files/garbage", O_RDONLY);

    EXPECT_EQUAL(read(fd, text, 1), 1);
    pid_t child = fork();
    if (child == 0)
        _exit(read(fd, text, 2) == 2 ? 0 : 1);
    EXPECT_EQUAL(code_of(child), 0);
    struct process_status status = status_of(getpid());
    for (uint32_t i = 0; i < status.file_count; i++)
        if (status.files[i].fd == fd)
            EXPECT_EQUAL(status.files[i].offset, 3);
    close(fd);
}

static void exec_keeps_the_pid_and_takes_the_name(void)
{
    pid_t child = fork();

    if (child == 0)
        execl("/bin/act", "act", "sleep", "3", NULL);
    process_sleep(1);
    struct process_status status = status_of(child);
    EXPECT(strcmp(status.name, "act") == 0);
    EXPECT_EQUAL(code_of(child), 0);
}

static void exec_gives_arguments_and_environment(void)
{
    char *const environment[] = {"NUMBER=1", "EMPTY=", NULL};
    pid_t child = fork();

    if (child == 0)
        execle("/bin/act", "act", "environment", "2", NULL, environment);
    EXPECT_EQUAL(code_of(child), 0);
}

static void exec_by_name_looks_in_the_folders_of_path(void)
{
    char *environment[] = {"PATH=/nothing:/files/garbage:/bin", NULL}, **before = environ;

    pid_t child = fork();
    if (child == 0) {
        environ = environment;
        execlp("act", "act", "exit", "3", NULL);
        _exit(1);
    }
    EXPECT_EQUAL(code_of(child), 3);
    EXPECT_EQUAL(execlp("nothing", "nothing", NULL), -1);
    EXPECT_EQUAL(errno, ENOENT);
    environ = before;
}

static void exec_that_fails_changes_nothing(void)
{
    static char long_name[NAME_MAX + 7] = "/bin/";
    static char text[PROCESS_ARGUMENTS_MAX + 1];
    struct {
        const char *path;
        char *argument;
        int error;
    } tries[] = {{"/bin/nothing", "", ENOENT},   {"", "", ENOENT},
                 {"/bin/act/act", "", ENOTDIR},  {"/bin", "", EACCES},
                 {"/dev/console", "", EACCES},   {"/files/garbage", "", ENOEXEC},
                 {long_name, "", ENAMETOOLONG},  {"/bin/act", text, E2BIG},
                 {"/bin/act", (char *)1, EFAULT}};

    memset(long_name + 5, 'x', sizeof(long_name) - 6);
    memset(text, 'x', sizeof(text) - 1);
    for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
        char *const argv[] = {"act", tries[i].argument, NULL};
        EXPECT_EQUAL(execve(tries[i].path, argv, NULL), -1);
        EXPECT_EQUAL(errno, tries[i].error);
    }
    EXPECT_EQUAL(status_of(getpid()).pid, getpid());
}

static void all_128_kib_of_arguments_arrive(void)
{
    static char text[PROCESS_ARGUMENTS_MAX - 16];
    pid_t child = fork();

    memset(text, 'x', sizeof(text) - 1);
    char *const argv[] = {"act", "length", text, NULL};
    if (child == 0)
        execve("/bin/act", argv, NULL);
    EXPECT_EQUAL(code_of(child), 127);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(a_child_is_told_0_and_knows_its_parent),
    BEHAVIOUR(memory_is_copied_on_both_sides),
    BEHAVIOUR(children_of_children_have_copies_of_copies),
    BEHAVIOUR(a_file_has_one_offset_in_both),
    BEHAVIOUR(exec_keeps_the_pid_and_takes_the_name),
    BEHAVIOUR(exec_gives_arguments_and_environment),
    BEHAVIOUR(exec_by_name_looks_in_the_folders_of_path),
    BEHAVIOUR(exec_that_fails_changes_nothing),
    BEHAVIOUR(all_128_kib_of_arguments_arrive),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
