#include "kernel/memory/account.h"

#include "kernel/debug/panic.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/object.h"

enum { RECORD_PAGES = 1 }; /* for each process */

static struct object_cache cache = OBJECT_CACHE("account", struct account);
static struct list accounts; /* few: those who use the machine at one time */
static uint32_t user_pages_max;

void account_init(uint32_t percent)
{
    list_init(&accounts);
    user_pages_max = frame_count() * percent / 100;
}

static struct account *find_account(uint32_t uid)
{
    list_for_each(&accounts, node) {
        struct account *account = container_of(node, struct account, link);
        if (account->uid == uid)
            return account;
    }
    return NULL;
}

struct account *account_get(uint32_t uid)
{
    struct account *account = find_account(uid);
    if (!account) {
        account = object_allocate(&cache);
        if (!account)
            return NULL;
        *account = (struct account){.uid = uid,
                                    .pages_max = uid == 0 ? UINT32_MAX : user_pages_max};
        list_push_back(&accounts, &account->link);
    }
    account_hold(account);
    return account;
}

void account_hold(struct account *account)
{
    account->process_count++;
    account->pages += RECORD_PAGES;
}

static void forget_if_unused(struct account *account)
{
    if (account->process_count > 0 || account->other_count > 0)
        return;
    ASSERT(account->pages == 0);
    list_remove(&account->link);
    object_free(&cache, account);
}

void account_put(struct account *account)
{
    account->pages -= RECORD_PAGES;
    account->process_count--;
    forget_if_unused(account);
}

void account_keep(struct account *account)
{
    account->other_count++;
}

void account_release(struct account *account)
{
    account->other_count--;
    forget_if_unused(account);
}

void account_check(uint32_t processes, uint32_t other_pages)
{
    uint32_t pages = processes * RECORD_PAGES + other_pages;
    list_for_each(&accounts, node) {
        const struct account *account = container_of(node, struct account, link);
        ASSERT(account->process_count > 0 || account->other_count > 0);
        processes -= account->process_count;
        pages -= account->pages;
    }
    ASSERT(processes == 0 && pages == 0);
}
