#pragma once

#include <string>
#include <vector>

#include "msmv/report/evaluation.h"
#include "msmv/view/shelf.h"

// The parts of a report's page, each as HTML.

namespace msmv::view {

// How sure a case's answer is: its highest score, and the share of voters for its class; 0 without
// a class.
double confidence_of(const Row& row);
double agreement_of(const Row& row);
// Its class among the run's; nothing without one. A slide's is that of most of its tissue.
std::optional<std::size_t> class_of(const Row& row);
// "ok", "unfit", "no_tissue" or "error", and what its table says beside it.
std::string status_of(const Row& row);
std::string message_of(const Row& row);

// Indices of the rows with a class, those to look at first before the others: least agreement,
// then least confidence; of slides, most tissue of the classes that a run reviews.
std::vector<std::size_t> review_order(const Collection& run);

// How many cases of each class, and how many of each confidence.
std::string distribution_section(const Collection& run);

// Headline, figures by class, and the charts of `evaluate`.
std::string evaluation_section(const report::Evaluation& evaluation);

std::string faults_section(const Collection& run);

// A table of some rows; `thumbnails` are data URIs by row, empty where there is none.
std::string cases_table(const Collection& run, const std::vector<std::size_t>& rows,
                        const std::vector<std::string>& thumbnails);

}  // namespace msmv::view
