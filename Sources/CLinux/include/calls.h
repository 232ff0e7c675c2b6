#ifndef AUDIOWATCH_CALLS_H
#define AUDIOWATCH_CALLS_H
#include <stdint.h>

/* Every system call of ours that a disk may never answer goes through here, so that another thread
   can see how long it has been waited for, and so that a process can end while one still waits. */

/* How one thread stands with its disk. Made and freed by whoever watches it. */
struct clinux_pulse;
struct clinux_pulse *clinux_pulse_new(void);
void clinux_pulse_free(struct clinux_pulse *pulse);

/* From now on the calls of the calling thread are noted there; NULL for nowhere. */
void clinux_pulse_wear(struct clinux_pulse *pulse);

/* True when that process or thread waits in the kernel, and not for the processor. */
int clinux_task_sleeps(int task);

/// The letter of a task's state, 0 where there is no such task. Source: proc_pid_stat(5).
char clinux_task_state(int task);

/* Nanoseconds that the present call has been waited for: 0 when there is none, when it is younger than 200 ms,
   and while whoever makes it could go on, if only the processor were free. From any thread. */
int64_t clinux_pulse_waiting(const struct clinux_pulse *pulse);

/* Has the calls of the calling thread made by a courier: a task that shares our memory and our
   descriptors but is a process of its own. A file system that is served by a program (FUSE) can keep
   whoever waits for it from being killed, and a process ends only when all its threads have; a courier
   is not among them. Costs some microseconds a call. Returns 0, or an errno when there is none: then
   calls are made directly. */
int clinux_courier_use(void);

/* Takes one use back; after the last one calls are made directly again. */
void clinux_courier_rest(void);

/* Ends the calling thread's courier. Before the thread ends. */
void clinux_courier_dismiss(void);

/* The process id of the calling thread's courier, 0 when it has none. */
int clinux_courier_task(void);

/* The call of that number, as in syscall(2), but the result is what the kernel gave: -errno on failure. */
long clinux_call(long number, long a, long b, long c, long d, long e, long f);

/* close(2); FUSE may ask its program there too. */
void clinux_close(int descriptor);

#endif
