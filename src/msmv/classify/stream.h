#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "msmv/classify/classify.h"
#include "msmv/image/read.h"
#include "msmv/pipeline/pipeline.h"

namespace msmv {

// One picture to classify.
struct PictureToClassify {
  std::filesystem::path path;
  std::optional<PixelSize> um_per_px;  // as its manifest says; outranked by ReadOptions
  std::size_t index = 0;               // the caller's own, which its result brings back
};

// What became of it: a diagnosis, or the fault that kept it from getting one.
struct Classified {
  std::filesystem::path path;
  std::size_t index = 0;
  std::string fault;  // empty: all went well
  std::string content_hash;
  Diagnosis diagnosis;       // its key regions in the pixels of the original picture
  PreparedField prepared;    // its regions in field pixels
  std::string finish_fault;  // of FinishPicture; empty: it went well
  PixelSize um_per_px;
  PixelSizeSource um_per_px_source = PixelSizeSource::assumed;
  std::string note;  // of its file: see Photo
};

// Asked for the next picture until it has none.
using NextPicture = std::function<std::optional<PictureToClassify>()>;
// Given each result in the order of the pictures, without pixels and patches; false stops the run.
using TakeResult = std::function<bool(Classified&&)>;
// What else is to be done with a picture that was classified while its pixels are there, by the
// thread that classified it: several at once, in any order.
using FinishPicture = std::function<void(const Classified&)>;

// The pixel side of one picture: all that can be done before the network has its turn. A picture
// that can't be read or prepared (InputError, memory) gives its fault.
Classified read_and_prepare(const PictureToClassify& picture, const Config& config,
                            const image::ReadOptions& reading);

// The class of a photo in memory, with the results that a file of the same pixels would have had:
// without one where its tissue can't carry a diagnosis (prepared.unfit). `prepared` keeps its
// pixels and patches. Throws InputError for a photo that is too small.
Classified classify_photo(const Photo& photo, const Model& model);

// How pictures flow through a network: on the threads it was loaded with, and on twice as many
// where a device works beside them, as a thread that waits for the device does nothing.
PipelineOptions pipeline_for(const Network& network);

// Classifies a stream of pictures, each by one thread from its file to its class; what is under way
// is bounded, however many there are. A picture that can't be classified becomes a result with its
// fault, and the rest goes on. No result depends on the threads or on the other pictures.
void classify_stream(const NextPicture& next, const TakeResult& take, const Model& model,
                     const image::ReadOptions& reading, const FinishPicture& finish = {});

}  // namespace msmv
