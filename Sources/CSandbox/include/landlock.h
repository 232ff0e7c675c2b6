#ifndef AUDIOWATCH_LANDLOCK_H
#define AUDIOWATCH_LANDLOCK_H

/// The version of Landlock that this kernel speaks, or 0 where it has none or it is switched off.
int audiowatch_landlock_version(void);

/// Denies this thread every path, and what else `version` can deny: moving files (2), truncating (3), TCP (4),
/// commands to devices (5), abstract sockets and signals to others (6). Descriptors that are open stay as they
/// are. Needs audiowatch_no_new_privileges(). 0, or a negated errno.
int audiowatch_landlock_deny(int version);
#endif
