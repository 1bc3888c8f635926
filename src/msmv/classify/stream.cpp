#include "msmv/classify/stream.h"

#include "msmv/classify/early.h"
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

void diagnose_picture(Classified& picture, const Model& model) {
  picture.diagnosis = model.voters == Voters::all ? diagnose(picture.prepared, model)
                                                  : diagnose_early(picture.prepared, model);
  lead_back(picture.diagnosis, picture.prepared.field);
}

// What a job throws, as text.
template <class Job>
std::string fault_in(const Job& job) {
  try {
    job();
    return "";
  } catch (const InputError& error) {
    return error.fault();
  } catch (const std::exception& error) {
    return fault_text(error);  // memory, a library's own limits, scores that are no numbers
  }
}

}  // namespace

Classified read_and_prepare(const PictureToClassify& picture, const Config& config,
                            const image::ReadOptions& reading) {
  Classified result{.path = picture.path, .index = picture.index};
  result.fault = fault_in([&] {
    const image::PictureFile file(picture.path, image::with_pixel_size(reading, picture.um_per_px));
    const Photo photo = file.decode();
    result.content_hash = file.content_hash();
    result.um_per_px = photo.um_per_px;
    result.um_per_px_source = photo.um_per_px_source;
    result.note = photo.note;
    result.prepared = prepare(photo, config);
  });
  return result;
}

Classified classify_photo(const Photo& photo, const Model& model) {
  Classified result{
      .path = photo.path, .um_per_px = photo.um_per_px, .um_per_px_source = photo.um_per_px_source};
  result.prepared = prepare(photo, model.config);
  if (result.prepared.unfit.empty()) {
    diagnose_picture(result, model);
  }
  return result;
}

PipelineOptions pipeline_for(const Network& network) {
  const int threads = network.facts().threads;
  return {.threads = network.appetite() > 1 ? 2 * threads : threads};
}

void classify_stream(const NextPicture& next, const TakeResult& take, const Model& model,
                     const image::ReadOptions& reading, const FinishPicture& finish) {
  const auto work = [&](const PictureToClassify& picture) {
    Classified result = read_and_prepare(picture, model.config, reading);
    if (result.fault.empty() && result.prepared.unfit.empty()) {
      result.fault = fault_in([&] { diagnose_picture(result, model); });
    }
    if (result.fault.empty() && result.prepared.unfit.empty() && finish) {
      try {
        finish(result);
      } catch (const std::exception& error) {
        result.finish_fault = fault_text(error);
      }
    }
    result.prepared.patches = {};
    result.prepared.field.image = {};
    return result;
  };
  run_pipeline(next, work, take, pipeline_for(*model.network));
}

}  // namespace msmv
