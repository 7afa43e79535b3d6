#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <cmocka.h>
#include "tests/kernel/user.h"
static void probe(void**state){ (void)state;
 struct timespec a,b; clock_gettime(CLOCK_MONOTONIC,&a);
 for(int i=0;i<2000;i++) user_boot("");
 clock_gettime(CLOCK_MONOTONIC,&b);
 printf("%f s for 2000 resets\n", (double)(b.tv_sec-a.tv_sec)+(double)(b.tv_nsec-a.tv_nsec)/1e9);
 user_boot("check=1"); machine_tick(); 
 printf("%d\n", user_running());
 printf("%d\n", user_create(NULL));
 clock_gettime(CLOCK_MONOTONIC,&a);
 for(int i=0;i<10000;i++) user_yield();
 clock_gettime(CLOCK_MONOTONIC,&b);
 printf("%f s for 10000 yields\n", (double)(b.tv_sec-a.tv_sec)+(double)(b.tv_nsec-a.tv_nsec)/1e9);
 user_power_off(); printf("%s",machine_console()); }
static void bug(void**state){ (void)state;
 user_boot("check=1"); 
 pid_t c=user_create(NULL); user_let_run(c); user_sleep(100); user_let_run(1);
 assert_int_equal(user_destroy(c),0);
 user_power_off(); }
int main(void){ const struct CMUnitTest t[]={cmocka_unit_test(probe),cmocka_unit_test(bug)}; return cmocka_run_group_tests(t,NULL,NULL); }
