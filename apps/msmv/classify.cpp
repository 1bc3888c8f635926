#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "commands.h"
#include "earlier_table.h"
#include "input_files.h"
#include "interrupt.h"
#include "loading_options.h"
#include "msmv/classify/stream.h"
#include "msmv/dataset/output_names.h"
#include "msmv/dataset/read.h"
#include "msmv/doctor/build_facts.h"
#include "msmv/explain/picture.h"
#include "msmv/files/content_hash.h"
#include "msmv/files/journal.h"
#include "msmv/image/write.h"
#include "msmv/report/overlay.h"
#include "msmv/report/prediction_csv.h"
#include "msmv/report/prediction_json.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "prediction_of.h"
#include "process.h"
#include "progress.h"
#include "reading_options.h"
#include "say.h"
#include "within.h"

namespace msmv::app {
namespace {

struct ClassifyArguments {
  std::vector<std::string> paths;
  std::filesystem::path root, model, output, overlays, explanations;
  bool as_json = false, resume = false, retry_faulty = false, accept_unfit = false;
  image::ReadOptions reading;
  LoadOptions loading;
};

// Where the rows go: standard output, or a file that appears only when the run is complete.
class Sink {
 public:
  Sink(const ClassifyArguments& arguments, const Model& model)
      : as_json_(arguments.as_json), classes_(model.config.classes) {
    if (!as_json_) {
      std::ostringstream text;
      report::write_csv_header(text, classes_);
      header_ = text.str();
    }
    if (arguments.output.empty()) {
      std::cout << header_;
      require_written_output();
      return;
    }
    if (arguments.retry_faulty && std::filesystem::exists(arguments.output)) {
      finished_.emplace(arguments.output, model);
    }
    const doctor::BuildFacts& build = doctor::build_facts();
    const std::string& device = model.network->facts().device;
    const Json run = {{"command", "classify"},
                      {"build", build.version + " " + build.revision},
                      {"model", model.id},
                      {"json", as_json_},
                      {"precision", model.network->facts().precision},
                      {"backend", enum_name(arguments.loading.backend)},
                      {"device", device.substr(0, device.find(':'))},
                      {"early_vote", arguments.loading.voters == Voters::until_settled},
                      {"require_mpp", arguments.reading.require_pixel_size},
                      {"accept_unfit", arguments.accept_unfit}};
    journal_.emplace(arguments.output, run.dump(),
                     arguments.resume ? files::Resume::yes : files::Resume::no);
    say_unless_locked(journal_->is_locked(), arguments.output);
  }

  // Whether an earlier run has a row of a picture of this name, and of this very picture: then it
  // is this run's, too. What names it may be the beginning of its key.
  bool may_have(const std::string& name) const {
    return journal_ &&
           (journal_->has_earlier(name + "\n") || (finished_ && finished_->may_have(name)));
  }
  bool has(std::size_t place, const std::string& key) {
    return journal_ && journal_->take_earlier(place, key);
  }

  // The same of a finished table whose faulty rows are tried again: its row is taken over.
  bool take_finished(std::size_t place, const std::string& key, const dataset::Sample& sample,
                     const std::string& content_hash, const image::ReadOptions& reading) {
    const auto row = finished_ ? finished_->row(sample.name, content_hash,
                                                image::with_pixel_size(reading, sample.um_per_px))
                               : std::nullopt;
    if (row) {
      journal_->add(place, key, *row);
    }
    return row.has_value();
  }

  // A row without a key is not trusted by a later run: the picture is looked at again.
  void add(std::size_t place, const std::string& key, const report::Prediction& prediction,
           Progress& progress) {
    std::ostringstream row;
    if (as_json_) {
      report::write_json_line(row, prediction, classes_);
    } else {
      report::write_csv_row(row, prediction, classes_);
    }
    if (!journal_) {
      progress.clear();  // both may go to one terminal
      std::cout << row.str();
      require_written_output();
    } else {
      journal_->add(place, key, row.str());
    }
  }

  void finish() {
    if (journal_) {
      journal_->finish(header_);
    }
  }

 private:
  bool as_json_;
  ClassNames classes_;
  std::string header_;
  std::optional<files::Journal> journal_;
  std::optional<EarlierTable> finished_;
};

// What names a picture in the journal: its name, its bytes, the pixel size it is read with, and
// what was drawn of it, if anything: without that it is the beginning of all these.
std::string key_of(const dataset::Sample& sample, const image::ReadOptions& reading,
                   const std::string& content_hash,
                   const std::vector<std::filesystem::path>& drawn) {
  const auto given = image::with_pixel_size(reading, sample.um_per_px).given_um_per_px;
  const std::string mpp = given ? decimal(given->x) + " " + decimal(given->y) : "of the file";
  std::string key = sample.name + "\n" + mpp + "\n" + content_hash + "\n";
  for (const std::filesystem::path& picture : drawn) {
    key += picture.lexically_normal().string() + "\n";
  }
  return key;
}

void draw_overlay(const std::filesystem::path& picture, const Classified& classified,
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

std::filesystem::path model_path_of(const ClassifyArguments& arguments) {
  return arguments.model.empty() ? default_model_path() : arguments.model;
}

// Without what is at fault or was drawn by an earlier run.
dataset::Dataset fields_of(const dataset::Reading& listed, const ClassifyArguments& arguments) {
  dataset::Dataset fields = dataset::without(listed.dataset, listed.faults);
  for (const std::filesystem::path& folder : {arguments.overlays, arguments.explanations}) {
    fields.samples = without_drawn(std::move(fields.samples), arguments.paths, folder);
  }
  return fields;
}

// One in the folder for each sample; none without a folder. Nothing that is read may be written.
std::vector<std::filesystem::path> pictures_in(const std::filesystem::path& folder,
                                               const dataset::Dataset& fields,
                                               const std::vector<dataset::Fault>& faults,
                                               const ClassifyArguments& arguments) {
  InputFiles inputs = inputs_of(fields, faults);
  inputs.add(model_path_of(arguments));
  inputs.require_other(arguments.output);
  if (folder.empty()) {
    return {};
  }
  std::vector<std::filesystem::path> pictures;
  for (const std::string& name : dataset::output_names(fields.samples)) {
    pictures.push_back(folder / (name + ".png"));
    inputs.require_other(pictures.back());
  }
  return pictures;
}

std::optional<explain::Explainer> explainer_of(const ClassifyArguments& arguments) {
  return arguments.explanations.empty()
             ? std::nullopt
             : std::optional<explain::Explainer>(
                   std::make_shared<const ModelFile>(model::read(model_path_of(arguments))));
}

class Run {
 public:
  Run(const ClassifyArguments& arguments, const Model& model, const dataset::Reading& listed)
      : arguments_(arguments),
        model_(model),
        fields_(fields_of(listed, arguments)),
        overlays_(pictures_in(arguments.overlays, fields_, listed.faults, arguments)),
        explanations_(pictures_in(arguments.explanations, fields_, listed.faults, arguments)),
        explainer_(explainer_of(arguments)),
        sink_(arguments, model),
        progress_("Classified", static_cast<std::int64_t>(samples_.size())),
        assumed_size_(arguments.reading) {
    // Rows of a manifest that are wrong by themselves come first.
    for (const dataset::Fault& fault : dataset::one_a_file(listed.faults)) {
      say(fault.path, fault.text);
      sink_.add(failed_++, "", {.file = fault.path.string(), .fault = fault.text}, progress_);
    }
    faults_ = failed_;
  }

  Outcome run() {
    FinishPicture draw;
    if (!overlays_.empty() || explainer_) {
      draw = [this](const Classified& classified) { draw_pictures(classified); };
    }
    classify_stream([this] { return next(); },
                    [this](Classified&& classified) { return take(std::move(classified)); }, model_,
                    arguments_.reading, draw);
    if (was_interrupted() && done_ < samples_.size()) {
      progress_.clear();
      const std::string cure = arguments_.output.empty() ? "" : "; --resume goes on from here";
      throw InputError("interrupted after " + std::to_string(done_) + " of " +
                       std::to_string(samples_.size()) + " pictures" + cure);
    }
    sink_.finish();
    progress_.clear();
    say_failed(failed_, faults_ + samples_.size());
    return failed_ == 0 ? Outcome::ok : Outcome::some_input_failed;
  }

 private:
  // The next picture without a row from an earlier run.
  std::optional<PictureToClassify> next() {
    const std::scoped_lock lock(state_);
    while (next_ < samples_.size() && !was_interrupted()) {
      const std::size_t index = next_++;
      const dataset::Sample& sample = samples_[index];
      if (is_done(index)) {
        progress_.skip(1);
        progress_.show(static_cast<std::int64_t>(++done_));
        continue;
      }
      return PictureToClassify{sample.path, sample.um_per_px, index};
    }
    return std::nullopt;
  }

  // Whether an earlier run has done all that is wanted of this picture.
  bool is_done(std::size_t index) {
    const dataset::Sample& sample = samples_[index];
    const auto is_there = [](const auto& path) { return std::filesystem::exists(path); };
    if (!sink_.may_have(sample.name) || !std::ranges::all_of(drawn(index), is_there)) {
      return false;
    }
    try {
      const std::string hash = files::content_hash_of_file(sample.path);
      const std::string key = key_of(sample, arguments_.reading, hash, drawn(index));
      return sink_.has(faults_ + index, key) ||
             sink_.take_finished(faults_ + index, key, sample, hash, arguments_.reading);
    } catch (const InputError&) {
      return false;  // it can't be read: classify_stream says why
    }
  }

  void draw_pictures(const Classified& classified) const {
    if (!overlays_.empty()) {
      draw_overlay(overlays_[classified.index], classified, model_.config.classes);
    }
    if (explainer_) {
      image::write(explanations_[classified.index],
                   explain::explanation(classified.prepared, classified.diagnosis, *explainer_,
                                        model_.config.classes));
    }
  }

  // What is to be drawn of a picture.
  std::vector<std::filesystem::path> drawn(std::size_t index) const {
    std::vector<std::filesystem::path> pictures;
    for (const auto* of_all : {&overlays_, &explanations_}) {
      if (!of_all->empty()) {
        pictures.push_back((*of_all)[index]);
      }
    }
    return pictures;
  }

  // An overlay that can't be drawn is a failure, but the class stands.
  bool is_drawn(const Classified& classified, std::string& note) {
    const std::string& fault = classified.finish_fault;
    if (fault.empty()) {
      return true;
    }
    ++failed_;
    progress_.clear();
    app::say(fault);
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
      say(classified.path, message_of(prediction));
    } else {
      if (is_drawn(classified, prediction.note)) {
        key = key_of(sample, arguments_.reading, classified.content_hash, drawn(index));
      }
      assumed_size_.look_at(classified.path, prediction.um_per_px_source, &progress_);
    }
    sink_.add(faults_ + index, key, prediction, progress_);
    progress_.show(static_cast<std::int64_t>(++done_));
    return !was_interrupted();
  }

  void say(const std::filesystem::path& path, const std::string& text) {
    progress_.clear();
    app::say(path, text);
  }

  const ClassifyArguments& arguments_;
  const Model& model_;
  dataset::Dataset fields_;
  const std::vector<dataset::Sample>& samples_ = fields_.samples;
  // Of each sample; none where none are wanted.
  std::vector<std::filesystem::path> overlays_, explanations_;
  std::optional<explain::Explainer> explainer_;
  Sink sink_;
  Progress progress_;
  std::mutex state_;  // the next picture is asked for while a result is taken
  std::size_t next_ = 0;
  std::size_t faults_ = 0;  // rows of a manifest that are wrong by themselves
  std::size_t failed_ = 0;  // these and pictures
  std::size_t done_ = 0;
  AssumedSize assumed_size_;
};

Outcome classify_all(const ClassifyArguments& arguments) {
  const dataset::Reading listed = dataset::list_pictures(arguments.paths, std::cin, arguments.root);
  for (const dataset::Fault& note : listed.notes) {
    say(note.path, note.text);
  }
  Model model = load_and_say(model_path_of(arguments), arguments.loading);
  model.config.fitness.refuse = model.config.fitness.refuse && !arguments.accept_unfit;
  if (!arguments.overlays.empty() && arguments.overlays == arguments.explanations) {
    throw InputError(arguments.overlays, "is named by --overlay and by --explain: one would replace "
                                         "the other's pictures");
  }
  for (const std::filesystem::path& folder : {arguments.overlays, arguments.explanations}) {
    if (!folder.empty()) {
      std::filesystem::create_directories(folder);
    }
  }
  catch_interrupts();
  return Run(arguments, model, listed).run();
}

}  // namespace

void add_classify(Program& program) {
  const auto arguments = std::make_shared<ClassifyArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "classify", "Classifies pictures: the class of each, with scores and votes");
  command
      ->add_option("PATH", arguments->paths,
                   "pictures, folders, manifests (*.csv), or - for a list on standard input")
      ->required();
  command->add_option("--root", arguments->root, "folder that a manifest's files lie in");
  command->add_option("--model", arguments->model, "model file [the one that ships]");
  CLI::Option* output =
      command->add_option("--output", arguments->output,
                          "file for the table [-, standard output]; appears when complete");
  command->add_flag("--json", arguments->as_json, "JSON lines with every view, instead of CSV");
  command->add_option("--overlay", arguments->overlays,
                      "folder for one annotated PNG a picture: its nuclei and key regions");
  command->add_option("--explain", arguments->explanations,
                      "folder for one PNG a picture: which places spoke for its class");
  command
      ->add_flag("--resume", arguments->resume, "resume an interrupted run into the same --output")
      ->needs(output);
  command
      ->add_flag("--retry-faulty", arguments->retry_faulty,
                 "pictures that have an error in the finished --output are tried again; its other "
                 "rows are taken over")
      ->needs(output);
  add_accept_unfit_flag(*command, arguments->accept_unfit);
  add_reading_options(*command, arguments->reading);
  add_loading_options(*command, arguments->loading);
  command->add_flag(
      "--early-vote",
      [arguments](std::int64_t count) {
        arguments->loading.voters = count > 0 ? Voters::until_settled : Voters::all;
      },
      "ask the views only until the rest can't change the class: the same class, sooner; scores "
      "and votes are those of the views asked");
  command->footer("Example: msmv classify fields/ --output classes.csv --overlay overlays/");
  command->callback([arguments, &program] {
    if (arguments->retry_faulty && arguments->as_json) {
      throw CLI::ValidationError("--retry-faulty", "takes rows from a CSV table, not from --json");
    }
    if (arguments->output == "-") {  // as the PATH - is standard input
      if (arguments->resume || arguments->retry_faulty) {
        throw CLI::RequiresError("--resume", "an --output file");
      }
      arguments->output.clear();
    }
    program.outcome = classify_all(*arguments);
  });
}

}  // namespace msmv::app
