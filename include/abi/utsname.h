/* What uname tells. [Linux include/uapi/linux/utsname.h] */
#pragma once

#define UTSNAME_BYTES 65

struct utsname {
    char sysname[UTSNAME_BYTES];
    char nodename[UTSNAME_BYTES];
    char release[UTSNAME_BYTES];
    char version[UTSNAME_BYTES];
    char machine[UTSNAME_BYTES];
    char domainname[UTSNAME_BYTES];
};

_Static_assert(sizeof(struct utsname) == 390, "Linux's");
