// SPDX-License-Identifier: Apache-2.0
// What a QR code can carry of a person: small enough to be read from a screen or from paper. Least
// important things go first when there is too much; the name always stays.
#pragma once

#include "vcard/vcard.hpp"

namespace goen::vcard {

// 300 bytes is QR version 11 or 12 at level M: about 61 modules, 3 cm in print.
inline constexpr std::size_t qr_bytes = 300;

// vCard 3.0, UTF-8, CRLF: N FN X-PHONETIC-* ORG TITLE TEL EMAIL URL, one of each.
std::string qr_vcard(Person const &person, std::size_t most_bytes = qr_bytes);
// MECARD:N:姓,名;SOUND:…;TEL:…;EMAIL:…;URL:…;; as Japanese phones read it.
std::string mecard(Person const &person, std::size_t most_bytes = qr_bytes);

} // namespace goen::vcard
