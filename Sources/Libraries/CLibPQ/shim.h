// SPDX-License-Identifier: Apache-2.0
#ifndef SWITCHBOARD_LIBPQ_SHIM_H
#define SWITCHBOARD_LIBPQ_SHIM_H
#include <libpq-fe.h>
#endif
