#include "msmv/report/layers.h"

#include <cstdio>

namespace msmv::report {

std::string layers_text(const std::vector<engine::LayerTime>& layers, const engine::Peak& peak) {
  double all_ms = 0;
  double all_gflop = 0;
  for (const engine::LayerTime& layer : layers) {
    all_ms += layer.ms;
    all_gflop += layer.gflop;
  }
  std::string text =
      "layer                                    ms  of all    Gop/s  of peak  kernel\n";
  const auto line = [&](const std::string& name, double ms, double gflop, const std::string& how) {
    char row[160];
    std::snprintf(row, sizeof row, "%-32.32s %10.3f %5.1f %%", name.c_str(), ms, 100 * ms / all_ms);
    text += row;
    if (gflop > 0 && ms > 0) {
      const double speed = gflop / (1e-3 * ms);
      std::snprintf(row, sizeof row, " %8.1f %6.1f %%", speed,
                    100 * speed / peak.giga_operations_s);
    } else {
      std::snprintf(row, sizeof row, " %8s %8s", "", "");
    }
    text += row + ("  " + how) + "\n";
  };
  for (const engine::LayerTime& layer : layers) {
    line(layer.name, layer.ms, layer.gflop, layer.kind + ", " + layer.how);
  }
  line("together", all_ms, all_gflop, "peak by " + peak.instruction);
  return text;
}

}  // namespace msmv::report
