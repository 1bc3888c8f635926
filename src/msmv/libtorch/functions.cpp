#include "msmv/libtorch/functions.h"

#include <dlfcn.h>

#include <string>
#include <string_view>

#include "msmv/files/installed.h"
#include "msmv/values/errors.h"
#include "msmv_revision.h"  // written when building

namespace msmv::libtorch {
namespace {

constexpr const char* kName = "libmsmv_torch.so";

std::string last_fault() {
  const char* text = dlerror();
  return text == nullptr ? "unknown fault" : text;
}

const Functions& load() {
  const std::string file = path().string();
  // Never closed: LibTorch can't be unloaded.
  void* const library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    throw InputError(
        "LibTorch is needed for this and can't be loaded (./quickstart.sh "
        "--with-training builds it, $MSMV_TORCH names another " +
        std::string(kName) + "): " + last_fault());
  }
  using Revision = const char* (*)();
  using Entry = const Functions* (*)();
  const auto revision = reinterpret_cast<Revision>(dlsym(library, "msmv_libtorch_revision"));
  const auto entry = reinterpret_cast<Entry>(dlsym(library, "msmv_libtorch_functions"));
  if (revision == nullptr || entry == nullptr) {
    throw InputError(file, "is no " + std::string(kName) + " of msmv's");
  }
  // The arguments of its functions may have changed in between.
  if (std::string_view(revision()) != MSMV_REVISION) {
    throw InputError(file, std::string("was built from revision ") + revision() +
                               " of msmv, this is " + MSMV_REVISION + ": build both anew");
  }
  return *entry();
}

}  // namespace

std::filesystem::path path() {
  return files::find_installed_library("MSMV_TORCH", kName).value_or(kName);
}

const Functions& functions() {
  static const Functions& loaded = load();
  return loaded;
}

}  // namespace msmv::libtorch
