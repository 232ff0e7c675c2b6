#ifndef AUDIOWATCH_WALLS_H
#define AUDIOWATCH_WALLS_H

// What a process gives up for good, by means that every kernel has. Each returns 0 or a negated errno.

/// Limits of this process: address space in bytes, descriptors, no core file.
int audiowatch_limit_self(unsigned long address_space, unsigned long descriptors);

/// CPU seconds this process may use from now on; then SIGXCPU ends it.
int audiowatch_limit_cpu(unsigned long seconds);

/// This process is killed when the thread that started it ends.
int audiowatch_die_with_parent(void);

/// No program that this process starts can gain rights. The kernel asks for it before the walls below.
int audiowatch_no_new_privileges(void);

/// Closes `first` and every descriptor above it. Linux 5.9.
int audiowatch_close_from(unsigned int first);
#endif
