#ifndef AUDIOWATCH_FILTER_H
#define AUDIOWATCH_FILTER_H

/// From here on this process can read and write what it holds, get memory without executable pages, limit its
/// own CPU time, and end. Calls that libraries make harmlessly are answered with EPERM; any other ends the
/// process with SIGSYS. Call it while there is one thread. 0, or a negated errno.
int audiowatch_filter_calls(void);
#endif
