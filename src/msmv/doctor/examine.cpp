#include "msmv/doctor/examine.h"

#include <algorithm>
#include <optional>

#include "msmv/classify/model.h"
#include "msmv/doctor/build_facts.h"
#include "msmv/doctor/machine.h"
#include "msmv/doctor/self_test.h"
#include "msmv/files/temporary_folder.h"
#include "msmv/libtorch/functions.h"
#include "msmv/slide/slide.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"

namespace msmv::doctor {
namespace {

Finding judge_gpu() {
  const int count = libtorch::functions().cuda_devices();
  return {.text = count == 0 ? "none that LibTorch can use; training runs on the processor"
                             : counted(static_cast<std::size_t>(count), "CUDA device")};
}

Finding judge_model(const std::filesystem::path& path, const ModelFile& file) {
  return {.text = path.string() + ", id " + file.id + ", " +
                  fixed(static_cast<double>(file.bytes) / 1e6, 1) + " MB, " +
                  std::to_string(file.config.classes.size()) + " classes"};
}

// Which precisions this model runs in here, and what keeps it from the others.
Finding judge_precisions(const ModelFile& file) {
  Finding finding;
  std::string missing;
  for (const auto& [precision, name] : enum_names(engine::Precision{})) {
    std::string fault;
    try {
      const auto network = load_network(file, {.precision = precision});
      // That LibTorch does it in place of the engine is no fault.
      fault = network->facts().precision == name ? "" : network->facts().fallback;
    } catch (const InputError& error) {
      fault = error.what();
    }
    if (fault.empty()) {
      finding.text += (finding.text.empty() ? "" : ", ") + std::string(name);
    } else {
      missing += "; " + fault;
    }
    if (precision == engine::Precision::fp32 && !fault.empty()) {
      finding.state = State::broken;
    }
  }
  finding.text += missing;
  return finding;
}

// DICOM came with OpenSlide 4.
Finding judge_slides() {
  const std::string version = slide::openslide_version();
  return {.text = "OpenSlide " + version +
                  " reads SVS, NDPI, VMS, VMU, SCN, MRXS, BIF, SVSLIDE, tiled TIFF" +
                  (version.starts_with("3.") ? "; DICOM needs OpenSlide 4" : " and DICOM")};
}

// Adds the findings that need the model; without one, that is the only finding.
void examine_model(const std::filesystem::path& named, const phantom::Phantom& phantom,
                   std::vector<Finding>& findings) {
  std::filesystem::path path;
  std::optional<ModelFile> file;
  findings.push_back(look_at("model", [&] {
    path = named.empty() ? default_model_path() : named;
    file = model::read(path);
    return judge_model(path, *file);
  }));
  if (!file) {
    return;
  }
  findings.push_back(look_at("precisions", [&] { return judge_precisions(*file); }));
  findings.push_back(look_at("chain", [&] {
    return judge_chain(phantom, files::temporary_folder(), load_model(path, {}),
                       load_model(path, {.backend = Backend::libtorch}));
  }));
}

}  // namespace

std::vector<Finding> examine(const std::filesystem::path& model) {
  std::vector<Finding> findings = {
      look_at("processor", [] { return judge_processor(engine::processor()); }),
      look_at("BLAS", [] { return judge_blas(loaded_blas()); }),
      look_at("GPU", judge_gpu),
      look_at("slides", judge_slides),
      look_at("temporary files", [] { return judge_temporary_folder(files::temporary_folder()); }),
  };
  const phantom::Phantom phantom = phantom::draw(1, {});
  findings.push_back(look_at("nuclei", [&] { return judge_nuclei(phantom); }));
  examine_model(model, phantom, findings);
  return findings;
}

bool is_any_broken(const std::vector<Finding>& findings) {
  return std::ranges::any_of(findings,
                             [](const Finding& finding) { return finding.state == State::broken; });
}

Json to_json(const std::vector<Finding>& findings) {
  const BuildFacts& facts = build_facts();
  Json json = {{"version", facts.version},       {"revision", facts.revision},
               {"build_type", facts.build_type}, {"compiler", facts.compiler},
               {"libraries", Json::object()},    {"is_any_broken", is_any_broken(findings)},
               {"findings", Json::array()}};
  for (const Library& library : libraries()) {
    json["libraries"][library.name] = library.version;
  }
  for (const Finding& finding : findings) {
    json["findings"].push_back(
        {{"name", finding.name}, {"state", enum_name(finding.state)}, {"text", finding.text}});
  }
  return json;
}

}  // namespace msmv::doctor
