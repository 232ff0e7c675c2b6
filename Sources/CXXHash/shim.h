#ifndef AUDIOWATCH_CXXHASH_H
#define AUDIOWATCH_CXXHASH_H
#include <xxhash.h>
#endif
