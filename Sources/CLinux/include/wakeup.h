#ifndef AUDIOWATCH_WAKEUP_H
#define AUDIOWATCH_WAKEUP_H

/* A bell that one thread rings and another waits for in poll(2): eventfd(2), close-on-exec.
   Returns the descriptor or -errno. */
int clinux_wakeup_open(void);

/* Rings it; ringing twice before it is heard is ringing once. */
void clinux_wakeup_ring(int wakeup);

/* Forgets every ring so far. */
void clinux_wakeup_clear(int wakeup);

/* What woke a wait. */
enum clinux_woken {
    CLINUX_WOKEN_BY_DESCRIPTOR = 1,
    CLINUX_WOKEN_BY_RING = 2,
};

/* Waits without end until `descriptor` has one of poll(2)'s `events` (POLLPRI, POLLIN) or an
   error, or the bell rings. Returns what woke it, or -errno. */
int clinux_wakeup_wait(int wakeup, int descriptor, short events);
#endif
