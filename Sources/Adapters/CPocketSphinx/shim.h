// SPDX-License-Identifier: Apache-2.0
#ifndef SWITCHBOARD_POCKETSPHINX_SHIM_H
#define SWITCHBOARD_POCKETSPHINX_SHIM_H
#include <pocketsphinx.h>
#endif
