#include "msmv/model/config.h"

#include <algorithm>
#include <set>

#include "msmv/fdnet/layout.h"
#include "msmv/pfenet/graph.h"
#include "msmv/pfenet/layout.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv {
namespace {

constexpr std::size_t kMostClasses = 1000;
constexpr std::size_t kMostScales = 8;

void check_classes(const ClassNames& classes) {
  if (classes.size() < 2 || classes.size() > kMostClasses) {
    throw InputError("config.classes: expected 2 to " + std::to_string(kMostClasses) + ", got " +
                     std::to_string(classes.size()));
  }
  std::set<std::string> known;
  for (const std::string& name : classes) {
    const bool is_printable = std::ranges::none_of(
        name, [](unsigned char letter) { return letter < ' ' || letter == 0x7F; });
    if (name.empty() || !is_printable) {
      throw InputError("config.classes: " + in_quotes(name) + " is no name");
    }
    if (!known.insert(name).second) {
      throw InputError("config.classes: " + in_quotes(name) + " stands twice");
    }
  }
}

}  // namespace

void check(const Config& config) {
  check_classes(config.classes);
  krem::check(config.krem);
  if (config.scales() > kMostScales) {
    throw InputError("config.krem.windows_px: at most " + std::to_string(kMostScales) +
                     " scales, got " + std::to_string(config.scales()));
  }
  if (config.image.min_side_px < config.krem.windows_px.front()) {
    throw InputError("config.image.min_side_px: " + std::to_string(config.image.min_side_px) +
                     " is less than the largest window, " +
                     std::to_string(config.krem.windows_px.front()));
  }
  if (config.pfenet.backbone == pfenet::Backbone::vision_transformer) {
    const pfenet::Form& form = config.pfenet.form;
    pfenet::check(form, "config.pfenet.form");
    if (config.fdnet.root_encodings) {
      throw InputError("config.fdnet.root_encodings: a transformer's encodings have both signs");
    }
    if (config.patches.side_px % form.patch_px != 0) {
      throw InputError("config.patches.side_px: " + std::to_string(config.patches.side_px) +
                       " is no multiple of the transformer's patch, " +
                       std::to_string(form.patch_px));
    }
  }
  const int least_side_px = pfenet::least_side_px(config.pfenet);
  if (config.patches.side_px < least_side_px) {
    throw InputError("config.patches.side_px: " + std::to_string(config.patches.side_px) +
                     " is too small for " + std::string(enum_name(config.pfenet.backbone)) +
                     ", which needs " + std::to_string(least_side_px));
  }
}

weights::Layout layout(const Config& config) {
  const fdnet::Sizes sizes{.scales = config.scales(),
                           .features = pfenet::feature_count(config.pfenet),
                           .classes = config.classes.size()};
  weights::Layout out =
      weights::with_prefix("pfenet.", pfenet::layout(config.pfenet, config.scales()));
  out.merge(weights::with_prefix("fdnet.", fdnet::layout(config.fdnet, sizes)));
  return out;
}

}  // namespace msmv
