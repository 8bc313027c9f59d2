#ifndef CHCONF_H
#define CHCONF_H

#include "../common/chconf_common.h"

#define CH_CFG_USE_MUTEXES TRUE
#define CH_CFG_USE_CONDVARS TRUE
#define CH_CFG_USE_CONDVARS_TIMEOUT TRUE
#define CH_CFG_USE_MESSAGES TRUE

#endif
