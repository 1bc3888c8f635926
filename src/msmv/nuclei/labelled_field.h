#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "msmv/image/rgb_image.h"
#include "msmv/values/geometry.h"

namespace msmv::nuclei {

// A picture whose nuclei are known.
struct LabelledField {
  std::string name;             // as its manifest has it
  std::string source, patient;  // patient is empty where nobody knows it
  Photo photo;
  std::vector<Point> centres;  // in pixels of the photo
};

// The fields of a manifest (docs/formats.md): a CSV table with the columns `image`, `mpp` (pixel
// size in um), `source`, and `centres` (a table of x, y) or `labels` (an image with a number for
// each nucleus, 0 for none), perhaps `patient`; paths are relative to the table. Throws InputError
// with the first fault.
std::vector<LabelledField> read_fields(const std::filesystem::path& manifest);

// The centroid of each number of a label image. Throws InputError unless it has one channel of 8 or
// 16 bits.
std::vector<Point> centroids_of_labels(const std::filesystem::path& label_image);

// Fields to learn from and fields held out, by index.
struct HoldOut {
  std::vector<std::size_t> training, held_out;
};
// `what`: "" for nothing, "source=NAME", "patient=NAME" or "fold=K/N": the K-th of N parts, into
// which each source's patients, or its fields where patients are not known, are dealt in order.
// Throws InputError for another form and where nothing or everything would be held out.
HoldOut hold_out(std::span<const LabelledField> fields, const std::string& what);

}  // namespace msmv::nuclei
