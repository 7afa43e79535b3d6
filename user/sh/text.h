/* Files as texts. */
#pragma once

/* All that FD has to give, malloc's; NULL and errno: it cannot be read, or memory is short. */
char *shell_read_text(int fd);
