// nanoBooter has two threads and no locks: what it leaves out keeps it small.
#ifndef CHCONF_H
#define CHCONF_H

#include "../common/chconf_common.h"

#define CH_CFG_USE_MUTEXES FALSE
#define CH_CFG_USE_CONDVARS FALSE
#define CH_CFG_USE_CONDVARS_TIMEOUT FALSE
#define CH_CFG_USE_MESSAGES FALSE

#endif
