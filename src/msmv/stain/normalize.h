#pragma once

#include "msmv/image/rgb_image.h"
#include "msmv/stain/config.h"

namespace msmv::stain {}  // namespace msmv::stain
