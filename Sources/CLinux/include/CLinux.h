#ifndef AUDIOWATCH_CLINUX_H
#define AUDIOWATCH_CLINUX_H
#include "calls.h"
#include "clock_watch.h"
#include "descriptors.h"
#include "filesystem.h"
#include "listing.h"
#include "manners.h"
#include "openat2.h"
#include "pagecache.h"
#include "program.h"
#include "semaphore_wait.h"
#include "statx.h"
#include "wakeup.h"
#endif
