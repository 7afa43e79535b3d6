/* Whose a process is. What its owner may do, table_find_target knows. */
#include "abi/errno.h"
#include "kernel/process/process.h"

int process_set_uid(uint32_t uid)
{
    struct process *self = process_current();
    if (uid == UINT32_MAX)
        return -EINVAL; /* it would read as an error */
    if (self->uid != 0 && self->uid != uid)
        return -EPERM;
    struct account *before = self->space.account, *account = account_get(uid);
    if (!account)
        return -EAGAIN;
    uint32_t pages = descriptors_charge(&self->descriptors);
    space_move_charge(&self->space, account);
    before->pages -= pages;
    account->pages += pages;
    account_put(before);
    self->uid = uid;
    return 0;
}
