/* A list whose length is known only when it has been fetched. */
#include <pids.h>
#include <process.h>
#include <stdlib.h>

enum { SPARE_PIDS = 16 };

/* More processes may have come since they were counted: then once more. */
pid_t *pids_all(int *count)
{
    pid_t *pids = NULL;
    int room = 0;

    while ((*count = process_list(pids, room)) > room) {
        free(pids);
        room = *count + SPARE_PIDS;
        pids = malloc((size_t)room * sizeof(*pids));
        if (pids == NULL)
            return NULL;
    }
    return pids;
}
