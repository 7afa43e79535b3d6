/* Files, folders and their names, as the calls of programs have them; and that all memory comes back. The
 * errors of the calls are compared with Linux's in tests/conformance. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "abi/dirent.h"
#include "abi/errno.h"
#include "abi/fcntl.h"
#include "abi/statfs.h"
#include "abi/syscall.h"
#include "kernel/fs/memory.h"
#include "kernel/fs/path.h"
#include "kernel/memory/frame.h"
#include "tests/hosted/harness/user.h"

enum {
    INIT = 1,
    ANN = 7,
    BOB = 8,
    P = PAGE_SIZE,
    /* In the program's data: */
    PATH = USER_DATA,
    NEW_PATH = USER_DATA + 0x400,
    WORDS = USER_DATA + 0x800,
    TEXT = USER_DATA + P,
};

static int boot(void **state)
{
    (void)state;
    user_boot("check=1");
    return 0;
}

/* --- Calls --- */

static int32_t with_path(uint32_t number, const char *path, uint32_t b, uint32_t c)
{
    return user_call(number, user_put(PATH, path, strlen(path) + 1), b, c);
}

static int32_t with_paths(uint32_t number, const char *path, const char *new_path)
{
    return with_path(number, path, user_put(NEW_PATH, new_path, strlen(new_path) + 1), 0);
}

static int32_t open_path(const char *path, uint32_t flags)
{
    return with_path(SYS_OPEN, path, flags, 0666);
}

static int32_t close_fd(int32_t fd)
{
    return user_call(SYS_CLOSE, (uint32_t)fd, 0, 0);
}

static int32_t write_text(int32_t fd, const char *text)
{
    virt_t from = user_put(TEXT, text, strlen(text) + 1);
    return user_call(SYS_WRITE, (uint32_t)fd, from, (uint32_t)strlen(text));
}

static int32_t make(const char *path)
{
    int32_t fd = open_path(path, O_CREAT | O_EXCL | O_WRONLY);
    return fd < 0 ? fd : close_fd(fd);
}

static int32_t make_directory(const char *path)
{
    return with_path(SYS_MKDIR, path, 0777, 0);
}

static int32_t take_away(const char *path)
{
    return with_path(SYS_UNLINK, path, 0, 0);
}

static int32_t remove_directory(const char *path)
{
    return with_path(SYS_RMDIR, path, 0, 0);
}

static int32_t change_mode(const char *path, uint32_t mode)
{
    return with_path(SYS_CHMOD, path, mode, 0);
}

static int32_t go_to(const char *path)
{
    return with_path(SYS_CHDIR, path, 0, 0);
}

static struct stat64 stat_of(const char *path)
{
    struct stat64 stat;
    assert_int_equal(with_path(SYS_STAT64, path, WORDS, 0), 0);
    user_get(WORDS, &stat, sizeof(stat));
    return stat;
}

static int32_t look(const char *path)
{
    return with_path(SYS_ACCESS, path, 0, 0);
}

static void expect_here(const char *path)
{
    char here[64];
    assert_int_equal(user_call(SYS_GETCWD, WORDS, sizeof(here), 0), strlen(path) + 1);
    user_get(WORDS, here, strlen(path) + 1);
    assert_string_equal(here, path);
}

/* A child of UID has the CPU now. */
static pid_t become(uint32_t uid)
{
    pid_t child = user_fork();
    user_let_run(child);
    assert_int_equal(user_setuid(uid), 0);
    return child;
}

static void end(void)
{
    user_exit(0);
    user_let_run(INIT);
    assert_true(user_wait(-1, 0, 0) > 0);
}

/* --- References: each file goes with the last who has it --- */

static void a_file_without_a_name_lives_as_long_as_it_is_open(void **state)
{
    uint32_t pages = memory_page_count();
    (void)state;
    int32_t fd = open_path("/tmp/f", O_CREAT | O_RDWR);
    assert_int_equal(write_text(fd, "text"), 4);
    assert_int_equal(take_away("/tmp/f"), 0);
    assert_int_equal(memory_page_count(), pages + 2);
    assert_int_equal(close_fd(fd), 0);
    assert_int_equal(memory_page_count(), pages);
}

static void a_file_that_is_renamed_over_lives_as_long_as_it_is_open(void **state)
{
    uint32_t pages = memory_page_count();
    (void)state;
    int32_t fd = open_path("/tmp/f", O_CREAT | O_RDWR);
    assert_int_equal(write_text(fd, "text"), 4);
    make("/tmp/new");
    assert_int_equal(with_paths(SYS_RENAME, "/tmp/new", "/tmp/f"), 0);
    assert_int_equal(memory_page_count(), pages + 2);
    assert_int_equal(stat_of("/tmp/f").st_size, 0);
    assert_int_equal(close_fd(fd), 0);
    assert_int_equal(memory_page_count(), pages);
}

static void a_removed_directory_can_be_left(void **state)
{
    (void)state;
    assert_int_equal(make_directory("/tmp/d"), 0);
    assert_int_equal(go_to("/tmp/d"), 0);
    expect_here("/tmp/d");
    assert_int_equal(remove_directory("../d"), 0);
    assert_int_equal(user_call(SYS_GETCWD, WORDS, 64, 0), -ENOENT);
    assert_int_equal(make("f"), -ENOENT);
    assert_int_equal(make_directory("d"), -ENOENT);
    assert_int_equal(look("."), 0);
    assert_int_equal(go_to("/"), 0);
    expect_here("/");
}

static void a_child_begins_where_its_parent_is_and_goes_its_own_way(void **state)
{
    (void)state;
    make_directory("/tmp/d");
    go_to("/tmp/d");
    user_call(SYS_UMASK, 077, 0, 0);
    pid_t child = user_fork();
    user_let_run(child);
    expect_here("/tmp/d");
    assert_int_equal(make("f"), 0);
    assert_int_equal(stat_of("f").st_mode, S_IFREG | 0600);
    go_to("..");
    user_call(SYS_UMASK, 0, 0, 0);
    end();
    expect_here("/tmp/d");
    assert_int_equal(user_call(SYS_UMASK, 022, 0, 0), 077);
}

static void a_new_program_begins_where_the_old_one_was(void **state)
{
    (void)state;
    make_directory("/tmp/d");
    go_to("/tmp/d");
    assert_int_equal(user_exec("../../bin/program"), 0);
    expect_here("/tmp/d");
}

/* It is in no directory, and its descriptor is the only way to it. */
static void processes_may_end_in_directories_that_are_gone(void **state)
{
    (void)state;
    make_directory("/tmp/d");
    pid_t child = user_fork();
    user_let_run(child);
    go_to("/tmp/d");
    open_path(".", O_RDONLY);
    remove_directory("/tmp/d");
    end();
    assert_int_equal(look("/tmp/d"), -ENOENT);
}

/* --- Mounts --- */

static void dots_lead_out_of_what_is_mounted(void **state)
{
    (void)state;
    assert_int_equal(go_to("/dev"), 0);
    expect_here("/dev");
    assert_int_equal(look("../tmp"), 0);
    assert_int_equal(go_to(".."), 0);
    expect_here("/");
}

static void what_is_mounted_on_stays(void **state)
{
    (void)state;
    assert_int_equal(remove_directory("/dev"), -EBUSY);
    assert_int_equal(with_paths(SYS_RENAME, "/dev", "/tmp/dev"), -EBUSY);
    make_directory("/tmp/d");
    assert_int_equal(with_paths(SYS_RENAME, "/tmp/d", "/dev"), -EBUSY);
    assert_int_equal(take_away("/dev"), -EISDIR);
    assert_int_equal(look("/dev/null"), 0);
}

static void names_do_not_cross_volumes(void **state)
{
    (void)state;
    make("/tmp/f");
    assert_int_equal(with_paths(SYS_RENAME, "/tmp/f", "/dev/f"), -EXDEV);
    assert_int_equal(with_paths(SYS_LINK, "/tmp/f", "/dev/f"), -EXDEV);
    assert_int_equal(with_paths(SYS_RENAME, "/dev/null", "/tmp/null"), -EXDEV);
}

/* --- Permissions --- */

static void others_have_the_permissions_of_others(void **state)
{
    (void)state;
    become(ANN);
    make("/tmp/f");
    make_directory("/tmp/d");
    change_mode("/tmp/f", 0604);
    change_mode("/tmp/d", 0701);
    end();
    become(BOB);
    assert_int_equal(open_path("/tmp/f", O_RDWR), -EACCES);
    assert_true(open_path("/tmp/f", O_RDONLY) > 0);
    assert_int_equal(with_path(SYS_TRUNCATE, "/tmp/f", 0, 0), -EACCES);
    assert_int_equal(open_path("/tmp/d", O_RDONLY), -EACCES);
    assert_int_equal(look("/tmp/d/x"), -ENOENT);
    assert_int_equal(make("/tmp/d/x"), -EACCES);
    assert_int_equal(change_mode("/tmp/f", 0777), -EPERM);
    assert_int_equal(with_path(SYS_CHOWN32, "/tmp/f", BOB, UINT32_MAX), -EPERM);
    end();
}

static void names_of_others_are_safe_in_a_sticky_directory(void **state)
{
    (void)state;
    become(ANN);
    make("/tmp/f");
    end();
    become(BOB);
    make("/tmp/g");
    assert_int_equal(take_away("/tmp/f"), -EPERM);
    assert_int_equal(with_paths(SYS_RENAME, "/tmp/f", "/tmp/h"), -EPERM);
    assert_int_equal(with_paths(SYS_RENAME, "/tmp/g", "/tmp/f"), -EPERM);
    assert_int_equal(take_away("/tmp/g"), 0);
    end();
    assert_int_equal(take_away("/tmp/f"), 0);
}

static void a_link_to_anothers_file_needs_permission_to_write_it(void **state)
{
    (void)state;
    become(ANN);
    make("/tmp/f");
    end();
    become(BOB);
    assert_int_equal(with_paths(SYS_LINK, "/tmp/f", "/tmp/g"), -EPERM);
    end();
    change_mode("/tmp/f", 0666);
    become(BOB);
    assert_int_equal(with_paths(SYS_LINK, "/tmp/f", "/tmp/g"), 0);
    end();
    assert_int_equal(stat_of("/tmp/f").st_nlink, 2);
}

static void user_0_may_do_all_but_run_what_nobody_may(void **state)
{
    (void)state;
    become(ANN);
    make("/tmp/f");
    make_directory("/tmp/d");
    change_mode("/tmp/f", 0);
    change_mode("/tmp/d", 0);
    end();
    assert_true(open_path("/tmp/f", O_RDWR) > 0);
    assert_int_equal(make("/tmp/d/x"), 0);
    assert_int_equal(with_path(SYS_ACCESS, "/tmp/f", MAY_EXECUTE, 0), -EACCES);
    assert_int_equal(with_path(SYS_CHOWN32, "/tmp/f", BOB, UINT32_MAX), 0);
    assert_int_equal(stat_of("/tmp/f").st_uid, BOB);
}

/* --- Programs --- */

static void a_program_that_runs_is_not_written(void **state)
{
    (void)state;
    assert_int_equal(open_path("/bin/init", O_WRONLY), -ETXTBSY);
    assert_int_equal(open_path("/bin/init", O_RDONLY | O_TRUNC), -ETXTBSY);
    assert_int_equal(with_path(SYS_TRUNCATE, "/bin/init", 0, 0), -ETXTBSY);
    assert_true(open_path("/bin/init", O_RDONLY) > 0);
}

static void a_program_that_is_written_does_not_run(void **state)
{
    (void)state;
    int32_t fd = open_path("/bin/program", O_WRONLY);
    assert_true(fd > 0);
    assert_int_equal(user_exec("/bin/program"), -ETXTBSY);
    close_fd(fd);
    assert_int_equal(user_exec("/bin/program"), 0);
}

static void a_program_that_was_changed_is_read_anew(void **state)
{
    (void)state;
    pid_t child = user_create_from("/bin/program");
    assert_true(child > 0);
    user_let_run(child);
    end();
    assert_int_equal(with_path(SYS_TRUNCATE, "/bin/program", 0, 0), 0);
    assert_int_equal(user_exec("/bin/program"), -ENOEXEC);
}

static void a_path_leads_to_another_program_when_names_change(void **state)
{
    (void)state;
    pid_t child = user_create_from("/bin/program");
    user_let_run(child);
    end();
    assert_int_equal(with_paths(SYS_RENAME, "/bin/program", "/bin/other"), 0);
    assert_int_equal(user_exec("/bin/program"), -ENOENT);
    assert_int_equal(change_mode("/bin/other", 0600), 0);
    assert_int_equal(user_exec("/bin/other"), -EACCES);
}

static void a_program_that_is_taken_away_does_not_stay_for_good(void **state)
{
    uint32_t pages = memory_page_count();
    char bytes[2 * 512];
    (void)state;
    int32_t from = open_path("/bin/program", O_RDONLY), to;
    for (int i = 0; i < 3; i++) {
        to = with_path(SYS_OPEN, "/tmp/p", O_CREAT | O_RDWR, 0777);
        user_call(SYS_LSEEK, (uint32_t)from, 0, 0);
        int32_t count = user_call(SYS_READ, (uint32_t)from, TEXT, sizeof(bytes));
        assert_int_equal(user_call(SYS_WRITE, (uint32_t)to, TEXT, (uint32_t)count),
                         count);
        close_fd(to);
        pid_t child = user_create_from("/tmp/p");
        assert_true(child > 0);
        user_let_run(child);
        end();
        assert_int_equal(take_away("/tmp/p"), 0);
        assert_in_range(memory_page_count(), pages, pages + 2);
    }
}

/* --- What there may be too much of --- */

static void the_archive_is_copied_when_it_is_written(void **state)
{
    uint32_t pages = memory_page_count();
    char magic[4];
    (void)state;
    int32_t fd = open_path("/bin/program", O_RDWR);
    assert_int_equal(memory_page_count(), pages);
    assert_int_equal(user_call(SYS_LSEEK, (uint32_t)fd, 1, 0), 1);
    assert_int_equal(write_text(fd, "XY"), 2);
    assert_int_equal(memory_page_count(), pages + 2);
    assert_int_equal(user_call(SYS_LSEEK, (uint32_t)fd, 0, 0), 0);
    assert_int_equal(user_call(SYS_READ, (uint32_t)fd, WORDS, 4), 4);
    user_get(WORDS, magic, 4);
    assert_memory_equal(magic, "\x7fXYF", 4);
    assert_int_equal(take_away("/bin/program"), 0);
    close_fd(fd);
    assert_int_equal(memory_page_count(), pages);
}

static void who_finds_no_room_for_the_copy_pays_nothing(void **state)
{
    (void)state;
    change_mode("/bin/program", 0777);
    become(ANN);
    struct account *account = process_current()->space.account;
    int32_t fd = open_path("/bin/program", O_RDWR);
    uint32_t kept = account->other_count;
    frame_fail_at(2);
    assert_int_equal(write_text(fd, "x"), -ENOSPC);
    frame_fail_at(0);
    assert_int_equal(account->other_count, kept);
    end();
}

static void names_count_for_a_users_share(void **state)
{
    char name[16];
    int32_t error = 0;
    int count = 0;
    (void)state;
    become(ANN);
    struct account *account = process_current()->space.account;
    uint32_t kept = account->other_count;
    make("/tmp/f");
    account->pages_max = account->pages + 100;
    for (; !error; count++) {
        snprintf(name, sizeof(name), "/tmp/%d", count);
        error = with_paths(SYS_LINK, "/tmp/f", name);
    }
    assert_int_equal(error, -ENOSPC);
    assert_in_range(count, 10, 100);
    for (; count >= 0; count--) {
        snprintf(name, sizeof(name), "/tmp/%d", count);
        take_away(name);
    }
    take_away("/tmp/f");
    assert_int_equal(account->other_count, kept);
    end();
}

static void all_files_together_have_a_part_of_the_memory(void **state)
{
    struct statfs64 space;
    char name[16];
    int32_t error = 0;
    (void)state;
    for (int i = 0; error >= 0; i++) {
        snprintf(name, sizeof(name), "/tmp/%d", i);
        int32_t fd = open_path(name, O_CREAT | O_WRONLY);
        assert_true(fd > 0);
        for (int page = 0; page < 1000 && error >= 0; page++)
            error = user_call(SYS_WRITE, (uint32_t)fd, TEXT, P);
        close_fd(fd);
    }
    assert_int_equal(error, -ENOSPC);
    assert_int_equal(memory_page_count(), frame_count() / 4);
    assert_int_equal(with_path(SYS_STATFS64, "/tmp", sizeof(space), WORDS), 0);
    user_get(WORDS, &space, sizeof(space));
    assert_int_equal(space.f_bfree, 0);
}

/* --- Directories that change while they are read --- */

/* How many entries a call gives; the last one's name, and its place. */
static int32_t list(int32_t fd, uint32_t room)
{
    return user_call(SYS_GETDENTS64, (uint32_t)fd, TEXT, room);
}

static void who_reads_a_directory_finds_each_name_once(void **state)
{
    enum { COUNT = 50, ROOM = 32 };
    char name[32], seen[COUNT] = {0};
    (void)state;
    make_directory("/tmp/d");
    for (int i = 0; i < COUNT; i++) {
        snprintf(name, sizeof(name), "/tmp/d/%d", i);
        make(name);
    }
    int32_t fd = open_path("/tmp/d", O_RDONLY), bytes;
    while ((bytes = list(fd, ROOM)) > 0) {
        union {
            char bytes[ROOM];
            struct dirent entry;
        } got;
        int number;
        user_get(TEXT, got.bytes, ROOM);
        if (sscanf(got.entry.d_name, "%d", &number) != 1)
            continue;
        assert_in_range(number, 0, COUNT - 1);
        assert_int_equal(seen[number]++, 0);
        snprintf(name, sizeof(name), "/tmp/d/%u", (unsigned char)number); /* it goes */
        take_away(name);
    }
    assert_int_equal(bytes, 0);
    for (int i = 0; i < COUNT; i++)
        assert_int_equal(seen[i], 1);
    assert_int_equal(remove_directory("/tmp/d"), 0);
}

/* --- A thousand random operations, against a model --- */

/* Nodes of a tree of a few names: what the kernel should have. A file may have several. */
enum { NAMES = 3, DEPTH = 3, NODES = 512, ROOT = 0, NONE = -1, STEPS = 3000 };

static struct node {
    bool is_used, is_directory;
    int links, size, children[NAMES];
} nodes[NODES];

static uint32_t random_state;

static uint32_t draw(uint32_t below)
{
    random_state = random_state * 1664525 + 1013904223;
    return (random_state >> 8) % below;
}

/* A path in the tree of /tmp/t: where its last name stands, or the error on the way. */
struct place {
    char text[32];
    int directory, name, node;
    int error;
    int way[DEPTH]; /* the directories that it goes through */
    int length;
};

static struct place draw_place(void)
{
    struct place place = {.text = "/tmp/t", .directory = ROOT, .node = ROOT};
    int depth = 1 + (int)draw(DEPTH);
    for (int i = 0; i < depth; i++) {
        int name = (int)draw(NAMES);
        snprintf(place.text + strlen(place.text), 3, "/%c", 'a' + name);
        if (place.error)
            continue;
        if (place.node == NONE || !nodes[place.node].is_directory) {
            place.error = place.node == NONE ? -ENOENT : -ENOTDIR;
            continue;
        }
        place.directory = place.node;
        place.way[place.length++] = place.node;
        place.name = name;
        place.node = nodes[place.directory].children[name];
    }
    return place;
}

static int *slot(const struct place *place)
{
    return &nodes[place->directory].children[place->name];
}

static int new_node(bool is_directory)
{
    int node = 0;
    while (nodes[node].is_used)
        node++;
    assert_true(node < NODES);
    nodes[node] = (struct node){true, is_directory, 1, 0, {NONE, NONE, NONE}};
    return node;
}

static bool is_empty(int node)
{
    for (int i = 0; i < NAMES; i++)
        if (nodes[node].children[i] != NONE)
            return false;
    return true;
}

static void drop(int node)
{
    if (node != NONE && --nodes[node].links == 0)
        nodes[node].is_used = false;
}

static int32_t model_make(const struct place *place, bool is_directory)
{
    if (place->error)
        return place->error;
    if (place->node != NONE)
        return -EEXIST;
    *slot(place) = new_node(is_directory);
    return 0;
}

static int32_t model_remove(const struct place *place, bool is_directory)
{
    if (place->error || place->node == NONE)
        return place->error ? place->error : -ENOENT;
    if (nodes[place->node].is_directory != is_directory)
        return is_directory ? -ENOTDIR : -EISDIR;
    if (is_directory && !is_empty(place->node))
        return -ENOTEMPTY;
    *slot(place) = NONE;
    drop(place->node);
    return 0;
}

static int32_t model_link(const struct place *from, const struct place *to)
{
    int32_t error = from->error ? from->error : from->node == NONE ? -ENOENT : to->error;
    if (error)
        return error;
    if (to->node != NONE)
        return -EEXIST;
    if (nodes[from->node].is_directory)
        return -EPERM;
    nodes[from->node].links++;
    *slot(to) = from->node;
    return 0;
}

static bool is_on_way(int node, const struct place *place)
{
    for (int i = 0; i < place->length; i++)
        if (place->way[i] == node)
            return true;
    return false;
}

static int32_t model_rename(const struct place *from, const struct place *to)
{
    int32_t error = from->error ? from->error : to->error;
    if (error || from->node == NONE)
        return error ? error : -ENOENT;
    if (is_on_way(from->node, to))
        return -EINVAL;
    if (to->node != NONE && is_on_way(to->node, from))
        return -ENOTEMPTY;
    if (to->node == from->node)
        return 0;
    bool is_directory = nodes[from->node].is_directory;
    if (to->node != NONE && nodes[to->node].is_directory != is_directory)
        return is_directory ? -ENOTDIR : -EISDIR;
    if (is_directory && to->node != NONE && !is_empty(to->node))
        return -ENOTEMPTY;
    *slot(from) = NONE;
    drop(to->node);
    *slot(to) = from->node;
    return 0;
}

static int32_t model_truncate(const struct place *place, int size)
{
    if (place->error || place->node == NONE)
        return place->error ? place->error : -ENOENT;
    if (nodes[place->node].is_directory)
        return -EISDIR;
    nodes[place->node].size = size;
    return 0;
}

static void do_step(void)
{
    struct place one = draw_place(), two = draw_place();
    int size = (int)draw(3 * P);
    switch (draw(6)) {
    case 0:
        assert_int_equal(make(one.text), model_make(&one, false));
        break;
    case 1:
        assert_int_equal(make_directory(one.text), model_make(&one, true));
        break;
    case 2: {
        bool is_directory = draw(2);
        assert_int_equal(is_directory ? remove_directory(one.text) : take_away(one.text),
                         model_remove(&one, is_directory));
        break;
    }
    case 3:
        assert_int_equal(with_paths(SYS_LINK, one.text, two.text),
                         model_link(&one, &two));
        break;
    case 4:
        assert_int_equal(with_paths(SYS_RENAME, one.text, two.text),
                         model_rename(&one, &two));
        break;
    default:
        assert_int_equal(with_path(SYS_TRUNCATE, one.text, (uint32_t)size, 0),
                         model_truncate(&one, size));
    }
}

/* PATH, to which a name is added and taken off again, is as the model has it. */
static void compare(char *path, int node)
{
    struct stat64 stat = stat_of(path);
    uint32_t links = nodes[node].is_directory ? 2 : (uint32_t)nodes[node].links;
    size_t length = strlen(path);
    assert_int_equal(S_ISDIR(stat.st_mode), nodes[node].is_directory);
    assert_int_equal(stat.st_size, nodes[node].size);
    for (int i = 0; i < NAMES && nodes[node].is_directory; i++) {
        int child = nodes[node].children[i];
        snprintf(path + length, 3, "/%c", 'a' + i);
        if (child == NONE)
            assert_int_equal(look(path), -ENOENT);
        else
            compare(path, child);
        path[length] = '\0';
        links += child != NONE && nodes[child].is_directory;
    }
    assert_int_equal(stat.st_nlink, links);
}

static void random_operations_do_as_the_model_does(void **state)
{
    char path[1024] = "/tmp/t"; /* what was renamed may lie deeper than DEPTH */
    (void)state;
    memset(nodes, 0, sizeof(nodes));
    random_state = 4711;
    assert_int_equal(make_directory(path), 0);
    assert_int_equal(new_node(true), ROOT);
    for (int step = 0; step < STEPS; step++) {
        do_step();
        if (step % 100 == 0)
            compare(path, ROOT);
    }
    compare(path, ROOT);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)
    static const struct CMUnitTest tests[] = {
        TEST(a_file_without_a_name_lives_as_long_as_it_is_open),
        TEST(a_file_that_is_renamed_over_lives_as_long_as_it_is_open),
        TEST(a_removed_directory_can_be_left),
        TEST(a_child_begins_where_its_parent_is_and_goes_its_own_way),
        TEST(a_new_program_begins_where_the_old_one_was),
        TEST(processes_may_end_in_directories_that_are_gone),
        TEST(dots_lead_out_of_what_is_mounted),
        TEST(what_is_mounted_on_stays),
        TEST(names_do_not_cross_volumes),
        TEST(others_have_the_permissions_of_others),
        TEST(names_of_others_are_safe_in_a_sticky_directory),
        TEST(a_link_to_anothers_file_needs_permission_to_write_it),
        TEST(user_0_may_do_all_but_run_what_nobody_may),
        TEST(a_program_that_runs_is_not_written),
        TEST(a_program_that_is_written_does_not_run),
        TEST(a_program_that_was_changed_is_read_anew),
        TEST(a_path_leads_to_another_program_when_names_change),
        TEST(a_program_that_is_taken_away_does_not_stay_for_good),
        TEST(the_archive_is_copied_when_it_is_written),
        TEST(who_finds_no_room_for_the_copy_pays_nothing),
        TEST(names_count_for_a_users_share),
        TEST(all_files_together_have_a_part_of_the_memory),
        TEST(who_reads_a_directory_finds_each_name_once),
        TEST(random_operations_do_as_the_model_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
