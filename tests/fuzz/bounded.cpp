// A fuzzer without libFuzzer, for the ordinary tests: first each file it starts from, then so many
// inputs changed at random from them, always the same ones. tools/fuzz.sh finds more, guided by
// what the inputs reach, and with the sanitizers.
//   NAME_bounded INPUTS FROM...
// FROM is a file, or READER or READER/PREFIX: the cases of tests/broken for that reader.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <random>
#include <vector>

#include "broken_cases.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kLargest = 16384;

class Mutations {
 public:
  explicit Mutations(std::vector<Bytes> begun_from) : files_(std::move(begun_from)) {}

  Bytes next() {
    Bytes bytes = files_[below(files_.size())];
    for (std::size_t i = 0, changes = 1 + below(6); i < changes; ++i) {
      change(bytes);
    }
    bytes.resize(std::min(bytes.size(), kLargest));
    return bytes;
  }

 private:
  std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }

  void change(Bytes& bytes) {
    const std::size_t at = below(bytes.size() + 1);
    const std::size_t length = std::min(bytes.size() - at, std::size_t{1} << below(8));
    const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    const auto end = begin + static_cast<std::ptrdiff_t>(length);
    switch (below(6)) {
      case 0:  // a byte
        if (length > 0) {
          *begin = static_cast<std::uint8_t>(random_());
        }
        break;
      case 1:  // a number as headers have them: small, large, negative
        for (auto byte = begin; byte != end && byte < begin + 4; ++byte) {
          *byte = std::array<std::uint8_t, 5>{0x00, 0xff, 0x7f, 0x80, 0x01}[below(5)];
        }
        break;
      case 2:
        bytes.erase(begin, end);
        break;
      case 3: {  // the same again
        const Bytes part(begin, end);
        bytes.insert(begin, part.begin(), part.end());
        break;
      }
      case 4: {  // the rest of another file
        const Bytes& other = files_[below(files_.size())];
        bytes.erase(begin, bytes.end());
        bytes.insert(bytes.end(),
                     other.begin() + static_cast<std::ptrdiff_t>(std::min(at, other.size())),
                     other.end());
        break;
      }
      default:
        if (length > 0) {
          *begin ^= static_cast<std::uint8_t>(1U << below(8));
        }
    }
  }

  std::vector<Bytes> files_;
  std::mt19937_64 random_{1};
};

void add_file(std::vector<Bytes>& files, const std::filesystem::path& path) {
  const std::string content = msmv::testing::read_file(path);
  files.emplace_back(content.begin(), content.end());
}

void add_from(std::vector<Bytes>& files, const std::string& from) {
  if (from.starts_with('/')) {
    add_file(files, from);
    return;
  }
  const std::size_t slash = std::min(from.find('/'), from.size());
  const std::string prefix = from.substr(std::min(slash + 1, from.size()));
  for (const auto& broken : msmv::testing::broken_cases(from.substr(0, slash))) {
    if (broken.name().starts_with(prefix) && std::filesystem::exists(broken.folder / "file")) {
      add_file(files, broken.folder / "file");
    }
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::fprintf(stderr, "%s INPUTS FROM...\n", arguments[0]);
    return 2;
  }
  std::vector<Bytes> files;
  for (int i = 2; i < count; ++i) {
    add_from(files, arguments[i]);
  }
  for (const Bytes& file : files) {
    LLVMFuzzerTestOneInput(file.data(), file.size());
  }
  const std::size_t began_from = files.size();
  Mutations mutations(std::move(files));
  const long inputs = std::strtol(arguments[1], nullptr, 10);
  for (long i = 0; i < inputs; ++i) {
    const Bytes bytes = mutations.next();
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  }
  std::printf("%zu files, %ld inputs made from them\n", began_from, inputs);
  return 0;
}
