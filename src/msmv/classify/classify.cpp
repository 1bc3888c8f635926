#include "msmv/classify/classify.h"

#include <span>
#include <string>
#include <utility>
#include <variant>

#include "msmv/classify/find_nuclei.h"
#include "msmv/files/content_hash.h"
#include "msmv/fitness/judge.h"
#include "msmv/fitness/look.h"
#include "msmv/image/field.h"
#include "msmv/krem/key_regions.h"
#include "msmv/patches/cut.h"
#include "msmv/stain/normalize.h"
#include "msmv/vote/vote.h"

namespace msmv {
namespace {

// Of the pixels alone, so that random windows depend neither on a file's name nor on its place.
Seed seed_of(const RgbImage& image, const krem::Config& config) {
  if (config.selector != krem::Selector::random) {
    return 0;  // which is not looked at
  }
  const auto bytes = std::as_bytes(std::span(image.pixels.ptr(), image.pixels.total() * 3));
  return std::stoull(files::content_hash(bytes).substr(0, 16), nullptr, 16);
}

PixelExtent extent_of(const RgbImage& image) {
  return {image.pixels.cols, image.pixels.rows};
}

}  // namespace

PreparedField prepare(const Photo& photo, const Config& config) {
  PreparedField prepared;
  Field& field = prepared.field = image::to_field(photo, config.image);
  const fitness::Look look = fitness::look_at(field.image, field.um_per_px);
  field.image = fitness::without_pen(field.image, look);
  prepared.recolouring = stain::measure(field.image, config.stain, look.pen);
  const auto recolour = [&](const RgbImage& image) {
    return stain::apply(prepared.recolouring, image);
  };
  const auto nuclei = find_nuclei(field, config.krem, recolour);
  prepared.nuclei = fitness::outside(look.artefacts, nuclei, extent_of(field.image));
  prepared.regions = krem::find(prepared.nuclei, extent_of(field.image), config.krem,
                                seed_of(field.image, config.krem));
  prepared.patches = cut_patches(prepared, config.patches);
  prepared.measures = look.measures;
  prepared.unfit = fitness::why_unfit(look.measures, prepared.recolouring.fault,
                                      prepared.nuclei.size(), config.fitness);
  return prepared;
}

Field normalized_field(const PreparedField& prepared) {
  Field field = prepared.field;
  field.image = stain::apply(prepared.recolouring, field.image);
  return field;
}

PatchBatch cut_patches(const PreparedField& prepared, const patches::Config& config) {
  const RgbImage& image = prepared.field.image;
  const auto* od = std::get_if<stain::OdMap>(&prepared.recolouring.change);
  if (od == nullptr) {
    return patches::cut(stain::apply(prepared.recolouring, image), prepared.regions, config);
  }
  // Pixel by pixel: a tenth of the field's are left to recolour.
  PatchBatch patches = patches::cut(image, prepared.regions, config);
  stain::apply(*od, patches.pixels, patches.pixels);
  return patches;
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
  return diagnose(prepared, model.network->encode(prepared.patches), model);
}

Diagnosis diagnose(const PreparedField& prepared, const Encodings& encodings, const Model& model) {
  return vote_on(prepared, model.network->score(encodings), model.config.vote);
}

Diagnosis classify(const Photo& photo, const Model& model) {
  return diagnose(prepare(photo, model.config), model);
}

}  // namespace msmv
