#include "msmv/classify/stream.h"

#include <algorithm>
#include <deque>
#include <future>
#include <utility>

#include "msmv/classify/early.h"
#include "msmv/files/content_hash.h"
#include "msmv/files/regular_file.h"
#include "msmv/image/field.h"
#include "msmv/values/errors.h"
#include "msmv/values/fault_text.h"

namespace msmv {
namespace {

// Every rectangle that leaves msmv is in the pixels of the original picture.
void lead_back(Diagnosis& diagnosis, const Field& field) {
  for (ViewScores& voter : diagnosis.views) {
    for (PixelRect& window : voter.region.windows) {
      window = image::to_original(field, window);
    }
  }
}

void finish(Classified& picture, const Model& model) {
  if (!picture.fault.empty()) {
    return;
  }
  try {
    picture.diagnosis = model.voters == Voters::all ? diagnose(picture.prepared, model)
                                                    : diagnose_early(picture.prepared, model);
    lead_back(picture.diagnosis, picture.prepared.field);
  } catch (const std::exception& error) {
    picture.fault = fault_text(error);  // memory, or scores of a model that are no numbers
  }
  picture.prepared.patches = {};
}

}  // namespace

Classified read_and_prepare(const PictureToClassify& picture, const Config& config,
                            const image::ReadOptions& reading) {
  Classified result;
  result.path = picture.path;
  try {
    const files::Stamp before = files::stamp_of(picture.path);
    // Before the hash: what is no picture may have no end.
    const Photo photo =
        image::read(picture.path, image::with_pixel_size(reading, picture.um_per_px));
    result.content_hash = files::content_hash_of_file(picture.path);
    files::require_unchanged(picture.path, before);
    result.um_per_px = photo.um_per_px;
    result.um_per_px_source = photo.um_per_px_source;
    result.prepared = prepare(photo, config);
  } catch (const InputError& error) {
    result.fault = error.fault();
  } catch (const std::exception& error) {
    result.fault = fault_text(error);  // memory for this one, a library's own limits
  }
  return result;
}

std::size_t pictures_ahead(int threads, bool has_device) {
  constexpr int kThreadsPerPicture = 4;  // preparing a field takes less than a tenth of encoding it
  constexpr int kMost = 4;
  constexpr int kMostForDevice = 16;  // which is done sooner than a thread prepares the next
  if (has_device) {
    return static_cast<std::size_t>(std::clamp(threads, 1, kMostForDevice));
  }
  return static_cast<std::size_t>(std::clamp(threads / kThreadsPerPicture, 1, kMost));
}

void classify_stream(const NextPicture& next, const TakeResult& take, const Model& model,
                     const image::ReadOptions& reading) {
  std::deque<std::future<Classified>> coming;
  const auto start_next = [&] {
    if (const auto picture = next()) {
      coming.push_back(std::async(std::launch::async, read_and_prepare, *picture,
                                  std::cref(model.config), reading));
    }
  };
  const Network& network = *model.network;
  for (std::size_t i = 0; i < pictures_ahead(network.facts().threads, network.appetite() > 1);
       ++i) {
    start_next();
  }
  while (!coming.empty()) {
    Classified current = coming.front().get();
    coming.pop_front();
    start_next();
    finish(current, model);
    if (!take(std::move(current))) {
      return;  // the futures' destructors wait for the pictures that are being prepared
    }
  }
}

}  // namespace msmv
