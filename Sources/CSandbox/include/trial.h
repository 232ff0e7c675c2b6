#ifndef AUDIOWATCH_TRIAL_H
#define AUDIOWATCH_TRIAL_H

// Each tries what a wall must prevent, in a way that does no harm where the wall is missing.
// 1: it was prevented; 0: it was not.

/// After Landlock, before the filter: reading a file, listing a folder, making a file.
int audiowatch_trial_paths(void);
/// After Landlock, before the filter: taking a TCP port.
int audiowatch_trial_network(void);
/// After Landlock, before the filter: signalling the process that started this one.
int audiowatch_trial_signals(void);
/// After the filter: opening a file, a socket, starting a program, a process, a thread.
int audiowatch_trial_calls(void);
#endif
