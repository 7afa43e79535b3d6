/* Threads of control that are switched by hand, each on a stack of its own, in a way that
 * the address sanitizer can follow. */
#pragma once

#include <stddef.h>
#include <ucontext.h>

struct coroutine { /* owned by coroutine.c */
    ucontext_t context;
    const void *bottom;
    size_t size;
    void *fake_stack; /* the sanitizer's */
};

/* The first switch to COROUTINE calls BEGIN, which never returns, on the SIZE bytes at
 * STACK. Those may have been left in the middle of anything. */
void coroutine_init(struct coroutine *coroutine, void *stack, size_t size,
                    void (*begin)(void));
/* What BEGIN calls first. FIRST, unless it is NULL, is where the switch came from: a
 * coroutine that was not made by coroutine_init, but has always been there. */
void coroutine_begin(struct coroutine *first);
/* Leaves FROM, which runs, and goes on with TO; returns when somebody switches back. */
void coroutine_switch(struct coroutine *from, struct coroutine *to);
