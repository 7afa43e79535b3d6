/* Programs: files that have been read, checked and cut into segments once, and are shared
 * by all processes that run them. The frames of a program's read-only pages belong to it.
 * Programs stay after their last process, so that the next create is quick, until memory
 * is short. Their files are read through fs/, whatever these lie on; while somebody runs one
 * nobody may write to it, and one that has been written since is read anew. */
#pragma once

#include "kernel/fs/path.h"
#include "kernel/memory/space.h"
#include "kernel/process/elf.h"
#include "lib/list.h"

struct program {
    struct list link;          /* among all programs, the latest used first */
    uint32_t users;            /* processes that run it */
    struct inode *inode;       /* its file, held as long as the program is known */
    uint32_t version;          /* of the inode, when it was read */
    struct page_source source; /* its bytes, for the pages of processes */
    struct elf_program elf;
    phys_t *shared[ELF_SEGMENTS_MAX]; /* for a read-only segment: a frame for each page,
                                         or 0 */
    /* How it was found last: by this path, for this user, and so it will be again as long as no
     * name and no permission has changed. Of 0 bytes: by a longer one, or not from the
     * root. */
    char path[PROCESS_PATH_MAX];
    uint32_t path_bytes; /* with its NUL */
    uint32_t uid, names_version;
    char name[PROCESS_NAME_MAX]; /* the last part of the path, maybe cut off */
};

COLD void program_init(void);

/* The program in the file to which PATH leads WALKER, with one more user. 0; -EACCES: it is no
 * regular file, or may not be executed; -EISDIR; -ENOEXEC, -ENOMEM; -ETXTBSY: somebody has it
 * open for writing; or what path_find says. May block. */
MUST_CHECK int program_get(const struct walker *walker, const struct path *path,
                           struct program **program);
/* How many are being read from files; they may wait, and processes that are to run them have
 * memory and are in no table. */
extern uint32_t programs_sought;
/* One user more, one less. */
void program_hold(struct program *program);
void program_put(struct program *program);

/* Lays PROGRAM's regions out in SPACE, which has none but its stack. 0 or -ENOMEM. */
MUST_CHECK int program_map(struct program *program, struct space *space);

/* Forgets programs that nobody runs, and gives back their memory: frame.c has it called
 * when there is none left. */
COLD void program_reclaim(void);

/* Tells frame_found of the frames of all programs that processes share. */
COLD void program_find_frames(void);
