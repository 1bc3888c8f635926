#include "msmv/engine/runtime.h"

#ifdef MSMV_HAS_OPENVINO
#include "msmv/engine/compiled_model.h"
#endif

namespace msmv::engine {

std::string runtime() {
#ifdef MSMV_HAS_OPENVINO
  return "OpenVINO " + runtime_version();
#else
  return "";
#endif
}

}  // namespace msmv::engine
