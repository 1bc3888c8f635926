#pragma once

#include <pybind11/pybind11.h>

#include <functional>

#include "msmv/runs/watch.h"

namespace msmv::python {

namespace py = pybind11;

// Does long work on a thread of its own while Python's other threads go on, and waits for it.
// Ctrl+C stops it: then KeyboardInterrupt is raised once it has ended, with what was done kept for
// a run that resumes. `progress` (or None) is called with what is counted, how many are done, of
// how many, and a note; an exception of it stops the work and is raised. What the work says of its
// inputs goes to Python's `warnings`.
void watched(const py::object& progress, const std::function<void(const runs::Watch&)>& work);

}  // namespace msmv::python
