#ifndef AUDIOWATCH_CLOCK_WATCH_H
#define AUDIOWATCH_CLOCK_WATCH_H

/* A descriptor that becomes readable when the wall clock jumps against the monotonic one: when it is
   set, and when the machine wakes from sleep. Costs no wake-up otherwise: a timer that never ends, with
   TFD_TIMER_CANCEL_ON_SET, timerfd_create(2). Returns the descriptor or -errno. */
int clinux_clock_watch_open(void);

/* Makes it wait for the next jump. */
void clinux_clock_watch_clear(int watch);
#endif
