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

}  // namespace

Classified read_and_prepare(const PictureToClassify& picture, const Config& config,
                            image::ReadOptions reading) {
  Classified result;
  result.path = picture.path;
  if (!reading.given_um_per_px) {
    reading.given_um_per_px = picture.um_per_px;
  }
  try {
    const files::Stamp before = files::stamp_of(picture.path);
    result.content_hash = files::content_hash_of_file(picture.path);
    const Photo photo = image::read(picture.path, reading);
    files::require_unchanged(picture.path, before);
    result.um_per_px = photo.um_per_px;
    result.um_per_px_source = photo.um_per_px_source;
    result.prepared = prepare(photo, config);
  } catch (const InputError& error) {
    result.fault = error.fault();
  }
  return result;
}

std::size_t pictures_ahead(int threads) {
  constexpr int kThreadsPerPicture = 4;  // preparing a field takes less than a tenth of encoding it
  constexpr int kMost = 4;
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
  for (std::size_t i = 0; i < pictures_ahead(model.threads); ++i) {
    start_next();
  }
  while (!coming.empty()) {
    Classified current = coming.front().get();
    coming.pop_front();
    start_next();
    if (current.fault.empty()) {
      current.diagnosis = model.voters == Voters::all ? diagnose(current.prepared, model)
                                                      : diagnose_early(current.prepared, model);
      lead_back(current.diagnosis, current.prepared.field);
      current.prepared.patches = {};
    }
    if (!take(std::move(current))) {
      return;  // the futures' destructors wait for the pictures that are being prepared
    }
  }
}

}  // namespace msmv
