#ifndef AUDIOWATCH_DESCRIPTORS_H
#define AUDIOWATCH_DESCRIPTORS_H
#include <stddef.h>
#include <sys/types.h>

// Descriptors between two processes: messages that carry an open file, shared memory, and the start
// of a helper that is given exactly what it needs. cmsg(3)'s macros and variadic calls cannot be
// imported into Swift. Every function that returns int returns 0 (or a descriptor) on success and a
// negated errno on failure; none touches errno for its caller.

/// The descriptor on which a helper finds its socket.
#define AUDIOWATCH_HELPER_SOCKET 3
/// The descriptor on which a helper finds the shared memory.
#define AUDIOWATCH_HELPER_MEMORY 4

/// Two connected sockets that keep message borders (SOCK_SEQPACKET), closed on exec.
int audiowatch_socket_pair(int sockets[2]);

/// Sends one message whole, with `descriptor` unless that is negative. Blocks while the peer's queue is full.
int audiowatch_send(int socket, const void *bytes, size_t count, int descriptor);

/// Receives one message; blocks. Returns its length, 0 when the peer has closed, -EMSGSIZE when it did not
/// fit. `descriptor` becomes the passed descriptor (closed on exec) or -1; pass NULL to refuse any.
ssize_t audiowatch_receive(int socket, void *bytes, size_t count, int *descriptor);

/// Anonymous shared memory of `size` bytes which nobody can shrink or grow, or a negated errno.
int audiowatch_memory(size_t size);

/// No further writable mapping of `memory` can be made; existing ones stay. Linux 5.1.
int audiowatch_memory_freeze(int memory);

/// Starts `program` with `socket` and `memory` as its descriptors 3 and 4, /dev/null as 0, 1 and 2, no
/// other descriptor, default signals and an environment of the loader's path alone.
int audiowatch_spawn_helper(const char *program, int socket, int memory, pid_t *child);

/// Waits up to `milliseconds` for `child` to end. 1: ended, `status` as of waitpid(2), or -1 when somebody
/// else took it; 0: still there.
int audiowatch_reap(pid_t child, int milliseconds, int *status);
#endif
