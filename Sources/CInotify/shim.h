#ifndef AUDIOWATCH_CINOTIFY_H
#define AUDIOWATCH_CINOTIFY_H
#include <sys/inotify.h>
#include <inotifytools/inotify.h>
#include <inotifytools/inotifytools.h>
#endif
