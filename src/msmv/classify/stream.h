#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "msmv/classify/classify.h"
#include "msmv/image/read.h"

namespace msmv {

// One picture to classify.
struct PictureToClassify {
  std::filesystem::path path;
  std::optional<PixelSize> um_per_px;  // as its manifest says; outranked by ReadOptions
};

// What became of it: a diagnosis, or the fault that kept it from getting one.
struct Classified {
  std::filesystem::path path;
  std::string fault;  // empty: all went well
  std::string content_hash;
  Diagnosis diagnosis;     // its key regions in the pixels of the original picture
  PreparedField prepared;  // without its patches; its regions in field pixels
  PixelSize um_per_px;
  PixelSizeSource um_per_px_source = PixelSizeSource::assumed;
};

// Asked for the next picture until it has none.
using NextPicture = std::function<std::optional<PictureToClassify>()>;
// Given each result in the order of the pictures; false stops the run.
using TakeResult = std::function<bool(Classified&&)>;

// The pixel side of one picture: all that can be done before the network has its turn.
Classified read_and_prepare(const PictureToClassify& picture, const Config& config,
                            const image::ReadOptions& reading);

// How many pictures are read and prepared while `threads` threads encode one, or while a device
// does that beside them.
std::size_t pictures_ahead(int threads, bool has_device);

// Classifies a stream of pictures. While the network works on one, the next pictures_ahead() are
// read and prepared; no more than these are held, however many there are. A picture that can't be
// read or classified (InputError) becomes a result with its fault, and the rest goes on. No result
// depends on the threads or on the other pictures.
void classify_stream(const NextPicture& next, const TakeResult& take, const Model& model,
                     const image::ReadOptions& reading);

}  // namespace msmv
