#pragma once

#include "msmv/values/random.h"

namespace msmv::training {

using msmv::below;
using msmv::normal;
using msmv::signed_uniform;
using msmv::symmetric_beta;
using msmv::uniform;

}  // namespace msmv::training
