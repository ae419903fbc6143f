// SPDX-License-Identifier: Apache-2.0
#ifndef SWITCHBOARD_POCKETSPHINX_SHIM_H
#define SWITCHBOARD_POCKETSPHINX_SHIM_H
#include <pocketsphinx.h>
#include <sphinxbase/cmn.h>
#include <sphinxbase/err.h>
#include <sphinxbase/feat.h>
#include <sphinxbase/logmath.h>
#include <sphinxbase/ngram_model.h>
#endif
