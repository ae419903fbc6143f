// SPDX-License-Identifier: Apache-2.0
#ifndef SWITCHBOARD_FLITE_SHIM_H
#define SWITCHBOARD_FLITE_SHIM_H
#include <flite/flite.h>
#endif
