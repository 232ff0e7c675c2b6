#ifndef AUDIOWATCH_MANNERS_H
#define AUDIOWATCH_MANNERS_H

/* Puts the calling thread, and it alone, at SCHED_IDLE. Returns 0 or an errno. */
int clinux_thread_idle(void);

/* Puts the calling thread at nice 19. Returns 0 or an errno. */
int clinux_thread_nice(void);

/* Puts the calling thread's disk requests in the idle class. Returns 0 or an errno. */
int clinux_thread_idle_disk(void);
/* Names the calling thread; the kernel keeps 15 bytes. */
void clinux_thread_name(const char *name);

/* Gives memory that is free back to the kernel. malloc_trim(3) */
void clinux_give_back_memory(void);

/* Has threads that come later share so many heaps. M_ARENA_MAX in mallopt(3) */
void clinux_share_heaps(int most);

#endif
