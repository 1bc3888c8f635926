#pragma once

#include <functional>

#include "msmv/config/json.h"
#include "msmv/view/shelf.h"

namespace msmv::view {

// Tells the page of a collection: kind, title, classes with their colours, and its rows.
// `label_of` says which label a reader has given to a row; empty: none.
Json to_json(const Collection& collection,
             const std::function<std::string(std::size_t row)>& label_of);

// The kind as the page knows it: "pictures", "fields" or "slides".
const char* name(Collection::Kind kind);

// "classes.csv", or the name of the folder.
std::string title_of(const Collection& collection);

// A list of {name, colour}, colours as "#rrggbb".
Json classes_json(const ClassNames& classes);

}  // namespace msmv::view
