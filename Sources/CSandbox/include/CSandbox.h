#ifndef AUDIOWATCH_CSANDBOX_H
#define AUDIOWATCH_CSANDBOX_H
#include "filter.h"
#include "landlock.h"
#include "trial.h"
#include "walls.h"
#endif
