#include "msmv/classify/classify.h"

#include <span>
#include <string>
#include <utility>

#include "msmv/files/content_hash.h"
#include "msmv/fitness/judge.h"
#include "msmv/fitness/look.h"
#include "msmv/image/field.h"
#include "msmv/krem/detect.h"
#include "msmv/krem/key_regions.h"
#include "msmv/patches/cut.h"
#include "msmv/stain/normalize.h"
#include "msmv/vote/vote.h"

namespace msmv {
namespace {

// Of the pixels alone, so that random windows depend neither on a file's name nor on its place.
Seed seed_of(const RgbImage& image) {
  const auto bytes = std::as_bytes(std::span(image.pixels.ptr(), image.pixels.total() * 3));
  return std::stoull(files::content_hash(bytes).substr(0, 16), nullptr, 16);
}

PixelExtent extent_of(const RgbImage& image) {
  return {image.pixels.cols, image.pixels.rows};
}

}  // namespace

PreparedField prepare(const Photo& photo, const Config& config) {
  Field field = image::to_field(photo, config.image);
  const auto [measures, artefacts] = fitness::look_at(field.image, field.um_per_px);
  const auto recolouring = stain::measure(field.image, config.stain, artefacts);
  field.image = stain::apply(recolouring, field.image);
  const auto all_nuclei = krem::detect(field.image, field.um_per_px, config.krem);
  auto nuclei = fitness::outside(artefacts, all_nuclei, extent_of(field.image));
  auto regions = krem::find(nuclei, extent_of(field.image), config.krem, seed_of(field.image));
  auto patches = patches::cut(field.image, regions, config.patches);
  auto unfit = fitness::why_unfit(measures, recolouring.fault, nuclei.size(), config.fitness);
  return {std::move(field),  std::move(nuclei), std::move(regions), std::move(patches),
          recolouring.fault, measures,          std::move(unfit)};
}

Diagnosis vote_on(const PreparedField& prepared, const std::vector<ClassScores>& scores,
                  const vote::Config& config) {
  std::vector<ViewScores> voters;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    voters.push_back({.region = prepared.regions.at(i), .scores = scores[i]});
  }
  return vote::decide(std::move(voters), config);
}

Diagnosis diagnose(const PreparedField& prepared, const Model& model) {
  return diagnose(prepared, model.encode(prepared.patches), model);
}

Diagnosis diagnose(const PreparedField& prepared, const Encodings& encodings, const Model& model) {
  return vote_on(prepared, model.discriminate(encodings), model.config.vote);
}

Diagnosis classify(const Photo& photo, const Model& model) {
  return diagnose(prepare(photo, model.config), model);
}

}  // namespace msmv
