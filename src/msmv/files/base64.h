#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace msmv::files {

// RFC 4648, section 4: what data: URLs carry.
std::string base64(std::span<const std::byte> bytes);

}  // namespace msmv::files
