#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "msmv/nuclei/config.h"
#include "msmv/training/nuclei_report.h"
#include "msmv/training/run.h"

namespace msmv::training {

struct NucleiTraining {
  std::vector<std::filesystem::path> manifests;  // nuclei/labelled_field.h
  std::filesystem::path folder;  // for nuclei.safetensors, report.json, checkpoint, log.jsonl
  std::string hold_out;          // nuclei::hold_out
  bool resume = false;
  std::filesystem::path trained;  // a network that is only given its ranges for int8; or none
  nuclei::NetworkConfig network;
  nuclei::Recipe recipe;
  std::function<bool()> is_interrupted = [] { return false; };
  std::function<void(std::size_t step, double loss)> progress = [](std::size_t, double) {};
};

struct TrainedNuclei {
  Outcome outcome = Outcome::finished;
  std::vector<SourceReport> held_out;             // by source; empty without --hold-out
  std::vector<SourceReport> held_out_over_turns;  // the same by nuclei::over_eight_turns
  std::size_t fields = 0;                         // learnt from
};

// Trains a centre network on the fields of the manifests but for those held out, measures the
// ranges that int8 needs on crops of them, writes it as nuclei.safetensors with recipe, data and
// numbers as its provenance, and evaluates it on the held-out fields: report.json. Throws
// InputError for faulty manifests and fields, and as the trainer does.
TrainedNuclei train_nuclei(const NucleiTraining& training);

}  // namespace msmv::training
