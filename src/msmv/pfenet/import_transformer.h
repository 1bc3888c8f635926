#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "msmv/pfenet/config.h"
#include "msmv/pfenet/named_encoders.h"
#include "msmv/weights/checkpoint.h"
#include "msmv/weights/layout.h"

// A file of weights of a vision transformer, under timm's names, DINOv2's own or those of Hugging
// Face's transformers 4 or 5 (ViT, DINOv2, with and without registers), as our encoder.

namespace msmv::pfenet {

// Which tensors of a file make which of ours.
struct TransformerImport {
  Config config;  // complete: what the form left open was read off the file
  // Of each of our tensors, those of the file that it is made of, one after the other along the
  // first axis: query, key and value, or gate and what it lets through.
  std::map<std::string, std::vector<std::string>> sources;
  std::vector<std::string> left_out;  // the file's tensors of a classifier's head
};

// Finds them by name. Prefixes that all names have ("module.", "backbone.", "encoder.", "teacher.",
// ...) are taken off; a pooler, a mask token and a classifier's head ("head.", "classifier.") are
// left out. Throws InputError for a tensor that is missing, left over, there twice or of another
// shape.
TransformerImport plan_import(const std::map<std::string, weights::CheckpointFile::Facts>& tensors,
                              const EncoderForm& form, const std::filesystem::path& path);

// The values of one of our tensors as they lie in the file, all finite. Throws InputError.
struct RawTensor {
  weights::DType dtype = weights::DType::f32;
  weights::Shape shape;
  std::vector<std::byte> bytes;
};
RawTensor read_tensor(const weights::CheckpointFile& file, const TransformerImport& import,
                      const std::string& name, const std::filesystem::path& path);

}  // namespace msmv::pfenet
