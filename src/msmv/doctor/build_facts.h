#pragma once

#include <string>
#include <vector>

namespace msmv::doctor {

// How this program was built.
struct BuildFacts {
  std::string version;     // "0.1.0"
  std::string revision;    // git's, with "-dirty" behind it where files differ; or "unknown"
  std::string build_type;  // "Release"
  std::string compiler;    // "GNU 12.2.0"
};
const BuildFacts& build_facts();

struct Library {
  std::string name, version;
};

// The libraries that a result depends on, with the version that is loaded, or compiled in.
std::vector<Library> libraries();

// All of it for people, with BLAS and processor: some lines, the first "msmv VERSION (...)".
std::string version_text();

}  // namespace msmv::doctor
