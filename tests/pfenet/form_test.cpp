#include "msmv/pfenet/form.h"

#include <gtest/gtest.h>

#include "msmv/config/json.h"
#include "msmv/values/errors.h"

namespace msmv::pfenet {
namespace {

std::string fault_of(const Form& form) {
  try {
    check(form, "form");
  } catch (const InputError& fault) {
    return fault.what();
  }
  return "";
}

TEST(Form, DefaultsAreSound) {
  EXPECT_EQ(fault_of({}), "");
  EXPECT_EQ(Form{}.grid(), 14);
}

TEST(Form, SidesAreWholePatchesAndHeadsShareTheWidth) {
  EXPECT_EQ(fault_of({.image_px = 230}), "form.image_px: 230 is no multiple of the patch, 16");
  EXPECT_EQ(fault_of({.input_px = 100}), "form.input_px: 100 is no multiple of the patch, 16");
  EXPECT_EQ(fault_of({.heads = 5}), "form.width: 384 is no multiple of the heads, 5");
  EXPECT_EQ(fault_of({.resize_px = 208}), "form.resize_px: 208 is less than the input, 224");
  EXPECT_EQ(fault_of({.class_in_positions = false, .registers_in_positions = true}),
            "form.registers_in_positions: the class token must have one, too");
}

TEST(Form, SurvivesJson) {
  const Form form{.source = Source::hf,
                  .image_px = 518,
                  .patch_px = 14,
                  .mlp = Mlp::swiglu,
                  .mlp_width = 77,
                  .registers = 4,
                  .epsilon = 1e-12,
                  .output = TokenOutput::class_and_mean,
                  .resize = Resize::bilinear};
  Form read;
  from_json(to_json(form), read);
  EXPECT_EQ(read, form);
}

}  // namespace
}  // namespace msmv::pfenet
