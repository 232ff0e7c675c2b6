#ifndef AUDIOWATCH_OPENAT2_H
#define AUDIOWATCH_OPENAT2_H

/* Opens a relative path that may not leave `directory` and may not cross any symbolic link, for
   reading, close-on-exec, with the further open(2) `flags`. Returns the descriptor or -errno;
   -ENOSYS before Linux 5.6. */
int clinux_open_beneath(int directory, const char *path, int flags);

/* openat(2) for reading, close-on-exec, without touching the access time where we may ask for that
   (O_NOATIME is the owner's right alone). Returns the descriptor or -errno. */
int clinux_open_quietly(int directory, const char *path, int flags);

/* The open(2) flags of a folder, and of one that may be a symbolic link to it. */
int clinux_flags_directory(void);
int clinux_flags_directory_following(void);

/* The open(2) flags of a file: O_NONBLOCK, so that a FIFO named .wav does not hang us. */
int clinux_flags_file(void);
#endif
