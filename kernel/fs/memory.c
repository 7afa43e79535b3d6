/* A directory is a list of entries, each with a name and the inode that it leads to:
 *
 *   directory -> "bin" -> "tmp" -> "notes" ...      (the longest names in larger entries)
 *                  |        |         |
 *                inode    inode     inode
 *
 * An entry has a place, which no other of its directory has or will have: so who reads a
 * directory in parts goes on where it was, whatever has changed meanwhile. An inode lives as
 * long as a name leads to it or somebody refers to it. */
#include "kernel/fs/memory.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/clock/wall.h"
#include "kernel/debug/panic.h"
#include "kernel/fs/directory.h"
#include "kernel/fs/memory_inode.h"
#include "kernel/fs/path.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/object.h"
#include "lib/string.h"

enum {
    SHORT_NAME = 31,
    SHARE_OF_FRAMES = 4,         /* there may be a name for each so many frames */
    LOOK_INSTRUCTIONS = 20,      /* for kernel_worked: to look at an entry */
    COMPARE_INSTRUCTIONS = 1500, /* to compare its name */
    FIRST_PLACE = 2,             /* `.` and `..` come before */
    TYPE = 0x01021994,           /* of statfs(2): a tmpfs */
    HASH_FACTOR = 31,
};

struct entry {
    struct list link;
    struct memory_inode *inode;
    struct account *account; /* that of the inode, when it got the name; or NULL */
    uint64_t place;
    uint32_t hash;
    bool is_long;
    char name[SHORT_NAME + 1];
};

struct long_entry {
    struct entry entry; /* whose name goes on behind it */
    char rest[NAME_MAX - SHORT_NAME];
};

static struct object_cache inodes = OBJECT_CACHE("memory inode", struct memory_inode);
static struct object_cache entries = OBJECT_CACHE("name", struct entry);
static struct object_cache long_entries = OBJECT_CACHE("long name", struct long_entry);
static struct volume volume;
static uint32_t name_count, last_number;

/* --- Entries --- */

static uint32_t hash_of(const char *name)
{
    uint32_t hash = 0;
    while (*name)
        hash = hash * HASH_FACTOR + (uint8_t)*name++;
    return hash;
}

static struct entry *allocate_entry(const char *name)
{
    size_t length = strlen(name);
    struct long_entry *large =
        length > SHORT_NAME ? object_allocate(&long_entries) : NULL;
    struct entry *entry =
        length > SHORT_NAME ? large ? &large->entry : NULL : object_allocate(&entries);
    if (!entry)
        return NULL;
    *entry = (struct entry){.hash = hash_of(name), .is_long = large};
    memcpy(large ? (char *)large + offsetof(struct entry, name) : entry->name, name,
           length + 1);
    return entry;
}

static void free_entry(struct entry *entry)
{
    if (entry->is_long)
        object_free(&long_entries, container_of(entry, struct long_entry, entry));
    else
        object_free(&entries, entry);
}

static struct entry *find_entry(struct inode *directory, const char *name)
{
    uint32_t hash = hash_of(name);
    list_for_each(&memory_inode(directory)->entries, node) {
        struct entry *entry = container_of(node, struct entry, link);
        kernel_worked(LOOK_INSTRUCTIONS);
        if (entry->hash != hash)
            continue;
        if (strcmp(entry->name, name) == 0)
            return entry;
        kernel_worked(COMPARE_INSTRUCTIONS);
    }
    return NULL;
}

/* ENTRY, which is in no directory, stands in DIRECTORY from now on, and leads to INODE. */
static void add_entry(struct memory_inode *directory, struct entry *entry,
                      struct memory_inode *inode)
{
    entry->inode = inode;
    entry->account = inode->account;
    if (entry->account)
        account_keep(entry->account);
    name_count++;
    entry->place = ++directory->last_place;
    list_push_back(&directory->entries, &entry->link);
    inode->inode.links++;
    if (!S_ISDIR(inode->inode.mode))
        return;
    inode->parent = directory;
    inode->inode.links++; /* for its `.`, and its `..` counts for DIRECTORY */
    directory->inode.links++;
}

/* ENTRY is taken out of DIRECTORY, and nothing else. */
static void remove_entry(struct memory_inode *directory, struct entry *entry)
{
    struct memory_inode *inode = entry->inode;
    list_remove(&entry->link);
    if (entry->account)
        account_release(entry->account);
    name_count--;
    inode->inode.links--;
    if (!S_ISDIR(inode->inode.mode))
        return;
    inode->parent = NULL;
    inode->inode.links--;
    directory->inode.links--;
}

/* --- Inodes --- */

static const struct inode_operations directory_operations, file_operations;

static bool has_room(const struct account *account)
{
    return name_count < frame_count() / SHARE_OF_FRAMES &&
           (!account || account_may_keep(account));
}

static struct memory_inode *allocate_inode(const struct inode_new *what)
{
    struct memory_inode *inode =
        has_room(what->account) ? object_allocate(&inodes) : NULL;
    if (!inode)
        return NULL;
    bool is_directory = S_ISDIR(what->mode);
    *inode = (struct memory_inode){
        .inode = {.operations = is_directory ? &directory_operations : &file_operations,
                  .volume = &volume,
                  .references = 1,
                  .number = ++last_number,
                  .mode = what->mode,
                  .uid = what->uid},
        .account = what->account,
    };
    inode->inode.modified_ns = inode->inode.changed_ns = clock_wall_ns();
    if (is_directory) {
        list_init(&inode->entries);
        inode->last_place = FIRST_PLACE - 1;
    }
    if (inode->account)
        account_keep(inode->account);
    return inode;
}

/* Neither a name nor anybody leads to it any more. */
static void free_inode(struct memory_inode *inode)
{
    if (!S_ISDIR(inode->inode.mode))
        memory_drop(inode);
    if (inode->account)
        account_release(inode->account);
    object_free(&inodes, inode);
}

static void release(struct inode *inode)
{
    if (inode->links == 0)
        free_inode(memory_inode(inode));
}

/* --- What can be done with a directory --- */

static int find(struct inode *directory, const char *name, struct inode **found)
{
    if (strcmp(name, "..") == 0) {
        struct memory_inode *parent = memory_inode(directory)->parent;
        if (!parent)
            return -ENOENT;
        *found = inode_hold(&parent->inode);
        return 0;
    }
    struct entry *entry = find_entry(directory, name);
    if (!entry)
        return -ENOENT;
    *found = inode_hold(&entry->inode->inode);
    return 0;
}

static int make(struct inode *directory, const char *name, const struct inode_new *what,
                struct inode **made)
{
    struct memory_inode *inode = allocate_inode(what);
    struct entry *entry = inode ? allocate_entry(name) : NULL;
    if (!entry) {
        if (inode)
            free_inode(inode);
        return -ENOSPC;
    }
    add_entry(memory_inode(directory), entry, inode);
    *made = &inode->inode;
    return 0;
}

static int link(struct inode *directory, const char *name, struct inode *inode)
{
    struct memory_inode *to = memory_inode(inode);
    struct entry *entry = has_room(to->account) ? allocate_entry(name) : NULL;
    if (!entry)
        return -ENOSPC;
    add_entry(memory_inode(directory), entry, to);
    return 0;
}

static bool is_full_directory(struct inode *inode)
{
    return S_ISDIR(inode->mode) && !list_is_empty(&memory_inode(inode)->entries);
}

static void take_out(struct inode *directory, const char *name)
{
    struct entry *entry = find_entry(directory, name);
    remove_entry(memory_inode(directory), entry);
    free_entry(entry);
}

static int unlink(struct inode *directory, const char *name, struct inode *inode)
{
    if (is_full_directory(inode))
        return -ENOTEMPTY;
    take_out(directory, name);
    return 0;
}

static int rename(struct inode *from, const char *name, struct inode *inode,
                  struct inode *to, const char *new_name, struct inode *replaced)
{
    if (replaced && is_full_directory(replaced))
        return -ENOTEMPTY;
    struct entry *entry = allocate_entry(new_name);
    if (!entry)
        return -ENOSPC;
    if (replaced)
        take_out(to, new_name);
    take_out(from, name);
    add_entry(memory_inode(to), entry, memory_inode(inode));
    return 0;
}

/* `.` and `..`, as far as they have not been told. */
static int list_dots(struct memory_inode *directory, uint64_t *place, struct transfer *to)
{
    int error = 0;
    const struct memory_inode *up = directory->parent ? directory->parent : directory;
    if (*place == 0)
        error = directory_put(to, ".", S_IFDIR, directory->inode.number, 1);
    if (!error && *place == 0)
        *place = 1;
    if (!error && *place == 1)
        error = directory_put(to, "..", S_IFDIR, up->inode.number, FIRST_PLACE);
    if (!error && *place == 1)
        *place = FIRST_PLACE;
    return error;
}

static int list(struct inode *inode, uint64_t *place, struct transfer *to)
{
    struct memory_inode *directory = memory_inode(inode);
    size_t room = to->left;
    int error = list_dots(directory, place, to);
    for (struct list *node = directory->entries.next;
         !error && node != &directory->entries; node = node->next) {
        const struct entry *entry = container_of(node, struct entry, link);
        kernel_worked(LOOK_INSTRUCTIONS);
        if (entry->place < *place)
            continue;
        error = directory_put(to, entry->name, entry->inode->inode.mode,
                              entry->inode->inode.number, entry->place + 1);
        if (!error)
            *place = entry->place + 1;
    }
    return to->left < room ? (int)(room - to->left) : error;
}

static const struct inode_operations directory_operations = {
    .find = find,
    .make = make,
    .link = link,
    .unlink = unlink,
    .rename = rename,
    .list = list,
    .release = release,
};

static const struct inode_operations file_operations = {
    .read = memory_read,
    .write = memory_write,
    .truncate = memory_truncate,
    .release = release,
};

/* --- The volume --- */

static void describe(const struct volume *of, struct statfs64 *space)
{
    uint32_t most = memory_pages_max(), inodes_max = frame_count() / SHARE_OF_FRAMES;
    (void)of;
    space->f_type = TYPE;
    space->f_blocks = most;
    space->f_bfree = space->f_bavail = most - memory_page_count();
    space->f_files = inodes_max;
    space->f_ffree = inodes_max - name_count;
}

void memory_init(void)
{
    const struct inode_new what = {.mode = S_IFDIR | 0755},
                           for_all = {.mode = S_IFDIR | S_ISVTX | 0777};
    bool is_root = list_is_empty(volume_list());
    name_count = last_number = 0;
    struct memory_inode *root = allocate_inode(is_root ? &what : &for_all);
    if (!root)
        boot_fail("too little memory for files");
    root->parent = root;
    root->inode.links = 2; /* its `.` and `..` */
    volume =
        (struct volume){.type = "memory", .root = &root->inode, .describe = describe};
    path_mount(&volume, is_root ? "/" : MEMORY_FOR_ALL);
    if (is_root && path_make_directory(&kernel_walker, MEMORY_FOR_ALL, &for_all))
        boot_fail("too little memory for %s", MEMORY_FOR_ALL);
}

int memory_add(struct inode *directory, const char *name, uint32_t mode, const void *data,
               size_t size, struct inode **inode)
{
    const struct inode_new what = {.mode = mode};
    int error = make(directory, name, &what, inode);
    if (error)
        return -ENOMEM;
    if (!S_ISDIR(mode)) {
        memory_inode(*inode)->archived = data;
        (*inode)->size = size;
    }
    return 0;
}

/* Depth first, without recursion: the first entry that is no full directory goes. */
void memory_sweep(void)
{
    struct memory_inode *at = memory_inode(volume.root);
    while (at->inode.links > 0 && !list_is_empty(&at->entries)) {
        struct entry *entry = list_first_entry(&at->entries, struct entry, link);
        struct memory_inode *inode = entry->inode;
        if (is_full_directory(&inode->inode)) {
            at = inode;
            continue;
        }
        ASSERT(inode->inode.references == 0);
        remove_entry(at, entry);
        free_entry(entry);
        if (inode->inode.links == 0)
            free_inode(inode);
        if (list_is_empty(&at->entries))
            at = at->parent;
    }
    free_inode(memory_inode(volume.root));
}
