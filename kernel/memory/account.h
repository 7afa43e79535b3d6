/* What each user has: how many processes, and how many page frames for them. One user
 * can take no more than its share, so that it takes nothing from another; user 0 has no
 * limit. docs/design.md does the sums.
 *
 * Whoever takes a frame for a process charges it: space.c its pages, page tables,
 * directory and kernel stack; here a page for the record of each process and its open
 * files, which is less, but stays until its parent has collected it. The read-only pages
 * that processes share are their program's, and are charged to nobody.
 *
 * Invariant: an account exists as long as its user has processes, or something else is
 * charged to it, and its pages are the sum of what these were charged. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lib/compiler.h"
#include "lib/list.h"

struct account {
    uint32_t uid;
    uint32_t process_count; /* zombies too */
    uint32_t other_count;   /* of what else is charged to it: pipes */
    uint32_t pages, pages_max;
    struct list link;
};

/* No user but 0 may have more than PERCENT of the frames there are. */
COLD void account_init(uint32_t percent);

/* The account of UID, for one process more; NULL: out of memory. */
MUST_CHECK struct account *account_get(uint32_t uid);
/* The same, where there is one. */
void account_hold(struct account *account);
/* One process less. */
void account_put(struct account *account);

/* Whether its user may have PAGES more. */
static inline bool account_has_room(const struct account *account, uint32_t pages)
{
    return account->pages + pages <= account->pages_max;
}

/* Whether its user may have no page more. A page table that a page needs comes on top. */
static inline bool account_is_full(const struct account *account)
{
    return account->pages >= account->pages_max;
}

enum { OTHERS_A_PAGE = 2 }; /* files and the like, for each page of a user's share */

/* Whether its user may have something more of what account_keep counts. */
static inline bool account_may_keep(const struct account *account)
{
    return account->other_count < account->pages_max / OTHERS_A_PAGE;
}

/* Something else than a process is charged to ACCOUNT, and may outlive the processes of its
 * user: a pipe that others have open. One more, one less. */
void account_keep(struct account *account);
void account_release(struct account *account);

/* Panics unless all accounts together have so many PROCESSES, and OTHER_PAGES are charged
 * to them besides the record of each. */
COLD void account_check(uint32_t processes, uint32_t other_pages);
