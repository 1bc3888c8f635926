#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "msmv/dataset/dataset.h"
#include "msmv/values/class_scores.h"

namespace msmv::dataset {

inline constexpr std::size_t kMostClasses = 1000;  // as many as a model may have

// Names of a data set and the classes that they mean: {"malignant", "Invasive"}.
using ClassMap = std::vector<std::pair<std::string, std::string>>;

// The class that a name stands for in a map; the name itself where the map lacks it. Spellings are
// compared as find_class does.
std::string mapped_class(const ClassMap& map, std::string_view name);

// The class that `name` means. Capitals, blanks, hyphens, underscores, Unicode's forms and a
// closing "carcinoma" don't count: "in situ", "In_Situ" and "InSitu carcinoma" are all InSitu.
std::optional<std::size_t> find_class(const ClassNames& classes, std::string_view name);

// The classes of a data set that names none beforehand: BACH's, in BACH's order, when all names
// that occur are BACH's, or all of BACH's occur (any other is then a mistake to be reported);
// otherwise the names that occur, alphabetically, two spellings of one name counted once.
ClassNames classes_among(std::span<const std::string> names);

// The same for the names in a table's column `class`. Throws InputError when they are more than
// kMostClasses: the column holds something else then, and a confusion matrix has classes^2 cells.
ClassNames classes_of_table(const std::filesystem::path& table, std::span<const std::string> names);

// `unknown class "Bening"; did you mean "Benign"?`, with the list of those that there are when no
// name is near.
std::string unknown_class(const ClassNames& classes, std::string_view name);

// All of them in one line, each with how many images have it, the classes that there are, and the
// cure: --map.
std::string unknown_classes_text(const ClassNames& classes, std::span<const UnknownClass> unknown);

}  // namespace msmv::dataset
