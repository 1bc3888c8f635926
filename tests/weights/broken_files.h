#pragma once

#include "broken_cases.h"

namespace msmv::testing {

// Gives the file of each case of tests/broken that is for `reader` to `read`, which must throw the
// fault that the case expects, as one line, or nothing where it expects none. Returns the number of
// cases.
template <class Read>
std::size_t expect_faults(const std::string& reader, Read&& read) {
  const auto cases = broken_cases(reader);
  for (const BrokenCase& broken : cases) {
    const std::filesystem::path file = broken.folder / "file";
    const std::string fault = broken.expect.value("fault", "");
    const std::string wanted = fault.empty() ? "no fault" : file.string() + ": " + fault;
    std::string line = "no fault";
    try {
      read(file);
    } catch (const InputError& error) {
      line = error.what();
    }
    EXPECT_EQ(line, wanted) << broken.name();
    EXPECT_EQ(line.find('\n'), std::string::npos) << broken.name();
  }
  return cases.size();
}

}  // namespace msmv::testing
