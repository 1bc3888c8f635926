#include "msmv_revision.h"  // written when building

// Of the source that libmsmv_torch.so was built from (libtorch/functions.cpp asks for it first).
extern "C" __attribute__((visibility("default"))) const char* msmv_libtorch_revision() {
  return MSMV_REVISION;
}
