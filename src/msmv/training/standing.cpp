#include "msmv/training/standing.h"

namespace msmv::training {

Json json_of(const Standing& s) {
  return {{"epoch", s.epoch},          {"step", s.step},
          {"loss_sum", s.loss_sum},    {"hits", s.hits},
          {"samples", s.samples},      {"best", s.best ? Json(*s.best) : Json()},
          {"best_epoch", s.best_epoch}};
}

Standing standing_from(const Json& json) {
  Standing s;
  s.epoch = json.at("epoch").get<int>();
  s.step = json.at("step").get<std::size_t>();
  s.loss_sum = json.at("loss_sum").get<double>();
  s.hits = json.at("hits").get<std::size_t>();
  s.samples = json.at("samples").get<std::size_t>();
  if (!json.at("best").is_null()) {
    s.best = json.at("best").get<double>();
  }
  s.best_epoch = json.at("best_epoch").get<int>();
  return s;
}

}  // namespace msmv::training
