// SPDX-License-Identifier: Apache-2.0
#ifndef SWITCHBOARD_FLITE_SHIM_H
#define SWITCHBOARD_FLITE_SHIM_H
#include <flite/flite.h>

// Flite's headers leave these to its users; each lives in a library of its own (see module.modulemap).
cst_voice *register_cmu_us_rms(const char *voxdir);
cst_voice *register_cmu_us_slt(const char *voxdir);
cst_voice *register_cmu_us_awb(const char *voxdir);
cst_voice *register_cmu_us_kal16(const char *voxdir);
cst_lexicon *cmu_lex_init(void);

#endif
