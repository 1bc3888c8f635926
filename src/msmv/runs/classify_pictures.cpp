#include "msmv/runs/classify_pictures.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "msmv/classify/stream.h"
#include "msmv/dataset/output_names.h"
#include "msmv/explain/picture.h"
#include "msmv/files/content_hash.h"
#include "msmv/image/write.h"
#include "msmv/report/overlay.h"
#include "msmv/runs/assumed_size.h"
#include "msmv/runs/input_files.h"
#include "msmv/runs/prediction_of.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"

namespace msmv::runs {
namespace {

namespace fs = std::filesystem;

// A picture's key in the journal holds its name, its bytes, the pixel size it is read with, and
// what was drawn of it, if anything: without that it is the beginning of all these.
std::string key_of(const dataset::Sample& sample, const image::ReadOptions& reading,
                   const std::string& content_hash, const std::vector<fs::path>& drawn) {
  const auto given = image::with_pixel_size(reading, sample.um_per_px).given_um_per_px;
  const std::string mpp = given ? decimal(given->x) + " " + decimal(given->y) : "of the file";
  std::string key = sample.name + "\n" + mpp + "\n" + content_hash + "\n";
  for (const fs::path& picture : drawn) {
    key += picture.lexically_normal().string() + "\n";
  }
  return key;
}

void draw_overlay(const fs::path& picture, const Classified& classified,
                  const ClassNames& classes) {
  const Diagnosis& diagnosis = classified.diagnosis;
  char score[32];
  std::snprintf(score, sizeof score, " %.2f, %d of %zu votes", diagnosis.scores[diagnosis.label],
                diagnosis.votes[diagnosis.label], diagnosis.views.size());
  image::write(picture, report::draw_overlay(normalized_field(classified.prepared),
                                             {.nuclei = classified.prepared.nuclei,
                                              .regions = classified.prepared.regions,
                                              .caption = classes[diagnosis.label] + score}));
}

// Without what is at fault or was drawn by an earlier run.
dataset::Dataset fields_of(const dataset::Reading& listed, const ClassifyPictures& options,
                           const Watch& watch) {
  dataset::Dataset fields = dataset::without(listed.dataset, listed.faults);
  for (const fs::path& folder : {options.overlays, options.explanations}) {
    fields.samples = without_drawn(std::move(fields.samples), options.paths, folder, watch);
  }
  return fields;
}

// The pictures that are drawn, of each sample in both kinds. Nothing that is read may be written.
class Drawings {
 public:
  Drawings(const ClassifyPictures& options, const dataset::Dataset& fields,
           const std::vector<dataset::Fault>& faults) {
    InputFiles inputs = inputs_of(fields, faults);
    inputs.add(options.model_path);
    inputs.require_other(options.rows.output);
    overlays_ = pictures_in(options.overlays, fields, inputs);
    explanations_ = pictures_in(options.explanations, fields, inputs);
    if (!explanations_.empty()) {
      explainer_.emplace(std::make_shared<const ModelFile>(model::read(options.model_path)));
    }
  }

  std::vector<fs::path> of(std::size_t sample) const {
    std::vector<fs::path> pictures;
    for (const auto* of_all : {&overlays_, &explanations_}) {
      if (!of_all->empty()) {
        pictures.push_back((*of_all)[sample]);
      }
    }
    return pictures;
  }

  FinishPicture draw(const ClassNames& classes) const {
    if (overlays_.empty() && !explainer_) {
      return {};
    }
    return [this, &classes](const Classified& classified) {
      if (!overlays_.empty()) {
        draw_overlay(overlays_[classified.index], classified, classes);
      }
      if (explainer_) {
        image::write(
            explanations_[classified.index],
            explain::explanation(classified.prepared, classified.diagnosis, *explainer_, classes));
      }
    };
  }

 private:
  static std::vector<fs::path> pictures_in(const fs::path& folder, const dataset::Dataset& fields,
                                           const InputFiles& inputs) {
    std::vector<fs::path> pictures;
    if (!folder.empty()) {
      for (const std::string& name : dataset::output_names(fields.samples)) {
        pictures.push_back(folder / (name + ".png"));
        inputs.require_other(pictures.back());
      }
    }
    return pictures;
  }

  std::vector<fs::path> overlays_, explanations_;  // of each sample; none where none are wanted
  std::optional<explain::Explainer> explainer_;
};

class Run {
 public:
  Run(const ClassifyPictures& options, const Model& model, const dataset::Reading& listed,
      const Watch& watch)
      : options_(options),
        model_(model),
        watch_(watch),
        fields_(fields_of(listed, options, watch)),
        drawings_(options, fields_, listed.faults),
        rows_(options.rows, model,
              {{"require_mpp", options.reading.require_pixel_size},
               {"accept_unfit", options.accept_unfit}},
              watch),
        assumed_size_(options.reading) {
    for (const dataset::Fault& fault : dataset::one_a_file(listed.faults)) {
      say(watch, fault.path, fault.text);
      add(failed_++, "", {.file = fault.path.string(), .fault = fault.text});
    }
    faults_ = failed_;
  }

  Ended run() {
    show_done();
    classify_stream([this] { return next(); },
                    [this](Classified&& classified) { return take(std::move(classified)); }, model_,
                    options_.reading, drawings_.draw(model_.config.classes));
    if (done_ == samples_.size()) {
      rows_.finish();
    }
    return {.items = faults_ + samples_.size(), .done = faults_ + done_, .failed = failed_};
  }

 private:
  // The next picture without a row from an earlier run.
  std::optional<PictureToClassify> next() {
    const std::scoped_lock lock(state_);
    while (next_ < samples_.size() && !is_stopped(watch_)) {
      const std::size_t index = next_++;
      const dataset::Sample& sample = samples_[index];
      if (is_done(index)) {
        ++skipped_;
        ++done_;
        show_done();
        continue;
      }
      return PictureToClassify{sample.path, sample.um_per_px, index};
    }
    return std::nullopt;
  }

  // Whether an earlier run has done all that is wanted of this picture.
  bool is_done(std::size_t index) {
    const dataset::Sample& sample = samples_[index];
    const auto is_there = [](const auto& path) { return fs::exists(path); };
    if (!rows_.may_have(sample.name) || !std::ranges::all_of(drawings_.of(index), is_there)) {
      return false;
    }
    try {
      const std::string hash = files::content_hash_of_file(sample.path);
      const std::string key = key_of(sample, options_.reading, hash, drawings_.of(index));
      return rows_.take_earlier(faults_ + index, key, sample, hash, options_.reading);
    } catch (const InputError&) {
      return false;  // it can't be read: classify_stream says why
    }
  }

  // A picture that can't be drawn is a failure, but the class stands.
  bool is_drawn(const Classified& classified, std::string& note) {
    const std::string& fault = classified.finish_fault;
    if (fault.empty()) {
      return true;
    }
    ++failed_;
    say(watch_, fault);
    note += (note.empty() ? "" : "; ") + std::string("no overlay: ") + fault;
    return false;
  }

  bool take(Classified&& classified) {
    const std::scoped_lock lock(state_);
    const std::size_t index = classified.index;
    const dataset::Sample& sample = samples_[index];
    report::Prediction prediction = prediction_of(classified, sample.name, model_);
    std::string key;
    if (!prediction.has_class()) {
      ++failed_;
      say(watch_, classified.path, message_of(prediction));
    } else {
      if (is_drawn(classified, prediction.note)) {
        key = key_of(sample, options_.reading, classified.content_hash, drawings_.of(index));
      }
      assumed_size_.look_at(classified.path, prediction.um_per_px_source, watch_);
    }
    add(faults_ + index, key, prediction);
    ++done_;
    show_done();
    return !is_stopped(watch_);
  }

  void add(std::size_t place, const std::string& key, const report::Prediction& prediction) {
    rows_.add(place, key, prediction);
    if (options_.take) {
      options_.take(prediction);
    }
  }

  void show_done() const {
    show(watch_, {.what = "Classified",
                  .done = static_cast<std::int64_t>(done_),
                  .of = static_cast<std::int64_t>(samples_.size()),
                  .skipped = static_cast<std::int64_t>(skipped_)});
  }

  const ClassifyPictures& options_;
  const Model& model_;
  const Watch& watch_;
  dataset::Dataset fields_;
  const std::vector<dataset::Sample>& samples_ = fields_.samples;
  Drawings drawings_;
  PredictionRows rows_;
  AssumedSize assumed_size_;
  std::mutex state_;  // the next picture is asked for while a result is taken
  std::size_t next_ = 0;
  std::size_t faults_ = 0;   // rows of a manifest that are wrong by themselves
  std::size_t failed_ = 0;   // these and pictures
  std::size_t done_ = 0;     // pictures
  std::size_t skipped_ = 0;  // of these: by an earlier run
};

}  // namespace

Ended classify_pictures(const dataset::Reading& listed, const Model& model,
                        const ClassifyPictures& options, const Watch& watch) {
  if (!options.overlays.empty() && options.overlays == options.explanations) {
    throw InputError(options.overlays,
                     "is named by --overlay and by --explain: one would replace "
                     "the other's pictures");
  }
  for (const fs::path& folder : {options.overlays, options.explanations}) {
    if (!folder.empty()) {
      fs::create_directories(folder);
    }
  }
  Model accepting = model;
  accepting.config.fitness.refuse = model.config.fitness.refuse && !options.accept_unfit;
  return Run(options, accepting, listed, watch).run();
}

}  // namespace msmv::runs
