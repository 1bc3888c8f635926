// What an interrupted run left behind: rows that are taken from it must come out whole.

#include <fstream>

#include "fuzz/input.h"
#include "msmv/files/journal.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace msmv;
  const auto& partial = fuzz::file_of({data, size}, "out.csv.partial");
  const std::filesystem::path output = partial.parent_path() / "out.csv";
  fuzz::read_or_refuse([&] {
    files::Journal journal(output, "run", files::Resume::yes);
    journal.take_earlier(0, "a");
    journal.add(1, "b", "row\n");
    journal.finish("");
  });
  return 0;
}
