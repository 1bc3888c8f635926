#pragma once

#include <cstddef>
#include <vector>

#include "msmv/classify/model.h"
#include "msmv/image/rgb_image.h"
#include "msmv/pfenet/import_encoder.h"
#include "msmv/report/feature_table.h"

// Features of pictures as an encoder sees them, for clustering, search and other classifiers.

namespace msmv {

// An encoder that belongs to no model, as a model without FDNet: the same for the three scales of
// the default settings.
ModelFile encoder_alone(const pfenet::ImportedEncoder& encoder);

// How pictures are seen: as fields, a row for each key region with the features of its scales,
// coarse to fine, or each as one patch of the encoder's own input size, without colour
// normalisation or another resampling than to that size.
enum class SeenAs { field, patch };

// What runs that: of encoders that share their weights one scale is enough for patches.
// Throws what load_network (network/load.h) does.
Model encoder_of(ModelFile file, SeenAs seen, const LoadOptions& options);

// One patch for each scale of the config. A picture of another size is resized, antialiased, and
// its middle cut out (pfenet::Form: resize_px, input_px; of other backbones patches.side_px).
PatchBatch as_patch(const RgbImage& image, const Config& config);

// Adds a picture's rows to a table, whose number of features must be theirs or unset. Throws
// InputError for a photo that is too small.
void encode(const Photo& photo, const std::string& name, const Model& model, SeenAs seen,
            report::FeatureTable& table);

}  // namespace msmv
