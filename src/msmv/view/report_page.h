#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "msmv/report/evaluation.h"
#include "msmv/view/shelf.h"

namespace msmv::view {

struct ReportOptions {
  std::filesystem::path run;          // a run's folder or table
  std::filesystem::path root;         // a folder that its pictures or slides lie in
  std::filesystem::path labels;       // a manifest; empty: labels.csv beside the run, if there
  std::filesystem::path labels_root;  // that its files are relative to
  std::string build;                  // version and revision of who writes it
  int threads = 0;                    // that read pictures; 0: all
  std::function<std::string(const std::string& model_id)> provenance;  // a sentence; may be empty
  std::function<void(const std::string& line)> say;  // what the page lacks; may be empty
};

// One HTML page about a run of `classify` or `slides`, which needs no other file: what was run,
// classes and confidence, with labels what `evaluate` gives, the cases to review first, faults, and
// every case with a thumbnail: of a slide its heat map, which lies in the run's folder. About 12 kB
// a case. A case with a class whose picture isn't found is counted on the page and said. Throws
// InputError for what can't be read and for a folder with more than one run.
std::string report_page(const ReportOptions& options);

}  // namespace msmv::view
