#ifndef AUDIOWATCH_PROGRAM_H
#define AUDIOWATCH_PROGRAM_H
#include <sys/types.h>

/* Starts a program of the user's, found in PATH, with our environment, /dev/null as 0, 1 and 2, no other
   descriptor and default signals. `arguments` ends with NULL, its first is the program. Returns 0 and `child`, or
   -errno: -ENOENT when there is no such program. */
int clinux_program_start(const char *const arguments[], pid_t *child);

/* Waits up to `milliseconds` for `child` to end. Returns its exit code, 128 + signal when a signal ended it, or
   -EAGAIN while it runs. */
int clinux_program_end(pid_t child, int milliseconds);

/* Starts a program that goes on when we end, and when our terminal does: in a session of its own, in the root folder,
   so that no drive is held, with our environment, /dev/null as 0, `output` as 1 and 2, no other descriptor and
   default signals. `arguments` ends with NULL, its first is the program's path. Returns 0 and `child`, or -errno. */
int clinux_program_detach(const char *const arguments[], int output, pid_t *child);

#endif
