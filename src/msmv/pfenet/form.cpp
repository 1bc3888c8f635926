#include "msmv/pfenet/form.h"

#include "msmv/values/errors.h"

namespace msmv::pfenet {
namespace {

void require_multiple(const std::string& what, int number, const std::string& of, int unit) {
  if (number % unit != 0) {
    throw InputError(what + ": " + std::to_string(number) + " is no multiple of " + of + ", " +
                     std::to_string(unit));
  }
}

}  // namespace

void check(const Form& form, const std::string& where) {
  require_multiple(where + ".image_px", form.image_px, "the patch", form.patch_px);
  require_multiple(where + ".input_px", form.input_px, "the patch", form.patch_px);
  require_multiple(where + ".width", form.width, "the heads", form.heads);
  if (form.registers_in_positions && !form.class_in_positions) {
    throw InputError(where + ".registers_in_positions: the class token must have one, too");
  }
  if (form.resize_px < form.input_px) {
    throw InputError(where + ".resize_px: " + std::to_string(form.resize_px) +
                     " is less than the input, " + std::to_string(form.input_px));
  }
}

}  // namespace msmv::pfenet
